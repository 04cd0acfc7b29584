import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct DamageTests {
  private let sandbox = Sandbox()

  private let graph: TestGraph = {
    TestGraph().adding("a", "number", ["value": 7])
      .adding("b", "sum", ["terms": "a", "add": 5], exports: ["value": "b.json"])
  }()

  private func stateFiles(_ sandbox: Sandbox) throws -> [String] {
    let cache = sandbox.project.cache
    let project = sandbox.project.stateFolder
    return ["\(cache)/records", "\(cache)/verified"] + (try FileSystem.names(in: project)).map { "\(project)/\($0)" }
  }

  private let request = StampRequest(manifest: [:], identity: ["test"])

  private func run(_ sandbox: Sandbox) throws -> RunSummary {
    var options = RunOptions(jobs: 1, memory: 1 << 30)
    options.stamp = request
    return try sandbox.engine.unchanged(identity: request.identity)
      ?? sandbox.engine.run(graph.graph, options: options, executor: InProcessExecutor())
  }

  @discardableResult private func check(_ sandbox: Sandbox, _ what: String) throws -> RunSummary {
    let summary = try run(sandbox)
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
    _ = try run(sandbox)
    for file in try stateFiles(sandbox) {
      let length = try #require(try FileSystem.read(file)).count
      for count in stride(from: 0, to: length, by: 1) {
        truncate(file, off_t(count))
        try check(sandbox, "\(file) cut to \(count)")
        if Fingerprint(path: file)?.size != Int64(length) { _ = try run(sandbox) }
      }
    }
  }

  @Test func `flipped bits in state files cost work, never a result, and are named`() throws {
    _ = try run(sandbox)
    var random = SeededGenerator()
    let stamps = try stateFiles(sandbox).filter { $0.hasSuffix(".stamp") }
    for file in try stateFiles(sandbox) {
      for _ in 0..<(isThorough ? 2000 : 40) {
        var bytes = try #require(try FileSystem.read(file))
        guard !bytes.isEmpty else { continue }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
        try Data(bytes).write(to: URL(filePath: file))
        // While a stamp holds the other files are not read; without it all are.
        let isStamp = stamps.contains(file)
        if !isStamp, Bool.random(using: &random) { stamps.forEach { unlink($0) } }
        let summary = try check(sandbox, "\(file) with byte \(at) changed, \(random)")
        #expect(isStamp || summary.isUnchanged || !summary.damage.isEmpty, "\(file), byte \(at), \(random)")
        stamps.forEach { unlink($0) }
        _ = try run(sandbox)
      }
    }
  }

  /// Runs the graph, then flips a bit of its records.
  private func runAndDamageRecords(_ sandbox: Sandbox) throws {
    try sandbox.run(graph)
    let file = sandbox.project.cache + "/records"
    var bytes = try #require(try FileSystem.read(file))
    bytes[100] ^= 1
    try Data(bytes).write(to: URL(filePath: file))
  }

  @Test func `damaged records are put aside and named`() throws {
    try runAndDamageRecords(sandbox)
    let summary = try sandbox.run(graph)
    #expect(summary.damage == [.records(1)] && summary.ran == 1)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/quarantine").count == 1)
    #expect(try sandbox.run(graph).damage.isEmpty)
  }

  @Test func `damage that cannot be put aside ends the run, which leaves nothing behind`() throws {
    try runAndDamageRecords(sandbox)
    try sandbox.write("in the way", ".plumb/quarantine")
    let path = sandbox.project.cache + "/quarantine"
    #expect(throws: FileError(.makeFolder, path, code: ENOTDIR)) { try sandbox.run(graph) }
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == [])
    unlink(path)
    #expect(try sandbox.run(graph).damage == [.records(1)])
  }

  @Test(arguments: [0, 1, 2, 3]) func `a damaged object is never served`(way: Int) throws {
    try sandbox.run(graph)
    let folder = ObjectFolder(path: sandbox.project.cache + "/objects")
    for digest in try folder.all() {
      let file = folder.file(digest)
      chmod(file, 0o644)
      switch way {
      case 0: try Data("8".utf8).write(to: URL(filePath: file))
      case 1: truncate(file, 0)
      case 2: unlink(file)
      default:
        // The same length and the old modification time: the time of the change of the inode still tells.
        var before = stat()
        stat(file, &before)
        let handle = try FileSystem.Handle(file, O_WRONLY)
        var byte = UInt8(ascii: "8")
        pwrite(handle.descriptor, &byte, 1, 0)
        var times = [before.st_atim, before.st_mtim]
        utimensat(AT_FDCWD, file, &times, 0)
      }
    }
    var below = graph
    below.add("c", "sum", ["terms": ["a", "b"]], exports: ["value": "c.json"])
    let summary = try sandbox.run(below)
    #expect(summary.succeeded && summary.ran == 3)
    #expect(summary.damage.count == (way == 2 ? 0 : 2))
    #expect(sandbox.read("c.json") == "19\n" && sandbox.read("b.json") == "12\n")
  }

  @Test func `a source of old times and other size is read anew, and so is one changed within a tick`() throws {
    let graph = TestGraph().adding("n", "size", ["file": "input"], exports: ["value": "n.json"])
    try sandbox.write("four", "input")
    try sandbox.run(graph)
    #expect(sandbox.read("n.json") == "4\n")
    var before = stat()
    stat(sandbox.root + "/input", &before)
    try sandbox.write("eleven more", "input")
    var times = [before.st_atim, before.st_mtim]
    utimensat(AT_FDCWD, sandbox.root + "/input", &times, 0)
    try sandbox.run(graph)
    #expect(sandbox.read("n.json") == "11\n")
    times = [timespec(tv_sec: 4_000_000_000, tv_nsec: 0), timespec(tv_sec: 4_000_000_000, tv_nsec: 0)]
    utimensat(AT_FDCWD, sandbox.root + "/input", &times, 0)
    #expect(try sandbox.run(graph).ran == 0)
  }

  @Test func `an export that someone removed is written again, one that someone changed is kept`() throws {
    _ = try run(sandbox)
    #expect(try run(sandbox).isUnchanged)
    FileSystem.remove(sandbox.root + "/b.json")
    let summary = try run(sandbox)
    #expect(summary.ran == 0 && summary.exported == ["b.json"] && sandbox.read("b.json") == "12\n")
    #expect(try run(sandbox).isUnchanged)
    try sandbox.write("mine", "b.json")
    #expect(try run(sandbox).failures.count == 1 && sandbox.read("b.json") == "mine")
  }

  @Test func `a stamp does not hold once an object is gone`() throws {
    _ = try run(sandbox)
    let folder = ObjectFolder(path: sandbox.project.cache + "/objects")
    unlink(folder.file(try #require(try folder.all().first)))
    let summary = try run(sandbox)
    #expect(!summary.isUnchanged && summary.ran == 1)
  }
}
