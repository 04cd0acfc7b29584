import Documents
import KernelRegression
import Networks
import Pipeline

/// Finite networks trained to their best stopping time, from a standard and from a mirrored start on the same data.
struct TrainedErrorStage: Stage {
  static let kind = StageKind(
    "trained-error", revision: 4,
    summary:
      "errors of trained finite networks at their best stopping time, standard and mirrored start on the same data",
    example: #"""
      {
        "dimension": 2,
        "n": 20,
        "tests": 50,
        "noise": 0.3,
        "target": [0, 0.5, 0.5],
        "width": 50,
        "step": 0.5,
        "checkpoints": {"random": [0, 10, 100], "mirrored": [0, 10, 20]},
        "trials": 2,
        "seed": 1
      }
      """#)

  let problem: SphereProblem
  let width: Int
  let step: Double
  let checkpoints: [TangentStart: [Int]]
  let trials, seed: Int
  let table = Output("errors", row: Self.row)

  init(_ fields: Fields) {
    problem = SphereProblem(fields)
    width = fields.integer("width", in: 1...100_000, "m, neurons of the hidden layer")
    step = fields.number("step", in: 1e-9...1e6, "the step size of gradient descent")
    let lists = fields.object("checkpoints", "numbers of steps among which the best is chosen, for each start")
    checkpoints = [
      .standard: lists.integers("random", in: 0...10_000_000, "those of networks from a random start"),
      .mirrored: lists.integers("mirrored", in: 0...10_000_000, "those of networks from a mirrored start"),
    ]
    trials = fields.integer("trials", in: 1...10_000, "independent data sets and networks")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of the first trial; the others follow it")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    let points = problem.count + problem.tests
    let longest = checkpoints.values.map(\.count).max() ?? 0
    return Resources(
      memory: 256 << 20 + 128 * width * points + 48 * points * points + 16 * longest * (points + 2 * trials))
  }

  /// Steps of n points through m neurons, and the test points at every checkpoint; a mirrored network is two.
  func work(reading shapes: [String: Shape]) -> Work? {
    let passes = checkpoints.reduce(0) { sum, item in
      let points = Double(problem.count) * Double(item.value.max() ?? 0) + Double(problem.tests * item.value.count)
      return sum + points * (item.key == .mirrored ? 2 : 1)
    }
    return Work(passes * Double(trials) * Double(width) * Double(problem.dimension + 16), rate: 1.65e10)
  }

  /// The error from one start.
  private struct Result {
    let stage: TrainedErrorStage
    let start: TangentStart
    let seed: Int
    let error, least: Double
    let steps: Double?

    /// What the kernel regressions call the start.
    var name: String { start == .standard ? "random" : "mirrored" }
  }

  private static let row = Row<Result>(
    .integer("dimension", "$d$ of the inputs", \.stage.problem.dimension),
    .integer("n", "training points", \.stage.problem.count),
    .integer("width", "$m$, neurons of the hidden layer", \.stage.width),
    .integer("seed", "seed of data and parameters", \.seed),
    .text("start", "mirrored or random", \.name),
    .number(
      "error", "test error after the number of steps that is best for the mean over all trials", roles: [.estimate],
      \.error),
    .number("steps", "that number of steps; missing if it is the last checkpoint", \.steps),
    .number("least", "least test error of this network at any checkpoint", \.least))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.stage.problem.dimension: [Double(problem.dimension)], \.stage.problem.count: [Double(problem.count)],
      \.stage.width: [Double(width)], \.seed: [Double(seed), Double(seed + trials - 1)],
      \.steps: TangentStart.allCases.flatMap { checkpoints[$0] ?? [] }.map(Double.init),
    ])
  }

  func run(_ workspace: Workspace) throws {
    var curves: [TangentStart: [ErrorCurve]] = [:]
    for trial in 0..<trials {
      let data = try problem.draw(seed: UInt64(seed + trial))
      for start in TangentStart.allCases {
        let network = try TangentNetwork(
          dimension: problem.dimension + 1, width: width, start: start, seed: UInt64(seed + trial))
        let steps = checkpoints[start] ?? []
        let history = try network.trained(
          points: data.training, targets: data.targets, step: step, checkpoints: steps, probes: data.testing)
        curves[start, default: []].append(
          try ErrorCurve(
            grid: steps.map(Double.init), predictions: history.probeValues, truth: data.truth,
            startsDomain: steps.first == 0))
      }
    }
    let rows = try TangentStart.allCases.flatMap { start in
      let all = curves[start] ?? []
      let common = try CommonBest(all)
      return all.enumerated().map { index, curve in
        Result(
          stage: self, start: start, seed: seed + index, error: curve.errors[common.place], least: curve.bestError,
          steps: common.parameter)
      }
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
