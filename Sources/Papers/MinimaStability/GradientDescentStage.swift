import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Gradient descent of a shallow network, full batch or stochastic, and the bounds where it ends.
struct GradientDescentStage: Stage {
  static let kind = StageKind(
    "gradient-descent", revision: 2,
    summary: "a shallow network trained by gradient descent, and the chain of stability bounds at the minimum")

  /// How batches are drawn.
  enum Sampling: String, CaseIterable {
    case full, independent, reshuffled
  }

  let data: DataFields
  let start: StartFields
  let stopping: RuleFields
  let step: Double
  let sampling: Sampling
  let batch: Int?
  let interval: Int?
  let test: (points: Input<Matrix>, targets: Input<Matrix>)?
  let spacing: Double?
  let minimum = Output<Table>("minimum")

  init(_ fields: Fields) {
    data = DataFields(fields)
    start = StartFields(fields)
    stopping = RuleFields(fields)
    step = fields.number("step", in: 1e-9...1e9, "eta, the step size")
    sampling = fields.optionalChoice("sampling", .full, "the batch of a step; all points if left out") ?? .full
    batch = fields.optionalInteger("batch", in: 1...1_000_000, "points in a batch")
    interval = fields.optionalInteger(
      "check", in: 1...1_000_000, "steps from one evaluation of the full loss to the next")
    let testPoints = fields.optionalInput("test-points", Matrix.self, "points to measure the test error on")
    let testTargets = fields.optionalInput("test-targets", Matrix.self, "their labels, one column")
    test = testPoints.flatMap { points in testTargets.map { (points, $0) } }
    spacing = fields.optionalNumber(
      "spacing", in: 1e-6...1e6, "h of the mean second difference over 4000 normal points; not taken if left out")
    if (testPoints == nil) != (testTargets == nil) {
      fields.refuse("test-points", "a test set has points and targets", remedy: "give `test-points` and `test-targets`")
    }
    if sampling != .full, batch == nil || interval == nil {
      fields.refuse("sampling", "batches need their size and an interval", remedy: "add `batch` and `check`")
    }
    for (key, value) in [("batch", batch), ("check", interval)] where sampling == .full && value != nil {
      fields.refuse(key, "`\(key)` makes no sense without random batches", remedy: "remove it or set `sampling`")
    }
  }

  var outputs: [OutputDeclaration] { [minimum.declaration] }
  // The sizes of its inputs are not known here; these are ordinary ones.
  var needs: Resources { Resources(memory: 256 << 20 + start.bytes(points: 256, dimension: 100)) }

  /// What is measured on request, missing if the run diverged.
  private static let testRow = Row<Double?>(
    .number("test-error", "share of the test points on the wrong side of 0", \.self))
  private static let differenceRow = Row<Double?>(
    .number("second-difference", "mean absolute second difference over 4000 normal points", \.self))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    MinimumRow.row.columns(spanning: [\.step: [step], \.limit: [2 / step]])
      + (test == nil ? [] : Self.testRow.columns) + (spacing == nil ? [] : Self.differenceRow.columns)
  }

  func run(_ workspace: Workspace) throws {
    let set = try data.read(workspace)
    let result = try train(start.network(dimension: set.dimension), set)
    workspace.log("\(result.outcome.rawValue) after \(result.steps) steps, loss \(result.loss)")
    var table = try MinimumRow.row.table([MinimumRow(step: step, result: result, data: set)])
    if let test {
      let other = try TrainingSet(
        points: workspace.read(test.points), targets: workspace.read(test.targets).elements)
      let error = try result.network.map { other.misclassified(try $0.values(at: other.points)) }
      table = try table.joined(Self.testRow.table([error]))
    }
    if let spacing {
      let mean = try result.network.map {
        try SecondDifference.mean($0, spacing: spacing, count: 4000, seed: UInt64(start.seed))
      }
      table = try table.joined(Self.differenceRow.table([mean]))
    }
    try workspace.write(table, to: minimum)
  }

  private func train(_ network: ShallowNetwork, _ set: TrainingSet) throws -> TrainingResult<ShallowNetwork> {
    let kind: StochasticGradientDescent.Sampling
    switch sampling {
    case .full: return try GradientDescent.train(network, on: set, step: step, rule: stopping.rule)
    case .independent: kind = .independent
    case .reshuffled: kind = .reshuffled
    }
    let descent = StochasticGradientDescent(
      sampling: kind, batchSize: batch ?? set.count, checkInterval: interval ?? 1, seed: UInt64(start.seed))
    return try descent.train(network, on: set, step: step, rule: stopping.rule)
  }
}
