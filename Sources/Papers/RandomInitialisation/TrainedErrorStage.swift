import Documents
import KernelRegression
import LinearAlgebra
import Networks
import Pipeline

/// Finite networks trained to their best stopping time, from a standard and from a mirrored start on the same data.
struct TrainedErrorStage: Stage {
  static let kind = StageKind(
    "trained-error", revision: 2,
    summary:
      "errors of trained finite networks at their best stopping time, standard and mirrored start on the same data")

  let problem: SphereProblem
  let width: Int
  let step: Double
  let checkpoints: [Int]
  let seed: Int
  let table = Output<Table>("errors")

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

  /// One row a start: `error` at the best of the checkpoints, and its `steps`, missing if that is the last checkpoint.
  func run(_ workspace: Workspace) throws {
    let data = try problem.draw(seed: UInt64(seed))
    let curves = try TangentStart.allCases.map { start in
      let network = try TangentNetwork(
        dimension: problem.dimension + 1, width: width, start: start, seed: UInt64(seed))
      let history = try network.trained(
        points: data.training, targets: data.targets, step: step, checkpoints: checkpoints, probes: data.testing)
      return try ErrorCurve(
        grid: checkpoints.map(Double.init), predictions: history.probeValues, truth: data.truth,
        naturalEnds: checkpoints.first == 0 ? .first : [])
    }
    func same(_ value: Int) -> Table.Values { .numbers(curves.map { _ in Double(value) }) }
    try workspace.write(
      try Table([
        ("dimension", same(problem.dimension)), ("n", same(problem.count)), ("width", same(width)),
        ("seed", same(seed)),
        ("start", .texts(TangentStart.allCases.map(\.rawValue))), ("error", .numbers(curves.map(\.bestError))),
        ("steps", .numbers(curves.map { $0.isAtEdge ? .nan : $0.bestParameter })),
      ]), to: table)
  }
}
