import Foundation
import PipelineTestSupport
import TestTools
import Testing

@testable import Pipeline

@Suite struct DamageTests {
  private let sandbox = Sandbox()

  private let graph = TestGraph().adding("a", "number", ["value": 7])
    .adding("b", "sum", ["terms": "a", "add": 5], exports: ["value": "b.json"])

  private func stateFiles() throws -> [String] {
    let cache = sandbox.project.cache
    let project = sandbox.project.stateFolder
    return ["\(cache)/records", "\(cache)/verified"] + (try FileSystem.names(in: project)).map { "\(project)/\($0)" }
  }

  @discardableResult private func run() throws -> RunSummary {
    let stamp = StampRequest(manifest: [:], identity: ["test"])
    return try sandbox.engine.unchanged(identity: stamp.identity)
      ?? sandbox.run(graph.graph, RunOptions(jobs: 1, memory: 1 << 30, stamp: stamp))
  }

  @discardableResult private func check(_ what: String) throws -> RunSummary {
    let summary = try run()
    #expect(summary.succeeded, "\(what)")
    #expect(sandbox.read("b.json") == "12\n", "\(what)")
    let open = try OpenProject(sandbox.project, edition: "quick", writable: false)
    for entry in open.state.entries.values {
      for output in entry.key.flatMap({ open.store.record($0) })?.outputs ?? [] {
        #expect(try open.store.objects.holds(output.digest) != nil, "\(what)")
      }
    }
    return summary
  }

  /// Two thousand flips a file with `PLUMB_DAMAGE=all`, else a few.
  private let isThorough = ProcessInfo.processInfo.environment["PLUMB_DAMAGE"] == "all"

  @Test func `state files cut off at any length cost work, never a result`() throws {
    try run()
    for file in try stateFiles() {
      let length = try #require(try FileSystem.read(file)).count
      for count in 0..<length {
        truncate(file, off_t(count))
        try check("\(file) cut to \(count)")
        if Fingerprint(path: file)?.size != Int64(length) { try run() }
      }
    }
  }

  @Test func `flipped bits in state files cost work, never a result, and are named`() throws {
    try run()
    var random = SeededGenerator()
    let stamps = try stateFiles().filter { $0.hasSuffix(".stamp") }
    for file in try stateFiles() {
      for _ in 0..<(isThorough ? 2000 : 40) {
        var bytes = try #require(try FileSystem.read(file))
        guard !bytes.isEmpty else { continue }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
        try Data(bytes).write(to: URL(filePath: file))
        // While a stamp holds the other files are not read; without it all are.
        let isStamp = stamps.contains(file)
        if !isStamp, Bool.random(using: &random) { stamps.forEach { unlink($0) } }
        let summary = try check("\(file) with byte \(at) changed, \(random)")
        #expect(isStamp || summary.isUnchanged || !summary.damage.isEmpty, "\(file), byte \(at), \(random)")
        stamps.forEach { unlink($0) }
        try run()
      }
    }
  }

  /// Runs the graph, then flips a bit of its records.
  private func runAndDamageRecords() throws {
    try sandbox.run(graph)
    let file = sandbox.project.cache + "/records"
    var bytes = try #require(try FileSystem.read(file))
    bytes[100] ^= 1
    try Data(bytes).write(to: URL(filePath: file))
  }

  @Test func `damaged records are put aside and named`() throws {
    try runAndDamageRecords()
    let summary = try sandbox.run(graph)
    #expect(summary.damage == [.records(1)] && summary.ran == 1)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/quarantine").count == 1)
    #expect(try sandbox.run(graph).damage.isEmpty)
  }

  @Test func `damage that cannot be put aside ends the run, which leaves nothing behind`() throws {
    try runAndDamageRecords()
    try sandbox.write("in the way", ".plumb/quarantine")
    let path = sandbox.project.cache + "/quarantine"
    #expect(throws: FileError(.makeFolder, path, code: ENOTDIR)) { try sandbox.run(graph) }
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == [])
    unlink(path)
    #expect(try sandbox.run(graph).damage == [.records(1)])
  }

  @Test(arguments: [0, 1, 2, 3]) func `a damaged object is never served`(way: Int) throws {
    try sandbox.run(graph)
    for digest in try sandbox.objects.all() {
      let file = sandbox.objects.file(digest)
      chmod(file, 0o644)
      switch way {
      case 0: try sandbox.damage(file, "8")
      case 1: truncate(file, 0)
      case 2: unlink(file)
      default:
        // The same length and the old modification time: the time of the change of the inode still tells.
        try keepingTimes(of: file) {
          let handle = try FileSystem.Handle(file, O_WRONLY)
          var byte = UInt8(ascii: "8")
          pwrite(handle.descriptor, &byte, 1, 0)
        }
      }
    }
    var below = graph
    below.add("c", "sum", ["terms": ["a", "b"]], exports: ["value": "c.json"])
    let summary = try sandbox.run(below)
    #expect(summary.succeeded && summary.ran == 3)
    #expect(summary.damage.count == (way == 2 ? 0 : 2))
    #expect(sandbox.read("c.json") == "19\n" && sandbox.read("b.json") == "12\n")
  }

  /// Sets the times of a file back to what they were before `body`.
  private func keepingTimes(of file: String, _ body: () throws -> Void) throws {
    var before = stat()
    stat(file, &before)
    try body()
    var times = [before.st_atim, before.st_mtim]
    utimensat(AT_FDCWD, file, &times, 0)
  }

  @Test func `a source of old times and other size is read anew, and so is one changed within a tick`() throws {
    let graph = TestGraph().adding("n", "size", ["file": "input"], exports: ["value": "n.json"])
    try sandbox.write("four", "input")
    try sandbox.run(graph)
    #expect(sandbox.read("n.json") == "4\n")
    let file = sandbox.root + "/input"
    try keepingTimes(of: file) { try sandbox.write("eleven more", "input") }
    try sandbox.run(graph)
    #expect(sandbox.read("n.json") == "11\n")
    var times = Array(repeating: timespec(tv_sec: 4_000_000_000, tv_nsec: 0), count: 2)
    utimensat(AT_FDCWD, file, &times, 0)
    #expect(try sandbox.run(graph).ran == 0)
  }

  @Test func `an export that someone removed is written again, one that someone changed is kept`() throws {
    try run()
    #expect(try run().isUnchanged)
    FileSystem.remove(sandbox.root + "/b.json")
    let summary = try run()
    #expect(summary.ran == 0 && summary.exported == ["b.json"] && sandbox.read("b.json") == "12\n")
    #expect(try run().isUnchanged)
    try sandbox.write("mine", "b.json")
    #expect(try run().failures.count == 1 && sandbox.read("b.json") == "mine")
  }

  @Test func `a stamp does not hold once an object is gone`() throws {
    try run()
    unlink(sandbox.objects.file(try #require(try sandbox.objects.all().first)))
    let summary = try run()
    #expect(!summary.isUnchanged && summary.ran == 1)
  }
}
