import Documents
import Foundation
import Pipeline
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Reporting
@testable import Verbs

/// Where the verdicts of this project's own claims turn.
@Suite struct PressureTests {
  /// The tables that the checks of a claim are judged on, from the cache; nil where one is not there.
  private static func tables(
    _ node: Node, _ graph: Graph, _ records: [String: Record], _ files: ResultFiles
  ) throws -> Workspace? {
    var slots: [Slot<URL?>] = []
    for input in node.inputs where input.path.hasPrefix("checks[") {
      let items = try input.items.map { item -> Workspace.InputFile in
        guard case .node(let above, let output) = item.content,
          let made = records[graph.nodes[above].id]?.outputs.first(where: { $0.name == output }),
          let file = try files[made.digest]
        else { return Workspace.InputFile(labels: item.labels, content: nil) }
        return Workspace.InputFile(labels: item.labels, content: URL(filePath: file))
      }
      if !input.path.hasSuffix(".parts"), items.contains(where: { $0.content == nil }) { return nil }
      slots.append(Slot(path: input.path, items: items))
    }
    return Workspace(directory: URL(filePath: "/"), inputs: slots)
  }

  /// The definition of a check with another threshold.
  private static func changed(_ check: JSON, _ kind: Thresholds.Kind, _ value: Double) -> JSON {
    let others = (check.members ?? []).filter { $0.key != kind.rawValue }
    return JSON(.object(others + [JSON.Member(kind.rawValue, JSON(.number(value)))]))
  }

  /// Why the checks cannot be judged again; nil when they can.
  private static let obstacle: String? = {
    guard let graph = try? OwnPipeline.manifest().graph, let files = try? OwnPipeline.engine().files(),
      let records = try? OwnPipeline.engine().records(graph.edition)
    else { return "the pipeline or its cache cannot be read" }
    let missing = graph.nodes.filter { $0.section == "claims" }.first {
      (try? tables($0, graph, records, files)) ?? nil == nil
    }
    return missing.map { "the cache does not hold what \($0.id) is judged on; `./plumb run` makes it" }
  }()

  @Test(.enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
  func `the verdict on every check of the four papers turns at its stated flip`() throws {
    let graph = try OwnPipeline.manifest().graph
    let engine = OwnPipeline.engine()
    let (files, records) = (try engine.files(), try engine.records(graph.edition))
    var (turned, claims) = (0, 0)
    for node in graph.nodes where node.section == "claims" {
      guard let stage = node.stage as? ClaimStage, stage.claim.preview == nil,
        let workspace = try Self.tables(node, graph, records, files)
      else { continue }
      claims += 1
      let definitions = node.definition["checks"]?.elements ?? []
      for (index, check) in stage.claim.checks.enumerated() {
        let table = try workspace.stackedTable(at: check.data)
        let flip = try #require(try check.judge(table).flip, "\(node.id) \(check.id)")
        for turn in flip.turns where turn.threshold != .step {
          func verdict(_ value: Double) throws -> Verdict {
            let fields = Fields(Self.changed(definitions[index], turn.threshold, value), context: "check")
            let moved = Check(fields)
            #expect(fields.problems.isEmpty, "\(fields.problems)")
            return try moved.judge(table).verdict
          }
          let place = "\(node.id), \(check.id): \(turn)"
          let step = max(1e-6 * abs(turn.at), .leastNormalMagnitude)
          let isTolerance = turn.threshold != .bound
          let sides = [max(turn.at - step, isTolerance ? 0 : -.infinity), turn.at + step]
          let found = try sides.map(verdict)
          #expect(found[0] != found[1], "\(place)")
          // Where no other turn is as near, the verdicts are those that are stated.
          let others = flip.turns.filter { $0.threshold == turn.threshold && $0 != turn }
          if others.allSatisfy({ abs($0.at - turn.at) > 2 * step }) {
            #expect(found == [turn.below, turn.above], "\(place)")
          }
          #expect(try verdict(turn.at) == turn.above, "\(place)")
          turned += 1
        }
        // The check's own verdict is the one that the turns give at its own threshold.
        for kind in flip.thresholds {
          let own = flip.turns.filter { $0.threshold == kind }
          guard let ours = own.first?.ours else { continue }
          let said = own.last { $0.at <= ours }?.above ?? own[0].below
          #expect(try check.judge(table).verdict == said, "\(node.id), \(check.id)")
        }
      }
    }
    #expect(claims >= 35 && turned > claims, "\(turned) turns of \(claims) claims")
  }

  private static let manifest = #"""
    {
      "format": 2,
      "stages": {
        "points": {"kind": "table", "columns": {"seed": [1, 2, 3, 4], "n": [1, 2, 4, 8], "error": [4, 3, 2, 1.5]}},
        "mean": {"kind": "summarise", "data": "points", "of": ["error"], "by": ["mean"], "level": 0.95},
        "other": {"kind": "compare", "data": "points", "column": "error", "match": ["n"], "with": {"data": "points", "column": "error"}},
        "copy": {"kind": "table", "columns": {"mean": [1, 2]}},
        "program": {"kind": "command", "arguments": ["true"], "inputs": [{"name": "in.csv", "from": "mean"}],
          "outputs": ["out.csv"]}
      },
      "claims": {
        "A1": {"title": "t", "statement": "s", "source": "x", "theory": "u", "method": "m", "checks": [
          {"id": "mean", "name": "mean", "data": "mean", "relation": "above", "bound": 1},
          {"id": "ratio", "name": "ratio", "data": "other", "value": "ratio", "relation": "above", "bound": 0.5},
          {"id": "both", "name": "both", "data": ["mean", "copy"], "value": "mean", "exact": true, "relation": "above",
           "bound": 0}
        ]}
      }
    }
    """#

  @Test func `a claim reads the parts of what has some, and nothing else does`() throws {
    let graph = try StageBench().graph(Self.manifest, PlumbCatalogue.standard)
    let claim = try #require(graph.nodes.first { $0.id == "A1" })
    let inputs = claim.inputs.map { "\($0.path): \($0.items.count)" }
    #expect(
      inputs == [
        "checks[0].data: 1", "checks[0].data.parts: 1", "checks[1].data: 1", "checks[1].data.parts: 1",
        "checks[2].data: 2",
        "checks[2].data.parts: 1",
      ])
    // A program that names the stage alone gets its table, as before there were parts.
    let program = try #require(graph.nodes.first { $0.id == "program" })
    guard case .node(_, let output) = program.inputs[0].items[0].content else { return #expect(Bool(false)) }
    #expect(output == "summary")
  }
}
