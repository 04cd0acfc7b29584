import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct SourceFolderTests {
  private let sandbox = Sandbox()

  private var graph: Graph {
    TestGraph().adding(
      "outside", "command",
      [
        "arguments": ["sh", "-c", "find code -type f | sort > out.csv; cat code/a.py code/sub/b.py >> out.csv"],
        "outputs": ["out.csv"], "sources": [["name": "code", "file": "src"]],
      ], exports: ["out": "r/out.csv"]
    ).graph
  }

  private func run(_ identity: [String]? = nil) throws -> RunSummary {
    var options = RunOptions(jobs: 1, memory: 1 << 30, allowCommands: true)
    options.stamp = identity.map { StampRequest(manifest: [:], identity: $0) }
    return try sandbox.run(graph, options, workers: true)
  }

  private func write() throws {
    for (path, text) in ["a.py": "a\n", "sub/b.py": "b\n", ".hidden": "h", "__pycache__/a.pyc": "c", ".git/x": "g"] {
      try sandbox.write(text, "src/" + path)
    }
  }

  @Test func `a folder is there with every file below it, hidden ones and caches left out`() throws {
    try write()
    #expect(try run().failures.isEmpty)
    #expect(sandbox.read("r/out.csv") == "code/a.py\ncode/sub/b.py\na\nb\n")
  }

  @Test func `names and contents of its files make the stage run again, and nothing else does`() throws {
    try write()
    #expect(try run(["x"]).ran == 1)
    #expect(try run().ran == 0)
    try sandbox.write("other", "src/.hidden")
    try sandbox.write("other", "src/__pycache__/a.pyc")
    #expect(try run().ran == 0)
    try sandbox.write("new\n", "src/sub/c.py")
    #expect(sandbox.engine.unchanged(identity: ["x"]) == nil)
    #expect(try run().ran == 1)
    try sandbox.write("changed\n", "src/a.py")
    #expect(try run().ran == 1)
    try FileManager.default.moveItem(atPath: sandbox.root + "/src/sub/c.py", toPath: sandbox.root + "/src/sub/d.py")
    #expect(try run().ran == 1)
    #expect(sandbox.read("r/out.csv") == "code/a.py\ncode/sub/b.py\ncode/sub/d.py\nchanged\nb\n")
  }

  @Test func `a file of it that changed, came or went is named as the reason`() throws {
    try write()
    #expect(try run().ran == 1)
    func changes() throws -> [String] {
      guard case .changed(let changes) = try sandbox.engine.why(graph, 0) else { return [] }
      return changes.map { "\($0.name) \($0.old == nil ? "new" : $0.new == nil ? "gone" : "changed")" }
    }
    try sandbox.write("changed\n", "src/sub/b.py")
    try sandbox.write("new\n", "src/c.py")
    #expect(try changes() == ["file src/c.py new", "file src/sub/b.py changed"])
    #expect(try run().ran == 1)
    #expect(try changes() == [])
    FileSystem.remove(sandbox.root + "/src/c.py")
    #expect(try changes() == ["file src/c.py gone"])
    #expect(try run().ran == 1)
    // What was forgotten does not blur the next answer.
    try sandbox.write("again\n", "src/a.py")
    #expect(try changes() == ["file src/a.py changed"])
  }

  @Test func `a link within it may lead to a file of the project, and not out of that`() throws {
    try write()
    try sandbox.write("shared\n", "elsewhere")
    try sandbox.link("src/link", to: "../elsewhere")
    #expect(try run().ran == 1)
    try sandbox.write("secret", "../plumb-outside-\(sandbox.root.suffix(8))")
    defer { FileSystem.remove(FileSystem.parent(sandbox.root) + "/plumb-outside-\(sandbox.root.suffix(8))") }
    try sandbox.link("src/out", to: "../../plumb-outside-\(sandbox.root.suffix(8))")
    let message = try run().failures.first?.failure.description
    #expect(
      message
        == "the source `src/out` leaves the project; use a relative path without `..` or links to outside")
  }

  @Test func `other kinds read files alone`() throws {
    try write()
    #expect(try sandbox.engine.sources(["src/a.py", "none"]).last == .missing)
    let files = try ProjectFiles(statePath: sandbox.root + "/state", roots: [sandbox.root])
    #expect(files.locate("src") == .failure(.notAFile("src")))
  }
}
