import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct SettlementsTests {
  private let sandbox = Sandbox()

  private func graph(_ add: Int) -> TestGraph {
    TestGraph().adding("points", "number", ["value": 77])
      .adding("gram", "sum", ["terms": "points", "add": 1000], isTransient: true)
      .adding("square", "sum", ["terms": "gram", "add": 1], isTransient: true)
      .adding("first", "sum", ["terms": "square", "add": 2])
      .adding("second", "sum", ["terms": ["square", "points"], "add": JSON(.integer(add))])
  }

  private func objectCount() throws -> Int { try sandbox.objects.all().count }

  @Test func `transient results are dropped, and made again only for those who need them`() throws {
    #expect(try sandbox.run(graph(3)).ran == 5 && objectCount() == 3)
    #expect(try sandbox.run(graph(3)).ran == 0)
    let changed = try sandbox.run(graph(4))
    // `second`, and for it `square` and `gram` once more.
    #expect(changed.ran == 3 && changed.cached == 2 && changed.succeeded)
    #expect(try objectCount() == 4)
  }

  @Test func `a transient result that is asked for by name is kept`() throws {
    try sandbox.run(graph(3))
    let summary = try sandbox.run(graph(3), targets: ["gram"])
    #expect(summary.ran == 1)
    #expect(try objectCount() == 4 && sandbox.run(graph(3), targets: ["gram"]).ran == 0)
  }

  @Test func `dropping a transient result spares an equal result that is kept`() throws {
    let graph = TestGraph().adding("gram", "number", ["value": 5], isTransient: true)
      .adding("reader", "sum", ["terms": "gram", "add": 1])
      .adding("slow", "sum", ["terms": "reader", "add": 100])
      .adding("equal", "sum", ["terms": "slow", "add": 99, "modulus": 200])
    #expect(try sandbox.run(graph).ran == 4 && sandbox.run(graph).ran == 0)
    #expect(try sandbox.run(graph).ran == 0)
  }

  @Test func `of two equal transient results one is not dropped under the readers of the other`() throws {
    let graph = TestGraph().adding("first", "number", ["value": 5], isTransient: true)
      .adding("second", "sum", ["add": 5], isTransient: true)
      .adding("quick", "sum", ["terms": ["first", "second"], "add": 1])
      .adding("next", "sum", ["terms": "quick", "add": 2])
      .adding("late", "sum", ["terms": ["second", "next"], "add": 3])
    var started: [String] = []
    let summary = try sandbox.run(graph, jobs: 1) { if case .started(let id, _) = $0 { started.append(id) } }
    #expect(summary.ran == 5 && started.sorted() == ["first", "late", "next", "quick", "second"])
    // 11, 13 and 21; the transient 5 is gone.
    #expect(try objectCount() == 3 && sandbox.run(graph).ran == 0)
  }

  @Test func `a transient result stays while a reader of it failed`() throws {
    let graph = TestGraph().adding("gram", "number", ["value": 5], isTransient: true)
      .adding("good", "sum", ["terms": "gram", "add": 1]).adding("missing", "size", ["file": "nowhere"])
      .adding("waits", "sum", ["terms": ["gram", "missing"]])
    try sandbox.run(graph)
    #expect(try objectCount() == 2)
  }
}

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

  private let sandbox = Sandbox()

  private func run(_ stages: String) throws -> (summary: RunSummary, ran: [String], graph: Graph) {
    let manifest = try Manifest.load(
      main: SourceText(name: "p.json", bytes: Array("{\"stages\": {\(stages)}}".utf8)),
      root: URL(filePath: sandbox.root), catalogue: Catalogue([Program.self, Keeper.self]))
    var ran: [String] = []
    let summary = try sandbox.run(manifest.graph) { if case .started(let id, _) = $0 { ran.append(id) } }
    return (summary, ran, manifest.graph)
  }

  private static let made =
    #""made": {"kind": "program", "csv": "n,name\n1,a\n"}, "kept": {"kind": "keeper", "data": "made"}"#

  @Test func `a name that the header does not have fails its stage before anything below starts`() throws {
    let (summary, ran, graph) = try run(
      Self.made + ",\n" + #""last": {"kind": "keeper", "data": "kept", "value": "m"}"#)
    let sentence =
      "stage `last` names the column `m`, which its table does not have; did you mean `n`? its columns: n, name"
    #expect(summary.failures.map { "\($0.id): \($0.failure)" } == ["last: p.json:2:53: \(sentence)"])
    #expect(ran == ["made", "kept"])
    // The next look, which runs nothing, says the same.
    let statuses = try sandbox.engine.status(graph)
    #expect(statuses[0] == .upToDate && statuses[2] != .upToDate && "\(statuses[2])".contains("names the column `m`"))
  }

  @Test func `a column of texts is refused, one of numbers is read`() throws {
    let (summary, _, _) = try run(
      Self.made + #", "good": {"kind": "keeper", "data": "kept", "value": "n"}"#
        + #", "bad": {"kind": "keeper", "data": ["made", "kept"], "value": "name"}"#)
    #expect(summary.failures.map(\.id) == ["bad"])
    #expect(
      "\(summary.failures[0].failure)".hasSuffix(
        "stage `bad` needs numbers, and record 2 of table.csv of made has `a` in the column `name`, which is no number; "
          + "correct what made it, or leave a cell empty where its number is missing"))
  }
}
