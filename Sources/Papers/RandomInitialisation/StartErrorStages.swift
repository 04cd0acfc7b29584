import Documents
import KernelRegression
import Networks
import Pipeline
import Statistics

/// Kernel regression with the one-hidden-layer NTK on random data, started at zero and at a draw of the network's process.
struct InitialisationTrialsStage: Stage {
  static let kind = StageKind(
    "initialisation-trials", revision: 2,
    summary: "errors of NTK regression from a mirrored and from a random start on the same data, at their best ridge",
    example: #"""
      {
        "dimension": 2,
        "n": 50,
        "tests": 50,
        "noise": 0.1,
        "target": [0, 0.5, 0.5],
        "trials": 2,
        "seed": 1,
        "ridges": {"from": 1e-8, "to": 1, "count": 9}
      }
      """#)

  let problem: SphereProblem
  let trials, seed: Int
  let ridges: GeometricGridFields
  let table = Output("trials", row: Self.trialRow)
  let curves = Output("curves", row: Self.curveRow)

  init(_ fields: Fields) {
    problem = SphereProblem(fields)
    trials = fields.integer("trials", in: 1...10_000, "independent data sets")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of the first trial; the others follow it")
    ridges = GeometricGridFields(fields, "ridges", "the ridge of K/n, besides which 0 is tried")
  }

  var outputs: [OutputDeclaration] { [table.declaration, curves.declaration] }
  var needs: Resources {
    let points = problem.count + problem.tests
    return Resources(memory: 256 << 20 + 48 * points * points + 16 * ridges.count * (points + trials))
  }

  /// The error of one data set at one ridge, nil where the best is the largest of the grid; without a seed, the mean over
  /// all data sets.
  private struct Trial {
    let problem: SphereProblem
    let start: Start
    let seed: Int
    let ridge: Double?
    let error: Double
  }

  private static let labels: [Row<Trial>.Cell] = [
    .integer("dimension", "$d$ of the inputs; kernels live on the sphere of $R^{d+1}$", \.problem.dimension),
    .integer("n", "training points", \.problem.count),
    .text("start", "mirrored or random", \.start.rawValue),
  ]

  private static let trialRow = Row<Trial>(
    labels + [
      .integer("seed", "seed of the data set", \.seed),
      .number("error", "test error at the best ridge", roles: [.estimate], \.error),
      .number(
        "ridge", "the ridge that is best for the mean over all data sets; missing if it is the largest tried", \.ridge),
    ])

  private static let curveRow = Row<Trial>(
    labels + [
      .number("ridge", "ridge of $K/n$", \.ridge),
      .number("error", "mean of the test errors over all data sets", roles: [.estimate], \.error),
    ])

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    (output.name == table.name ? Self.trialRow : Self.curveRow).columns(spanning: [
      \.problem.dimension: [Double(problem.dimension)], \.problem.count: [Double(problem.count)],
      \.seed: [Double(seed), Double(seed + trials - 1)], \.ridge: [0] + ((try? ridges.values) ?? []),
    ])
  }

  func run(_ workspace: Workspace) throws {
    let grid = [0] + (try ridges.values)
    var errors: [Start: [[Double]]] = [:]
    for trial in 0..<trials {
      let data = try problem.draw(seed: UInt64(seed + trial))
      let flow = try KernelFlow(kernel: data.kernel)
      let points = try flow.project(cross: data.cross)
      for start in Start.allCases {
        let predictions = try flow.predictions(
          at: points, targets: data.targets, start: start.values(data), filters: grid.map { .ridge($0) })
        errors[start, default: []].append(
          try ErrorCurve(grid: grid, predictions: predictions, truth: data.truth, startsDomain: true).errors)
      }
    }
    let all = try Start.allCases.map { try summary($0, grid, errors[$0] ?? []) }
    try workspace.write(try Self.trialRow.table(all.flatMap(\.trials)), to: table)
    try workspace.write(try Self.curveRow.table(all.flatMap(\.curve)), to: curves)
  }

  /// The error of every trial at the ridge that is best for their mean, and the mean at every ridge.
  private func summary(
    _ start: Start, _ grid: [Double], _ errors: [[Double]]
  ) throws -> (trials: [Trial], curve: [Trial]) {
    let means = try grid.indices.map { place in try Summary(errors.map { $0[place] }).mean }
    let curve = try ErrorCurve(grid: grid, errors: means, startsDomain: true)
    let ridge = curve.isAtEdge ? nil : curve.bestParameter
    return (
      errors.enumerated().map { index, found in
        Trial(problem: problem, start: start, seed: seed + index, ridge: ridge, error: found[curve.best])
      },
      zip(grid, means).map { Trial(problem: problem, start: start, seed: seed, ridge: $0, error: $1) }
    )
  }

  private enum Start: String, CaseIterable {
    case mirrored, random

    func values(_ data: SphereProblem.Draw) -> (training: [Double], points: [Double]) {
      self == .mirrored ? data.zeroStart : data.randomStart
    }
  }
}

/// Finite networks trained to their best stopping time, from a standard and from a mirrored start on the same data.
struct TrainedErrorStage: Stage {
  static let kind = StageKind(
    "trained-error", revision: 2,
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
        "checkpoints": [0, 10, 100],
        "seed": 1
      }
      """#)

  let problem: SphereProblem
  let width: Int
  let step: Double
  let checkpoints: [Int]
  let seed: Int
  let table = Output("errors", row: Self.row)

  init(_ fields: Fields) {
    problem = SphereProblem(fields)
    width = fields.integer("width", in: 1...100_000, "m, neurons of the hidden layer")
    step = fields.number("step", in: 1e-9...1e6, "the step size of gradient descent")
    checkpoints = fields.integers("checkpoints", in: 0...10_000_000, "numbers of steps among which the best is chosen")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of data and parameters")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    let points = problem.count + problem.tests
    return Resources(memory: 256 << 20 + 128 * width * points + 48 * points * points + 16 * checkpoints.count * points)
  }

  /// The error from one start.
  private struct Result {
    let stage: TrainedErrorStage
    let start: TangentStart
    let curve: ErrorCurve

    var steps: Double? { curve.isAtEdge ? nil : curve.bestParameter }
  }

  private static let row = Row<Result>(
    .integer("dimension", "$d$ of the inputs", \.stage.problem.dimension),
    .integer("n", "training points", \.stage.problem.count),
    .integer("width", "$m$, neurons of the hidden layer", \.stage.width),
    .integer("seed", "seed of data and parameters", \.stage.seed),
    .text("start", "standard or mirrored", \.start.rawValue),
    .number("error", "test error at the best of the checkpoints", roles: [.estimate], \.curve.bestError),
    .number("steps", "steps up to it; missing if it is the last checkpoint", \.steps))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.stage.problem.dimension: [Double(problem.dimension)], \.stage.problem.count: [Double(problem.count)],
      \.stage.width: [Double(width)], \.stage.seed: [Double(seed)], \.steps: checkpoints.map(Double.init),
    ])
  }

  func run(_ workspace: Workspace) throws {
    let data = try problem.draw(seed: UInt64(seed))
    let curves = try TangentStart.allCases.map { start in
      let network = try TangentNetwork(dimension: problem.dimension + 1, width: width, start: start, seed: UInt64(seed))
      let history = try network.trained(
        points: data.training, targets: data.targets, step: step, checkpoints: checkpoints, probes: data.testing)
      return try ErrorCurve(
        grid: checkpoints.map(Double.init), predictions: history.probeValues, truth: data.truth,
        startsDomain: checkpoints.first == 0)
    }
    let rows = zip(TangentStart.allCases, curves).map { Result(stage: self, start: $0, curve: $1) }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
