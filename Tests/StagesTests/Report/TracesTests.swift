import Documents
import Foundation
import Pipeline
import Reporting
import Testing

@testable import Stages

/// From every number of a page back to the table of the stage that the page names.
@Suite struct TracesTests {
  static let manifest = #"""
    {
      "stages": {
        "spectra": {"kind": "spectrum", "kernel": "ntk", "degrees": 40, "digits": 30,
          "sweep": {"dimension": [3, 4], "layers": [2, 3]}},
        "fits": {"kind": "decay-fit", "data": "spectra", "group": ["dimension", "layers", "parity"], "keep": ["rate"],
          "where": {"vanishes": 0}, "between": {"degree": [10, 40]}, "corrections": [2]}
      },
      "figures": {
        "exponents": {"size": "single", "panels": [
          {"x": {"label": "$L$", "scale": "linear"}, "y": {"label": "exponent", "scale": "linear"}, "data": ["fits"],
           "marks": [{"line": {"x": "layers", "y": "exponent"}}]}]}
      },
      "claims": {
        "A1": {"title": "Decay", "statement": "s", "source": "t", "theory": "u", "method": "m",
          "figures": [{"figure": "exponents", "caption": "c"}],
          "checks": [
            {"name": "Exponent", "data": "fits", "labels": ["dimension as d", "layers as L", "parity"],
             "value": "exponent", "low": "low", "high": "high", "theory": "rate", "relation": "within", "tolerance": 0.2},
            {"name": "Eigenvalue", "data": "spectra[dimension=3]", "where": {"degree": [2, 4]},
             "labels": ["layers as L", "degree as k"], "value": "value", "relation": "above", "bound": 0}
          ]}
      },
      "papers": {
        "paper": {"title": "T", "authors": "A", "year": 2021, "venue": "V", "link": "https://example.org",
          "introduction": "i", "claims": ["A1"]}
      },
      "reports": {"report": {"title": "R", "introduction": "i", "papers": ["paper"]}}
    }
    """#

  @Test func `every number of a page stands in the table of the stage that it links to`() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    let graph = try Manifest.load(
      main: SourceText(name: "pipeline.json", bytes: Array(Self.manifest.utf8)), root: root,
      catalogue: PlumbCatalogue.standard
    ).graph
    let path = root.path(percentEncoded: false)
    let engine = Engine(Project(root: path, cache: path + "/.plumb"))
    let summary = try engine.run(
      graph, options: RunOptions(jobs: 2, memory: 1 << 30), executor: InProcessExecutor())
    #expect(summary.failures.isEmpty)
    let page = try String(contentsOf: root.appending(path: "reports/paper.md"), encoding: .utf8)
    let numbers = PageNumbers(page)
    // Two layers have even degrees only, three have both parities, in two dimensions; then two degrees at two depths.
    #expect(numbers.rows.count == 2 * (1 + 2) + 2 * 2)
    for row in numbers.rows {
      let stage = try #require(numbers.stages[row.anchor], "\(row.anchor) leads nowhere")
      #expect(try Self.holds(stage, row, engine, graph), "\(row) is not in a table of \(stage)")
    }
  }

  /// Whether some row of the stage's tables has the labels and prints as the number.
  private static func holds(_ stage: String, _ row: PageNumbers.Row, _ engine: Engine, _ graph: Graph) throws -> Bool {
    let columns = ["d": "dimension", "L": "layers", "parity": "parity", "k": "degree"]
    let (records, files) = (try engine.records(profile: graph.profile), try engine.files())
    for node in graph.nodes where node.entry == stage {
      for output in records[node.id]?.outputs ?? [] {
        guard let file = try files[output.digest],
          let table = try? Table(csv: Data(contentsOf: URL(filePath: file)), name: stage)
        else { continue }
        let axes = Dictionary(uniqueKeysWithValues: node.axes.map { ($0.axis, $0.text) })
        for index in 0..<table.rowCount {
          let isLabelled = row.labels.allSatisfy { symbol, text in
            let name = columns[symbol] ?? symbol
            return axes[name] == text || (try? table.texts(name))?[index] == text
          }
          if isLabelled, try prints(table, index) == row.measured { return true }
        }
      }
    }
    return false
  }

  private static func prints(_ table: Table, _ row: Int) throws -> String {
    if let value = (try? table.numbers("exponent"))?[row] {
      let estimate = Estimate(value: value, low: try table.numbers("low")[row], high: try table.numbers("high")[row])
      return NumberText.text(estimate, hasInterval: true)
    }
    return NumberText.text(try table.numbers("value")[row], digits: 5)
  }
}

/// The numbers of a page with the stages that it names for them.
struct PageNumbers {
  /// One printed number.
  struct Row {
    let anchor: String
    let labels: [(String, String)]
    let measured: String
  }

  private(set) var rows: [Row] = []
  /// Stages by the anchors of their rows.
  private(set) var stages: [String: String] = [:]

  init(_ page: String) {
    var anchor: String?
    var header: [String] = []
    for line in page.split(separator: "\n") {
      if line.hasPrefix("**"), let start = line.range(of: "](#") {
        anchor = String(line[start.upperBound...].prefix { $0 != ")" })
        header = []
      } else if let id = line.firstMatch(of: /<a id="(stage-[^"]+)"><\/a>`([^`]+)`/) {
        stages[String(id.1)] = String(id.2)
      } else if line.hasPrefix("| "), let anchor {
        let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        if let place = header.firstIndex(of: "measured"), !cells[0].hasPrefix("---") {
          rows.append(Row(anchor: anchor, labels: Array(zip(header, cells).prefix(place)), measured: cells[place]))
        } else if header.isEmpty {
          header = cells
        }
      } else if line.hasPrefix("<details><summary>Rebuild") {
        anchor = nil
      }
    }
  }
}
