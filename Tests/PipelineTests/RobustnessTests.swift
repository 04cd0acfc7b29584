import Foundation
import PipelineTestSupport
import TestTools
import Testing

@testable import Pipeline

/// Runs that are killed, edited and doubled must end like a clean one.
@Suite(.serialized) struct RobustnessTests {
  private func published(_ root: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileSystem.names(in: root + "/results") {
      files[name] = try FileSystem.read("\(root)/results/\(name)")
    }
    return files
  }

  private func children(of program: String) throws -> [String] {
    try FileSystem.names(in: "/proc").filter { name in
      Int(name) != nil
        && (try? FileSystem.read("/proc/\(name)/cmdline")).flatMap { $0 }.map {
          String(decoding: $0, as: UTF8.self).hasPrefix(program)
        } == true
    }
  }

  @Test func `a run killed at any moment is finished by the next one`() throws {
    let graph = TestGraph.generated(60, pause: 0.001)
    let clean = Sandbox()
    try clean.run(graph)
    let expected = try published(clean.root)
    let digests = try clean.results(graph)
    // A program of its own, so that its workers can be told from those of other tests.
    let program = clean.root + "/victim"
    try FileManager.default.copyItem(atPath: Sandbox.program, toPath: program)
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["PLUMB_KILL_ROUNDS"].flatMap { Int($0) } ?? (environment["CI"] == "true" ? 100 : 20)
    var random = SeededGenerator()
    for round in 0..<rounds {
      let sandbox = Sandbox()
      for latest in [0.2, 0.1] {
        let delay = Double.random(in: latest / 10...latest, using: &random)
        let process = Sandbox.process(program, ["run", sandbox.root, "60", "1"], to: FileHandle.nullDevice)
        try process.run()
        Thread.sleep(forTimeInterval: delay)
        if round % 3 == 0, let worker = try children(of: program).first(where: { $0 != "\(process.processIdentifier)" })
        {
          kill(pid_t(worker) ?? 0, SIGKILL)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let summary = try sandbox.run(graph, workers: true)
      #expect(summary.succeeded && summary.damage.isEmpty, "round \(round)")
      #expect(try published(sandbox.root) == expected, "round \(round)")
      #expect(try sandbox.results(graph) == digests, "round \(round)")
      #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == [], "round \(round)")
      #expect(try sandbox.engine.verify().damaged == [], "round \(round)")
    }
    for _ in 0..<50 where !(try children(of: program).isEmpty) { usleep(20_000) }
    #expect(try children(of: program) == [])
  }

  @Test func `random edits rebuilt step by step equal a clean build`() throws {
    let edited = Sandbox()
    var edits: [Int: Int] = [:]
    var ran = 0
    let rounds = ProcessInfo.processInfo.environment["PLUMB_EDIT_ROUNDS"].flatMap { Int($0) } ?? 8
    var random = SeededGenerator()
    for round in 0..<rounds {
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        edits[Int.random(in: 0..<300, using: &random)] = Int.random(in: 0...3, using: &random)
      }
      let graph = TestGraph.generated(300, edits: edits)
      let summary = try edited.run(graph)
      #expect(summary.succeeded)
      ran += summary.ran
      let clean = Sandbox()
      try clean.run(graph)
      #expect(try edited.results(graph) == clean.results(graph), "round \(round), \(random)")
      #expect(try published(edited.root) == published(clean.root), "round \(round), \(random)")
      #expect(try edited.run(graph).ran == 0)
    }
    #expect(ran < rounds * 300)
  }

  @Test func `jobs do not change a byte`() throws {
    let graph = TestGraph.generated(80)
    let (one, two) = (Sandbox(), Sandbox())
    try one.run(graph, jobs: 1)
    try two.run(graph, jobs: 8, workers: true)
    #expect(try one.results(graph) == two.results(graph) && published(one.root) == published(two.root))
  }

  @Test func `two runs at once on one cache make nothing twice`() async throws {
    let sandbox = Sandbox()
    let programs = [0, 1].map { _ in Sandbox.process(Sandbox.program, ["run", sandbox.root, "80", "1"], to: Pipe()) }
    for process in programs { try process.run() }
    var ran = 0
    for process in programs {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let text = String(
        decoding: (process.standardOutput as? Pipe)?.fileHandleForReading.availableData ?? Data(), as: UTF8.self)
      ran += text.split(separator: " ").dropFirst(3).first.flatMap { Int($0) } ?? 1000
    }
    let graph = TestGraph.generated(80, pause: 0.001)
    let clean = Sandbox()
    let stages = try clean.run(graph).ran
    // A transient result that one run dropped may be made again by the other.
    #expect(ran >= stages && ran <= stages + 12)
    #expect(try sandbox.results(graph) == clean.results(graph) && sandbox.run(graph).ran == 0)
  }
}
