import Documents
import Foundation
import Testing

@testable import Pipeline

/// Columns that only a run tells are checked as soon as they are known.
@Suite struct LateColumnsTests {
  /// A table whose header the manifest's reader does not know.
  private struct Program: Stage {
    static let kind = StageKind("program", revision: 1, summary: "a table")
    let csv: String
    let table = Output<Table>("table")

    init(_ fields: Fields) { csv = fields.string("csv", "its lines") }
    var outputs: [OutputDeclaration] { [table.declaration] }
    func run(_ workspace: Workspace) throws {
      try Data(csv.utf8).write(to: workspace.directory.appending(path: "table.csv"))
    }
  }

  /// A stage that keeps the columns of its table.
  private struct Keeper: Stage {
    static let kind = StageKind("keeper", revision: 1, summary: "keeps a table")
    let data: Inputs<Table>
    let table = Output<Table>("table")

    init(_ fields: Fields) {
      data = fields.inputs("data", Table.self, "the table")
      fields.tables = [data.path]
      _ = fields.optionalColumn("value", "a column of numbers", numbers: true)
    }
    var outputs: [OutputDeclaration] { [table.declaration] }
    func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? { inputs[data] }
    func run(_ workspace: Workspace) throws { try workspace.write(try workspace.readStacked(data), to: table) }
  }

  private func run(_ sandbox: Sandbox, _ stages: String) throws -> (summary: RunSummary, ran: [String], graph: Graph) {
    let manifest = try Manifest.load(
      main: SourceText(name: "p.json", bytes: Array("{\"stages\": {\(stages)}}".utf8)),
      root: URL(filePath: sandbox.root),
      catalogue: Catalogue([Program.self, Keeper.self]))
    var ran: [String] = []
    let summary = try sandbox.engine.run(
      manifest.graph, options: RunOptions(jobs: 1, memory: 1 << 30), executor: InProcessExecutor()
    ) { event in
      if case .started(let id, _) = event { ran.append(id) }
    }
    return (summary, ran, manifest.graph)
  }

  private static let made =
    #""made": {"kind": "program", "csv": "n,name\n1,a\n"}, "kept": {"kind": "keeper", "data": "made"}"#

  @Test func `a name that the header does not have fails its stage before anything below starts`() throws {
    let sandbox = try Sandbox()
    let (summary, ran, graph) = try run(
      sandbox, Self.made + ",\n" + #""last": {"kind": "keeper", "data": "kept", "value": "m"}"#)
    #expect(summary.failures.map(\.id) == ["last"])
    #expect(
      summary.failures.map { "\($0.failure)" } == [
        "p.json:2:53: stage `last` names the column `m`, which its table does not have; did you mean `n`? its columns: "
          + "n, name"
      ])
    #expect(ran == ["made", "kept"])
    // The next look, which runs nothing, says the same.
    let statuses = try sandbox.engine.status(graph)
    #expect(statuses[0] == .upToDate && statuses[2] != .upToDate && "\(statuses[2])".contains("names the column `m`"))
  }

  @Test func `a column of texts is refused, one of numbers is read`() throws {
    let sandbox = try Sandbox()
    let (summary, _, _) = try run(
      sandbox,
      Self.made + #", "good": {"kind": "keeper", "data": "kept", "value": "n"}"#
        + #", "bad": {"kind": "keeper", "data": ["made", "kept"], "value": "name"}"#)
    #expect(summary.failures.map(\.id) == ["bad"])
    #expect("\(summary.failures[0].failure)".hasSuffix("the column `name` holds texts; name a column of numbers"))
  }
}
