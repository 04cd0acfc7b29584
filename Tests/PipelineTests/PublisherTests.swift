import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct PublisherTests {
  private let sandbox = Sandbox()

  private let path = "thesis/value.json"
  private let refusal =
    "`thesis/value.json` holds something else, which neither this cache nor plumb.lock.json nor Git's index knows as a "
    + "result; move it away, or accept that it is replaced with --replace"

  private func graph(_ value: Int) -> TestGraph {
    TestGraph().adding("a", "number", ["value": JSON(.integer(value))], exports: ["value": path])
  }

  @Test func `a file that no run made is kept, however often it is tried`() throws {
    try sandbox.write("my results", path)
    for _ in 0..<2 {
      let summary = try sandbox.run(graph(1))
      #expect(summary.failures.map(\.failure.description) == [refusal])
      #expect(sandbox.read(path) == "my results")
    }
    FileSystem.remove(sandbox.root + "/" + path)
    // The result itself was made and kept.
    let summary = try sandbox.run(graph(1))
    #expect(summary.succeeded && summary.ran == 0 && sandbox.read(path) == "1\n")
  }

  @Test func `what a run published or found to be a result is replaced by a later one`() throws {
    try sandbox.write("1\n", path)
    try sandbox.run(graph(1))
    #expect(try sandbox.run(graph(2)).succeeded && sandbox.read(path) == "2\n")
    // Also when the object is collected meanwhile.
    _ = try sandbox.engine.collectGarbage([graph(3).graph], delete: true)
    #expect(try sandbox.run(graph(3)).succeeded && sandbox.read(path) == "3\n")
  }

  @Test func `in a fresh clone what the lock records is replaced`() throws {
    try sandbox.run(graph(1))
    let results = try sandbox.engine.results(graph(1).graph, valuesOf: [])
    FileSystem.remove(sandbox.project.cache)
    #expect(try sandbox.run(graph(2)).failures.map(\.failure.description) == [refusal])
    FileSystem.remove(sandbox.project.cache)
    try LockFile(profiles: ["quick": results]).write(to: sandbox.root + "/plumb.lock.json")
    #expect(try sandbox.run(graph(2)).succeeded && sandbox.read(path) == "2\n")
  }

  @Test func `what was edited by hand since is kept, and replaced when that is asked for`() throws {
    try sandbox.run(graph(1))
    try sandbox.write("edited by hand", path)
    for value in [1, 2] {
      #expect(try sandbox.run(graph(value)).failures.map(\.failure.description) == [refusal])
      #expect(sandbox.read(path) == "edited by hand")
    }
    let summary = try sandbox.run(graph(2).graph, .init(jobs: 1, memory: 1 << 30, replacesAll: true))
    #expect(summary.succeeded && sandbox.read(path) == "2\n")
  }

  @Test func `at the paths that the program fixes the rule is the same`() throws {
    try sandbox.run(graph(1))
    let open = try OpenProject(sandbox.project, edition: "quick", writable: true)
    let publisher = Publisher(root: sandbox.root, store: open.store, files: open.files)
    try sandbox.write("my own picture", "figures/f.png")
    try sandbox.link("figures/l.png", to: "f.png")
    let digest = try #require(try sandbox.results(graph(1))["a"]?.first)
    for name in ["figures/f.png", "figures/l.png"] {
      #expect(throws: EngineError.exportOverFile(name)) {
        try publisher.publish(digest, to: .init(output: "value", path: name, isFixed: true))
      }
    }
    #expect(sandbox.read("figures/f.png") == "my own picture")
  }

  @Test func `what Git's index holds unmodified is replaced, what was edited since is not`() throws {
    try sandbox.write("a committed result", path)
    try GitRepositoryTests.git(sandbox.root, ["init", "-q"], ["add", path], ["commit", "-q", "-m", "c"])
    #expect(try sandbox.run(graph(1)).succeeded && sandbox.read(path) == "1\n")
    FileSystem.remove(sandbox.project.cache)
    // Neither the lock nor the index knows the new content.
    try sandbox.write("edited", path)
    #expect(try sandbox.run(graph(2)).failures.map(\.failure.description) == [refusal])
  }

  @Test(
    arguments: [
      "cannot write /c/x: no space left on device; free some space (`plumb gc --delete`) or choose another cache with "
        + "--cache": FileError(.write, "/c/x", code: ENOSPC),
      "cannot make durable /c/x: input/output error; the disk fails: save what matters, then choose another cache with "
        + "--cache": FileError(.sync, "/c/x", code: EIO),
      "cannot read /c/x: is a directory": FileError(.read, "/c/x", code: EISDIR),
      "cannot publish to `../x`: it leaves the project; use a relative path without `..`":
        EngineError.exportLeavesProject("../x"),
      "cannot publish to `out/x`: `out` is a link or a file; make it a folder":
        EngineError.exportThroughLink("out/x", part: "out"),
      "cannot write `figures/a.pdf`: read-only file system; make the project's folder writable":
        EngineError.exportNotWritten("figures/a.pdf", code: EROFS),
      "cannot write `reports/a.md`: no space left on device; free some space":
        EngineError.exportNotWritten("reports/a.md", code: ENOSPC),
      "cannot write `reports/a.md`: is a directory; move that folder away":
        EngineError.exportNotWritten("reports/a.md", code: EISDIR),
      "`outside` would start a program; see which with `plumb allow --show`, and if you trust it type `plumb allow`, or add --allow-commands this once":
        EngineError.commandsNotAllowed(["outside"]),
      "`a`, `b`, `c` and 2 more would start a program; see which with `plumb allow --show`, and if you trust it type `plumb allow`, or add --allow-commands this once":
        EngineError.commandsNotAllowed(["a", "b", "c", "d", "e"]),
      "the cache /c is in use by a run; try again when it has ended": EngineError.cacheInUse("/c"),
      "the object ba7816bf8f01 is missing or damaged; run again to rebuild it":
        EngineError.objectLost(Digest(of: "abc")),
      "/home/a holds files and is no cache of plumb; name a new or an empty folder with --cache":
        EngineError.foreignCache("/home/a"),
    ] as [String: any Error & CustomStringConvertible])
  func `errors of the disk and the engine name the place and what helps`(
    sentence: String, error: any Error & CustomStringConvertible
  ) { #expect(error.description == sentence) }

  @Test func `damage is named`() {
    #expect(
      Damage.object(Digest(of: "abc")).description == "object ba7816bf8f01 was damaged; moved to quarantine, made anew")
    #expect(Damage.records(1).description == "1 record was damaged; moved to quarantine, its result is made anew")
    #expect(Damage.records(2).description == "2 records were damaged; moved to quarantine, their results are made anew")
    #expect(Damage.stateFile("files").description == "the state file `files` was damaged; written anew")
  }
}
