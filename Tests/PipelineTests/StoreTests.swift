import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct StoreTests {
  private let graph = TestGraph.generated(3)

  @Test func `a folder with somebody's files is refused and left as it is`() throws {
    let sandbox = try Sandbox()
    for path in ["records", "verified", "attempts/2024-11/notes.txt", "attempts/draft/lock"] {
      try sandbox.write("mine", ".plumb/" + path)
    }
    #expect(throws: EngineError.foreignCache(sandbox.project.cache)) { try sandbox.run(graph) }
    #expect(throws: EngineError.foreignCache(sandbox.project.cache)) { try sandbox.engine.verify() }
    #expect(throws: EngineError.foreignCache(sandbox.project.cache)) {
      try sandbox.engine.collectGarbage([graph.graph], delete: true)
    }
    #expect(try FileSystem.names(in: sandbox.project.cache) == ["attempts", "records", "verified"])
    #expect(sandbox.read(".plumb/records") == "mine" && sandbox.read(".plumb/attempts/draft/lock") == "mine")
    #expect(
      EngineError.foreignCache("/home/a").description
        == "/home/a holds files and is no cache of plumb; name a new or an empty folder with --cache")
  }

  @Test func `the mark of another program's cache is none of ours`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("Signature: 8a477f597d28d172789f06886806bc55\n", ".plumb/CACHEDIR.TAG")
    try sandbox.write("", ".plumb/objects/x")
    #expect(throws: EngineError.foreignCache(sandbox.project.cache)) { try sandbox.run(graph) }
  }

  @Test func `a cache without a mark is taken for what it is, and marked`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph)
    let mark = try #require(sandbox.read(".plumb/CACHEDIR.TAG"))
    FileSystem.remove(sandbox.project.cache + "/CACHEDIR.TAG")
    #expect(try sandbox.run(graph).ran == 0)
    #expect(sandbox.read(".plumb/CACHEDIR.TAG") == mark)
    #expect(mark.hasPrefix("Signature: 8a477f597d28d172789f06886806bc55\n"))
  }

  @Test func `of the attempts only folders that runs made are removed`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph)
    for name in ["2024-11", "1234-deadbeef", "4321-0", "12-notes", "draft"] {
      try sandbox.write("x", ".plumb/attempts/\(name)/kept")
    }
    // 2024-11 could have been made by a run; nobody else writes into a marked cache.
    try sandbox.run(graph)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == ["12-notes", "draft"])
    _ = try sandbox.engine.collectGarbage([graph.graph], delete: true)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == ["12-notes", "draft"])
  }
}
