import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct FailureTests {
  private let sandbox = Sandbox()

  private func trouble(_ mode: String, timeout: Double? = nil) -> TestGraph {
    TestGraph().adding("bad", "trouble", ["mode": JSON(.string(mode))], timeout: timeout)
      .adding("below", "sum", ["terms": "bad"]).adding("last", "sum", ["terms": "below"])
      .adding("other", "number", ["value": 1])
  }

  @Test(arguments: [
    ("throw", "the matrix is singular; add a ridge"),
    ("exit", "its process ended with exit code 7 before the stage was done"), ("abort", "crashed (signal 6, aborted)"),
    ("kill", "killed (signal 9), probably for lack of memory; lower --jobs or ask for less"),
    ("skip", "the stage did not write its output value.json"),
    ("stray", "the stage wrote stray.txt, which it does not declare; name it under `outputs`, or remove it"),
    ("link", "the output value.json is not a plain file; write a file there, no link and no folder"),
    ("folder", "the output value.json is not a plain file; write a file there, no link and no folder"),
  ]) func `a failing stage is its own error and the rest goes on`(mode: String, message: String) throws {
    let summary = try sandbox.run(trouble(mode), workers: true)
    #expect(summary.failures.map(\.id) == ["bad"])
    #expect(summary.failures.first?.failure.description == message && summary.ran == 1)
    #expect(summary.notRun.map(\.id) == ["below", "last"])
    #expect(summary.notRun.map(\.reason) == ["stage bad failed", "stage bad failed"])
    let log = try #require(try sandbox.engine.log("bad", edition: "quick"))
    #expect(log.text.hasPrefix("about to \(mode)\n") && log.failure == message)
  }

  @Test func `a stage that asks for more than the machine has is not started`() throws {
    let graph = TestGraph.generated(3).graph
    func run(_ memory: Int, machine: Int) throws -> RunSummary {
      try sandbox.run(graph, RunOptions(jobs: 2, memory: memory, machineMemory: machine))
    }
    let refused = try run(1 << 40, machine: 100_000_000)
    let asked = 256 << 20
    #expect(refused.failures.first?.failure == .tooLarge(asked: asked, machine: 100_000_000) && refused.ran == 0)
    #expect(try run(1000, machine: asked).ran == 3)
    // What was made elsewhere is served here.
    #expect(try run(1 << 40, machine: 100_000_000).cached == 3)
    let remedy = "lower what it computes, or run it on a larger machine"
    for (asked, machine, fact) in [
      (8_000_067_108_864, 25_216_000_000, "asks for 8 TB, this machine has 25.2 GB"),
      (.max, 999_600, "asks for 9.22 EB, this machine has 1 MB"),
    ] { #expect(StageFailure.tooLarge(asked: asked, machine: machine).description == "\(fact); \(remedy)") }
  }

  @Test func `a stage that hangs is stopped at its timeout with its group`() throws {
    let summary = try sandbox.run(trouble("hang", timeout: 0.3), workers: true)
    let sentence = "stopped after its timeout of 0.3 s; raise `timeout` or ask for less"
    #expect(summary.failures.first?.failure.description == sentence && summary.seconds < 5)
  }

  @Test func `what a stage prints is in its log`() throws {
    let graph = TestGraph().adding("loud", "trouble", ["mode": "print"])
    try sandbox.run(graph, workers: true)
    let text = try #require(try sandbox.engine.log("loud", edition: "quick")).text
    #expect(text.contains("about to print\n") && text.contains("printed\n") && text.contains("complained\n"))
  }

  @Test func `a long log says that its beginning is left out`() throws {
    let path = sandbox.root + "/log"
    let lines = (1...4000).map { "line \($0)" }
    try sandbox.write(lines.joined(separator: "\n") + "\n", "log")
    let found = LogFile.tail(path).split(separator: "\n").map(String.init)
    #expect(found.last == "line 4000" && found.count < 4000)
    #expect(Array(found.dropFirst()) == Array(lines.suffix(found.count - 1)))
    let size = found.dropFirst().reduce(0) { $0 + $1.utf8.count + 1 }
    #expect(found[0] == "[the last \(size) of \(lines.reduce(0) { $0 + $1.utf8.count + 1 }) bytes]")
    try sandbox.write("short\n", "log")
    #expect(LogFile.tail(path) == "short\n")
  }

  @Test func `without keep-going nothing starts after a failure`() throws {
    var graph = TestGraph().adding("bad", "trouble", ["mode": "throw"])
    for number in 0..<20 { graph.add("n\(number)", "sum", ["add": JSON(.integer(number))]) }
    let summary = try sandbox.run(graph, jobs: 1, keepGoing: false)
    #expect(summary.ran + summary.failures.count + summary.notRun.count == 21)
    #expect(summary.notRun.contains { $0.reason == "stopped after a failure" })
  }

  @Test func `a missing source is no failure and is named all the way down`() throws {
    let graph = TestGraph().adding("images", "size", ["file": "data/mnist/images.idx"])
      .adding("gram", "sum", ["terms": "images"])
      .adding("page", "gather", ["parts": "gram"], exports: ["page": "page.md"])
    let summary = try sandbox.run(graph)
    #expect(summary.succeeded && summary.ran == 1)
    #expect(summary.notRun.map(\.reason) == Array(repeating: "needs data/mnist/images.idx", count: 2))
    #expect(sandbox.read("page.md")?.contains("from=gram:missing, needs data/mnist/images.idx") == true)
    try sandbox.write("12345", "data/mnist/images.idx")
    #expect(try sandbox.run(graph).ran == 3 && sandbox.read("page.md")?.contains("from=gram:5") == true)
  }

  @Test func `a kind that tolerates missing inputs is told why, and runs again when they come`() throws {
    let graph = TestGraph().adding("bad", "trouble", ["mode": "throw"]).adding("below", "sum", ["terms": "bad"])
      .adding("good", "number", ["value": 4])
      .adding("page", "gather", ["parts": ["below", "good"]], exports: ["page": "page.md"])
    try sandbox.run(graph, workers: true)
    let page = try #require(sandbox.read("page.md"))
    #expect(page.hasPrefix("from=below:missing, stage bad failed\nfrom=good:4\n"))
    #expect(page.contains("below sum none\n") && page.contains("bad trouble none\n"))
  }

  @Test(arguments: ["../secret", "/etc/hostname", "link", "folder/../../secret", "data"])
  func `a source outside the project is refused`(path: String) throws {
    try sandbox.write("x", "data/inside")
    try sandbox.link("link", to: "/etc/hostname")
    let graph = TestGraph().adding("leak", "size", ["file": JSON(.string(path))])
    let summary = try sandbox.run(graph)
    #expect(summary.ran == 0 && summary.failures.count == 1)
    let message = path == "data" ? "the source `data` is not a file; name one" : "leaves the project"
    #expect(summary.failures.first?.failure.description.contains(message) == true)
  }

  @Test func `an export neither follows links nor leaves the project`() throws {
    let outside = Sandbox()
    try sandbox.link("out", to: outside.root)
    try outside.write("precious", "kept.json")
    try sandbox.link("leaf.json", to: outside.root + "/kept.json")
    for path in ["out/x.json", "../x.json", "/tmp/x.json"] {
      let graph = TestGraph().adding("a", "number", ["value": 1], exports: ["value": path])
      #expect(try sandbox.run(graph).failures.count == 1)
    }
    #expect(try FileSystem.names(in: outside.root) == ["kept.json"])
    let graph = TestGraph().adding("a", "number", ["value": 1], exports: ["value": "leaf.json"])
    #expect(try sandbox.run(graph).failures.count == 1 && sandbox.read("leaf.json") == "precious")
    // The link itself is replaced where that is asked for, never what it leads to.
    #expect(try sandbox.run(graph.graph, .init(jobs: 1, memory: 1 << 30, replacesAll: true)).succeeded)
    #expect(outside.read("kept.json") == "precious" && sandbox.read("leaf.json") == "1\n")
  }

  @Test func `a run that is cancelled leaves a cache from which the next goes on`() throws {
    let (graph, engine) = (TestGraph.pausing(30, 0.05), sandbox.engine)
    let summary = try sandbox.run(graph, workers: true) { if case .finished(_, _, 5, _) = $0 { engine.cancel() } }
    #expect(summary.isInterrupted && summary.failures.isEmpty && summary.notRun.count >= 20)
    #expect(summary.notRun.allSatisfy { $0.reason == "interrupted" })
    let rest = try sandbox.run(graph, workers: true)
    #expect(rest.succeeded && rest.ran == 30 - summary.ran)
  }

  @Test func `a request to stop that comes before the first stage is not lost`() throws {
    try sandbox.run(TestGraph.generated(3))
    // As while garbage is collected.
    let lock = try FileLock(sandbox.project.cache + "/locks/use", exclusive: true)
    let engine = sandbox.engine
    Thread.detachNewThread {
      usleep(200_000)
      engine.cancel()
      lock.release()
    }
    let summary = try sandbox.run(TestGraph.pausing(30, 0.02))
    #expect(summary.isInterrupted && summary.ran < 30)
  }

  @Test func `a stage that failed and lacks its data now is told as not run`() throws {
    try sandbox.run(trouble("throw"))
    let graph = TestGraph().adding("bad", "size", ["file": "nowhere"])
    let summary = try sandbox.run(graph)
    #expect(summary.succeeded && summary.notRun.map(\.id) == ["bad"])
    #expect(summary.notRun.map(\.reason) == ["needs nowhere"])
  }

  @Test func `names of stages may be longer in bytes than names of files`() throws {
    let long = String(repeating: "a\u{301}\u{327}\u{32D}", count: 50)
    let graph = TestGraph().adding(long, "number", ["value": 4])
      .adding("below", "sum", ["terms": JSON(.string(long)), "add": 1])
    #expect(try sandbox.run(graph).succeeded && sandbox.results(graph)["below"] == [Digest(of: "5\n")])
  }

  @Test func `cores and memory of running stages stay within bounds`() throws {
    #expect(try sandbox.most(.pausing(12, 0.01), jobs: 8, memory: 3 * (256 << 20)) == 3)
  }

  @Test func `a stage asks for more where what it reads is larger`() throws {
    func failure(_ size: Int, machine: Int) throws -> StageFailure? {
      let graph = TestGraph().adding("big", "blob", ["size": JSON(.integer(size))])
        .adding("reader", "blob", ["size": 1, "of": ["big"]])
      let options = RunOptions(jobs: 1, memory: machine, machineMemory: machine)
      return try sandbox.run(graph.graph, options).failures.first?.failure
    }
    #expect(try failure(1000, machine: 300 << 20) == nil)
    let megabytes = 30_000_000
    // As the reader says: 10 bytes for each that it reads, beside the program.
    #expect(
      try failure(megabytes, machine: 300 << 20) == .tooLarge(asked: 64 << 20 + 10 * megabytes, machine: 300 << 20))
    #expect(try failure(megabytes, machine: 400 << 20) == nil)
    #expect(BlobStage(Fields(["size": 1], context: "x")).memory(reading: ["of": .max]) > 1 << 60)
  }
}
