import Documents
import Foundation
import Pipeline
import Reporting
import Testing
import VerbsTestSupport

@testable import Papers

/// From every number of a page back to the table of the stage that the page names.
@Suite struct TracesTests {
  static let manifest = #"""
    {
      "format": 2,
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
            {"id": "exponent", "name": "exponent", "data": "fits", "labels": ["dimension as d", "layers as L", "parity"],
             "value": "exponent", "low": "low", "high": "high", "theory": "rate", "relation": "within", "tolerance": 0.2},
            {"id": "eigenvalue", "name": "eigenvalue", "data": "spectra[dimension=3]", "where": {"degree": [2, 4]},
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
    let bench = try StageBench()
    let graph = try bench.graph(Self.manifest, PlumbCatalogue.standard)
    let path = bench.folder.path(percentEncoded: false)
    let engine = Engine(Project(root: path, cache: path + "/.plumb"))
    let summary = try engine.run(
      graph, options: RunOptions(jobs: 2, memory: 1 << 30), executor: InProcessExecutor())
    #expect(summary.failures.isEmpty)
    let page = try String(contentsOf: bench.folder.appending(path: "reports/paper.md"), encoding: .utf8)
    let numbers = PageNumbers(page)
    // Two layers have even degrees only, three have both parities, in two dimensions; then two degrees at two depths.
    #expect(numbers.rows.count == 2 * (1 + 2) + 2 * 2 && numbers.summaries.keys.sorted() == ["A1"])
    let trace = try PageTrace(engine, graph)
    #expect(try trace.faults(numbers).isEmpty)
    for (old, new) in [("| 3 | 2 | even | ", "| 3 | 3 | even | "), ("#stage-a1-fits)", "#stage-a1-spectra)")] {
      let faults = try trace.faults(PageNumbers(page.replacing(old, with: new)))
      #expect(page.contains(old) && !faults.isEmpty)
    }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: OwnPipeline.root.appending(path: "reports/\(name).md"), encoding: .utf8)
  }

  /// Why the pages in `reports` cannot be walked to the tables of the cache; nil when they can.
  private static let obstacle: String? = {
    let engine = OwnPipeline.engine()
    guard let graph = try? OwnPipeline.manifest().graph, let statuses = try? engine.status(graph),
      let records = try? engine.records(graph.edition)
    else { return "the pipeline or its cache cannot be read" }
    // Pages say besides what the manifest alone does not: when criteria were fixed, and what results cost.
    for (node, status) in zip(graph.nodes, statuses) where node.section == "claims" && status != .upToDate {
      return "the cache does not hold \(node.id); `./plumb run` makes it"
    }
    for node in graph.nodes where node.section == "papers" {
      let page = (try? text(node.id)).map { Digest(of: $0).hex }
      guard page == records[node.id]?.output("page")?.digest.hex else {
        return "reports/\(node.id).md is not what the last run wrote"
      }
    }
    return nil
  }()

  @Test(.enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
  func `every number of the project's own pages stands in the table of the stage that it links to`() throws {
    let graph = try OwnPipeline.manifest().graph
    let trace = try PageTrace(OwnPipeline.engine(), graph)
    var summaries: [String: String] = [:]
    var count = 0
    for paper in graph.nodes where paper.section == "papers" {
      let page = PageNumbers(try Self.text(paper.id))
      let faults = try trace.faults(page)
      #expect(faults.isEmpty, "\(paper.id): \(faults.prefix(5))")
      summaries.merge(page.summaries) { first, _ in first }
      count += page.rows.count
    }
    #expect(count > 500)
    for report in graph.nodes where report.section == "reports" {
      #expect(PageNumbers(try Self.text(report.id)).summaries == summaries)
    }
  }

  private static func lock(_ graph: Graph) throws -> [String: LockFile.Result]? {
    let path = OwnPipeline.root.appending(path: "plumb.lock.json").path(percentEncoded: false)
    return try LockFile(path: path)?.profiles[graph.profile]
  }

  @Test func `every number of the committed pages stands in the committed lock, and links to a stage above its claim`()
    throws
  {
    let graph = try OwnPipeline.manifest().graph
    let lock = try #require(try Self.lock(graph))
    var count = 0
    var known: [String: Set<String>] = [:]
    for paper in graph.nodes where paper.section == "papers" {
      let text = try Self.text(paper.id)
      #expect(
        lock[paper.id]?.outputs["page"] == Digest(of: text).hex,
        "reports/\(paper.id).md is not the locked one; `./plumb lock` records it")
      let page = PageNumbers(text)
      count += page.rows.count
      #expect(!page.rows.isEmpty)
      for node in graph.nodes where node.section == "claims" && page.summaries[node.id] != nil {
        let verdict = try #require(lock[node.id]?.values["verdict"])
        let claim = try ClaimResult(encoded: Data(verdict.canonical.utf8))
        for check in claim.checks + (claim.values ?? []) {
          let shown = page.rows.count { $0.claim == node.id && $0.check == check.name }
          #expect(shown == check.rows.count, "\(node.id), \(check.name): numbers are left out")
        }
      }
      for row in page.rows {
        let verdict = try #require(lock[row.claim]?.values["verdict"])
        let claim = try ClaimResult(encoded: Data(verdict.canonical.utf8))
        let check = try #require((claim.checks + (claim.values ?? [])).first { $0.name == row.check })
        let isRecorded = check.rows.contains { recorded in
          recorded.labels.map { NumberText.label($0.value) } == row.labels.map(\.value)
            && PrintedEstimate(row.measured)?.prints(recorded.estimate, hasInterval: check.hasInterval) == true
        }
        #expect(isRecorded, "\(row) is not recorded")
        let above = try known[row.claim] ?? entries(above: row.claim, graph)
        known[row.claim] = above
        #expect(row.anchors.allSatisfy { page.stages[$0].map(above.contains) == true }, "\(row) leads nowhere")
      }
    }
    #expect(count > 500)
  }

  /// The entries of the manifest that a claim rests on.
  private func entries(above claim: String, _ graph: Graph) throws -> Set<String> {
    let node = try #require(graph.nodes.firstIndex { $0.id == claim })
    return Set(graph.closure(of: [node]).map { graph.nodes[$0].entry })
  }
}
