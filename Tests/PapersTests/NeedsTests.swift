import Documents
import Pipeline
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

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
    let dynamics = #", "n": 10, "probes": 3, "step": 1, "checkpoints": [0], "data-seed": 1"#
    #expect(try memory(WidthDynamicsStage.self, deep + dynamics) > 2 * 8 * 2_500_000_000)
    let many = #""dimension": 3, "width": 1, "layers": 2, "start": "standard", "seed": 1"#
    let points = #", "n": 10000, "probes": 3, "step": 1, "checkpoints": [0], "data-seed": 1"#
    #expect(try memory(WidthDynamicsStage.self, many + points) > 3 * 8 * 100_000_000)
    let trained = #", "n": 10000, "width": 1, "step": 1, "checkpoints": [1], "seed": 1"#
    #expect(try memory(TrainedErrorStage.self, Self.problem + trained) > 3 * 8 * 400_000_000)
  }

  @Test func `training needs points times neurons, and points squared`() throws {
    let grid = #""target": "pyramid", "side": 100, "half-width": 1, "step-sizes": [1], "jitter": 0, "#
    #expect(try memory(GridLadderStage.self, grid + Self.start + ", " + Self.rule) > 3 * 8 * 100_000_000)
    let line = #""n": 10000, "first": 1, "factor": 2, "below": 4, "jitter": 0, "#
    #expect(try memory(LineLadderStage.self, line + Self.start + ", " + Self.rule) > 3 * 8 * 100_000_000)
    let deep = #""side": 100, "half-width": 1, "fractions": [1], "perturbation": 0, "steps": 1, "seed": 1"#
    #expect(try memory(DeepReturnStage.self, deep) > 3 * 8 * 100_000_000)
    let descent = #""points": "p", "targets": "t", "step": 1, "#
    let wide = Self.start.replacing("1000", with: "1000000")
    #expect(try memory(GradientDescentStage.self, descent + wide + ", " + Self.rule) > 8 * 100_000_000)
    #expect(try memory(ChainStage.self, #""trials": 1000000, "seed": 1"#) > 256 << 20 + 200_000_000)
  }

  @Test func `grids and draws count`() throws {
    let ridges = #", "n": 10, "trials": 1, "seed": 1, "ridges": {"from": 1, "to": 2, "count": 10000}"#
    #expect(try memory(InitialisationTrialsStage.self, Self.problem + ridges) > 48 * 100_000_000 + 8 * 100_000_000)
    let draws = #""dimension": 2, "n": 10000, "draws": 10000, "seed": 1, "first": 1, "last": 2"#
    #expect(try memory(StartDecayStage.self, draws) > (64 + 8) * 100_000_000)
  }

  @Test func `the largest sizes do not overflow`() throws {
    let widest = #""dimension": 1000, "width": 1000000, "layers": 100, "start": "mirrored", "seed": 1"#
    #expect(try memory(TangentKernelStage.self, widest + #", "n": 5000, "data-seed": 1"#) > 1 << 40)
  }
}
