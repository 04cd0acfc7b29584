import Documents
import Foundation
import Pipeline
import Testing
import VerbsTestSupport

@testable import Papers

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
      "holds texts in the column `dimension`"
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

/// What stages say that they need, beside what the arrays of their sizes take.
@Suite struct NeedsTests {
  private func memory<Kind: Stage>(_ kind: Kind.Type, _ members: String) throws -> Int {
    let (stage, problems) = try StageBench.read(kind, members)
    #expect(problems.isEmpty, "\(problems)")
    return stage.needs.memory
  }

  private static let start = #""width": 1000, "scale": 1, "seed": 1"#
  private static let rule = #""tolerance": 1e-9, "hold": 1, "steps": 100"#
  private static let problem = #""dimension": 5, "tests": 10000, "noise": 0, "target": [1]"#

  @Test func `samples need their points`() throws {
    #expect(try memory(SampleSphere.self, #""n": 10000000, "dimension": 100, "seed": 1"#) > 8 * 1_000_000_000)
    #expect(try memory(RandomLabelsStage.self, #""n": 1000000, "dimension": 1000, "seed": 1"#) > 8 * 1_000_000_000)
    let features = #""dimension": 4096, "widths": [8], "n": 1000000, "tests": 1, "jitter": 0, "seed": 1"#
    #expect(try memory(FeatureWidthsStage.self, features) > 8 * 4_096_000_000)
    let powers = #""dimension": 1000, "power": 1, "directions": [1], "pieces": 1, "tests": 100000, "seed": 1"#
    #expect(try memory(EvenPowerStage.self, powers) > 8 * 100_000_000)
  }

  @Test func `networks need their layers and their passes`() throws {
    let deep = #""dimension": 3, "width": 50000, "layers": 4, "start": "standard", "seed": 1"#
    #expect(try memory(TangentKernelStage.self, deep + #", "n": 10, "data-seed": 1"#) > 2 * 8 * 2_500_000_000)
    let dynamics = #", "n": 10, "tests": 1, "probes": 3, "step": 1, "checkpoints": [0], "data-seed": 1"#
    #expect(try memory(WidthDynamicsStage.self, deep + dynamics) > 2 * 8 * 2_500_000_000)
    let many = #""dimension": 3, "width": 1, "layers": 2, "start": "standard", "seed": 1"#
    let points = #", "n": 10000, "tests": 1, "probes": 3, "step": 1, "checkpoints": [0], "data-seed": 1"#
    #expect(try memory(WidthDynamicsStage.self, many + points) > 3 * 8 * 100_000_000)
    let trained =
      #", "n": 10000, "width": 1, "step": 1, "checkpoints": {"random": [1], "mirrored": [1]}, "trials": 1, "seed": 1"#
    #expect(try memory(TrainedErrorStage.self, Self.problem + trained) > 3 * 8 * 400_000_000)
  }

  @Test func `training needs points times neurons, and points squared`() throws {
    let grid = #""target": "pyramid", "side": 100, "half-width": 1, "step-sizes": [1], "jitter": 0, "#
    #expect(try memory(GridLadderStage.self, grid + Self.start + ", " + Self.rule) > 3 * 8 * 100_000_000)
    let line = """
      "n": 10000, "frequency": 1, "height": 1, "first": 1, "factor": 2, "fine-factor": 2, "fine-from": 1, "below": 4, "failures": 1, \
      "jitter": 0,\u{20}
      """
    #expect(try memory(LineLadderStage.self, line + Self.start + ", " + Self.rule) > 3 * 8 * 100_000_000)
    let deep = #""side": 100, "half-width": 1, "fractions": [1], "perturbation": 0, "steps": 1, "seed": 1"#
    #expect(try memory(DeepReturnStage.self, deep) > 3 * 8 * 100_000_000)
    let descent = #""points": "p", "targets": "t", "step": 1, "#
    let wide = Self.start.replacing("1000", with: "1000000")
    #expect(try memory(GradientDescentStage.self, descent + wide + ", " + Self.rule) > 8 * 100_000_000)
    #expect(try memory(ChainStage.self, #""trials": 1000000, "seed": 1"#) > 256 << 20 + 200_000_000)
  }

  @Test func `training needs what the matrices that it reads hold`() throws {
    let members = #""points": "p", "targets": "t", "step": 1, \#(Self.start), \#(Self.rule)"#
    let descent = try StageBench.read(GradientDescentStage.self, members).stage
    let escape = try StageBench.read(
      EscapeStage.self,
      #""points": "p", "targets": "t", "step": 1, "shake": 0, "precision": 1e-9, "fractions": [1], \#(Self.start), \#(Self.rule)"#
    ).stage
    for stage in [descent, escape] as [any Stage] {
      let few = stage.memory(reading: ["points": 8 * 100 * 10, "targets": 8 * 100])
      #expect(few < 300 << 20)
      // Ten thousand points make kernel matrices of 10^8 entries.
      #expect(stage.memory(reading: ["points": 8 * 10_000 * 10, "targets": 8 * 10_000]) > 64 * 100_000_000)
      #expect(stage.memory(reading: ["points": .max, "targets": .max]) > 1 << 61)
    }
    let long = #""points": "p", "targets": "t", "step": 1, "sampling": "independent", "batch": 1, "check": 1, "#
    let rule = Self.rule.replacing("100", with: "1000000000")
    #expect(try memory(GradientDescentStage.self, long + Self.start + ", " + rule) > 16 * 1_000_000_000)
  }

  /// Parameters that may be large and make a run longer, or are of something else than sizes.
  private static func isHarmless(_ kind: String, _ key: String) -> Bool {
    switch key {
    case "seed", "data-seed", "layers", "hold", "checkpoints", "first", "last": true
    default:
      [
        // How long or how often.
        "line-ladder.steps", "line-ladder.failures", "line-density.steps", "gradient-descent.steps",
        "deep-return.steps", "random-features.draws",
        "summarise.replicates",
        // The more, the fewer there are; and a batch is one of points that are there.
        "image-pair.pool", "gradient-descent.check", "gradient-descent.batch",
        // Rows of a table, and data that are read whole in any case.
        "spectrum.degrees", "end-constants.degree", "smoothness-threshold.from-degree", "classification.validation",
        "dataset.records", "dataset.images-bytes", "dataset.labels-bytes", "label-smoothness.part",
      ].contains("\(kind).\(key)")
    }
  }

  @Test func `a size at the end of its range asks for more memory than at the beginning`() throws {
    var found: Set<String> = []
    for node in try OwnPipeline.manifest(profile: "full").graph.nodes where node.section == "stages" {
      guard let type = PlumbCatalogue.standard.kinds[node.kind.name] else { continue }
      let fields = Fields.describing("")
      _ = type.init(fields)
      for field in fields.schema {
        guard let range = range(field.shape), range.upperBound >= 1000, !Self.isHarmless(node.kind.name, field.key)
        else { continue }
        func memory(_ value: Int) -> Int {
          var isList = false
          if case .list = field.shape { isList = true }
          let json: JSON = isList ? JSON(.array([JSON(.integer(value))])) : JSON(.integer(value))
          let members = (node.definition.members ?? []).filter { $0.key != field.key } + [.init(field.key, json)]
          return type.init(Fields(JSON(.object(members)), context: "")).needs.memory
        }
        if memory(range.upperBound) <= memory(range.lowerBound) { found.insert("\(node.kind.name).\(field.key)") }
      }
    }
    #expect(found.isEmpty)
  }

  private func range(_ shape: FieldDescription.Shape) -> ClosedRange<Int>? {
    switch shape {
    case .integer(let range): range
    case .list(let element): range(element)
    default: nil
    }
  }

  @Test func `grids and draws count`() throws {
    let rates = #", "rates": {"from": 1, "to": 2, "count": 3}, "level": 0.9"#
    let ridges = #", "n": 10, "trials": 2, "seed": 1, "ridges": {"from": 1, "to": 2, "count": 10000}"# + rates
    #expect(try memory(InitialisationTrialsStage.self, Self.problem + ridges) > 48 * 100_000_000 + 8 * 100_000_000)
    let draws = #""dimension": 2, "n": 10000, "draws": 10000, "seed": 1, "first": 1, "last": 2"#
    #expect(try memory(StartDecayStage.self, draws) > (64 + 8) * 100_000_000)
  }

  @Test func `the largest sizes do not overflow`() throws {
    let widest = #""dimension": 1000, "width": 1000000, "layers": 100, "start": "mirrored", "seed": 1"#
    #expect(try memory(TangentKernelStage.self, widest + #", "n": 5000, "data-seed": 1"#) > 1 << 40)
  }
}
