import Documents
import Foundation
import Pipeline
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

/// What the loader knows of the tables of the papers' kinds before anything runs.
@Suite struct DeclaredRowsTests {
  /// The faults of a manifest with the given stages, and its graph if there are none.
  private func load(_ stages: String) throws -> (graph: Graph?, faults: [String]) {
    do {
      return (try StageBench().graph("{\"format\": 2, \"stages\": {\(stages)}}", PlumbCatalogue.standard), [])
    } catch let problems as Problems { return (nil, problems.all.map(\.fault.description)) }
  }

  private static let other = """
    "other": {"kind": "table", "columns": {"dimension": ["three"], "degree": [1], "profile": ["p"], "rms": [1]}},
    "spectrum": {"kind": "spectrum", "kernel": "ntk", "layers": 3, "dimension": 4, "degrees": 60, "digits": 20},
    "sphere": {"kind": "sample-sphere", "n": 5, "dimension": 4, "seed": 1},
    """

  @Test(arguments: [
    (#""kind": "decay-fit", "data": "other", "group": ["degree"]"#, "data", "holds texts in the column `dimension`"),
    (
      #""kind": "end-constants", "data": "other", "group": ["degree"], "degree": 10"#, "data",
      "has no column `mu`, which is needed"
    ),
    (
      #""kind": "eigenvalue-clusters", "eigenvalues": "sphere", "spectrum": "other", "degrees": 2"#, "spectrum",
      "has no column `kernel`, which is needed"
    ),
    (
      #""kind": "smoothness-threshold", "ntk": "spectrum", "rf": "other", "from-degree": 5"#, "rf",
      "holds texts in the column `dimension`"
    ),
    (
      #""kind": "error-equivalent", "ntk": "other", "rf": "spectrum", "n": [10], "noise": 0, "target": [1]"#, "ntk",
      "holds texts in the column `dimension`"
    ),
  ])
  func `a table that is no spectrum is refused before anything runs`(stage: String, key: String, fact: String) throws {
    let faults = try load(Self.other + "\"reader\": {\(stage)}").faults
    #expect(faults.count == 1, "\(faults)")
    let fault = try #require(faults.first)
    #expect(fault.hasPrefix("the table `\(key)` of stage `reader` \(fact)"))
    #expect(fault.hasSuffix("; give tables of stages of kind spectrum"))
  }

  @Test func `widths are asked of fitted errors alone, and of a column that they have`() throws {
    let wrong = #""w": {"kind": "width-needed", "data": "other", "column": "rms", "errors": [0.1]}"#
    let faults = try load(Self.other + wrong).faults
    #expect(faults.count == 1 && faults.allSatisfy { $0.hasSuffix("give tables of stages of kind feature-widths") })
    let errors = """
      "e": {"kind": "feature-widths", "dimension": 2, "widths": [4, 8], "n": 60, "tests": 20, "jitter": 0, "seed": 1},
      """
    let typo = #""w": {"kind": "width-needed", "data": "e", "column": "rsm", "errors": [0.1]}"#
    #expect(try load(errors + typo).faults.map { $0.contains("did you mean `rms`?") } == [true])
    // Left out, the column is the one that the table is about.
    let graph = try load(errors + typo.replacing(#""column": "rsm", "#, with: "")).graph
    let stage = graph?.nodes.compactMap { $0.stage as? WidthNeededStage }.first
    #expect(stage?.column == "rms")
  }

  @Test func `a range beyond the degrees of a spectrum is refused before anything runs`() throws {
    let fit = #""fit": {"kind": "decay-fit", "data": "spectrum", "group": ["kernel"], "between": {"degree": [50, 61]}}"#
    let faults = try load(Self.other + fit).faults
    #expect(faults.count == 1 && faults.allSatisfy { $0.contains("`between` asks for degree 61, the largest is 60") })
    #expect(try load(Self.other + fit.replacing("61", with: "60")).faults.isEmpty)
  }

  @Test func `a rate that is kept is what theory says of the exponent`() throws {
    let fit = #""fit": {"kind": "decay-fit", "data": "spectrum", "group": ["kernel", "parity"], "keep": ["rate"]}"#
    let node = try load(Self.other + fit).graph?.nodes.first { $0.entry == "fit" }
    let columns = try #require(node?.columns["fits"])
    #expect(columns.map(\.name) == ["kernel", "parity", "rate", "exponent", "low", "high", "points"])
    #expect(columns.first { $0.roles.contains(.theory(of: "exponent")) }?.name == "rate")
    #expect(columns.first { $0.roles.contains(.estimate) }?.name == "exponent")
  }

  @Test func `every table of the project's own pipeline has known columns in both profiles`() throws {
    for profile in ["quick", "full"] {
      let graph = try OwnPipeline.manifest(profile: profile).graph
      // What a figure draws is a table of its own, which nothing reads by name.
      let unknown = graph.nodes.filter { $0.section == "stages" }.flatMap { node in
        node.stage.outputs.filter { $0.type == Table.typeName && node.columns[$0.name] == nil }
          .map { "\(node.id).\($0.name)" }
      }
      #expect(unknown.isEmpty)
    }
  }
}
