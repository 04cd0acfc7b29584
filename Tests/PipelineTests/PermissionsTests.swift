import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct PermissionsTests {
  private let sandbox = Sandbox()
  private let home = Sandbox()

  private func graph(_ arguments: String = #"["sh", "s.sh", "{seed}"]"#, seeds: String = "[1]") throws -> Graph {
    let text = """
      {"stages": {"simulate": {"kind": "command", "arguments": \(arguments), "outputs": ["o.csv"],
        "sources": [{"name": "s.sh", "file": "s.sh"}], "sweep": {"seed": \(seeds)}}}}
      """
    return try Manifest.load(
      main: SourceText(name: "pipeline.json", bytes: Array(text.utf8)), root: URL(filePath: sandbox.root),
      catalogue: Catalogue([CommandStage.self])
    ).graph
  }

  private var permissions: Permissions {
    Permissions(of: sandbox.project, environment: ["XDG_DATA_HOME": home.root])
  }

  private func run(_ graph: Graph, allowAll: Bool = false) throws -> RunSummary {
    let options = RunOptions(jobs: 1, memory: 1 << 30, allowCommands: allowAll, allowed: permissions.allowed)
    return try sandbox.run(graph, options, workers: true)
  }

  @Test func `permission is asked only where a program would start`() throws {
    try sandbox.write("echo $1 > o.csv", "s.sh")
    let graph = try graph()
    #expect(throws: EngineError.commandsNotAllowed(["simulate"])) { try run(graph) }
    #expect(try run(graph, allowAll: true).ran == 1)
    #expect(try run(graph).cached == 1)
    try sandbox.write("echo 2 > o.csv", "s.sh")
    #expect(throws: EngineError.commandsNotAllowed(["simulate"])) { try run(graph) }
  }

  @Test func `what is allowed holds for other values and edited scripts, and not for another program`() throws {
    try sandbox.write("echo $1 > o.csv", "s.sh")
    try permissions.allow(graph().nodes)
    #expect(try run(graph()).ran == 1)
    #expect(try run(graph(seeds: "[1, 2, 3]")).ran == 2)
    try sandbox.write("echo more > o.csv", "s.sh")
    #expect(try run(graph()).ran == 1)
    let changed = try graph(#"["sh", "s.sh", "--fast", "{seed}"]"#)
    #expect(throws: EngineError.commandsNotAllowed(["simulate"])) { try run(changed) }
    try permissions.revoke()
    try sandbox.write("echo again > o.csv", "s.sh")
    #expect(throws: EngineError.commandsNotAllowed(["simulate"])) { try run(graph()) }
  }

  @Test func `it stands outside of the project and holds for its folder alone`() throws {
    try permissions.allow(graph().nodes)
    let here = try FileManager.default.subpathsOfDirectory(atPath: sandbox.root)
    #expect(!here.contains { $0.hasSuffix(".json") })
    #expect(permissions.allowed.count == 1)
    let elsewhere = Project(root: home.root, cache: home.root + "/.plumb")
    #expect(Permissions(of: elsewhere, environment: ["XDG_DATA_HOME": home.root]).allowed.isEmpty)
    // A relative folder would be one of whatever project is open.
    let relative = Permissions(of: sandbox.project, environment: ["XDG_DATA_HOME": "data", "HOME": home.root])
    try relative.allow(graph().nodes)
    #expect(FileManager.default.fileExists(atPath: home.root + "/.local/share/plumb/allowed"))
  }

  @Test func `what a stage starts is shown as its entry writes it`() throws {
    #expect(try graph().nodes[0].startedAs == "sh s.sh {seed}")
    let words = try graph(#"["a", "b c", ""], "interpreter": "py", "environment": {"X": "{seed}"}, "pass": ["T"]"#)
    #expect(words.nodes[0].startedAs == "X={seed} T=... py a 'b c' ''")
  }
}
