import Datasets
import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Standard normal points with labels 1 and -1 at random.
struct RandomLabelsStage: Stage {
  static let kind = StageKind(
    "random-labels", revision: 1, summary: "standard normal points with random labels 1 and -1",
    example: #"""
      {"n": 10, "dimension": 5, "seed": 1}
      """#)

  let count, dimension, seed: Int
  let points = Output<Matrix>("points")
  let targets = Output<Matrix>("targets")

  init(_ fields: Fields) {
    count = fields.integer("n", in: 1...1_000_000, "the number of points")
    dimension = fields.integer("dimension", in: 1...100_000, "d of R^d")
    seed = fields.integer(
      "seed", in: 0...Int.max, "the seed; the streams are (seed, \"points\") and (seed, \"labels\")")
  }

  var outputs: [OutputDeclaration] { [points.declaration, targets.declaration] }
  var needs: Resources { Resources(memory: 64 << 20 + 40 * count * (dimension + 1)) }

  func shape(of output: String, reading shapes: [String: Shape]) -> Shape? {
    Shape(rows: count, columns: output == points.name ? dimension : 1)
  }

  func run(_ workspace: Workspace) throws {
    let data = try TrainingSet.randomLabels(count: count, dimension: dimension, seed: UInt64(seed))
    try workspace.write(data.points, to: points)
    try workspace.write(try Matrix(rows: count, columns: 1, elements: data.targets), to: targets)
  }
}

/// Two classes of an image set as a small two-class problem.
struct ImagePairStage: Stage {
  static let kind = StageKind(
    "image-pair", revision: 1, summary: "images of two classes, pooled, centred and scaled, with labels -1 and 1",
    example: #"""
      {
        "images": "dataset.images",
        "labels": "dataset.labels",
        "first": 3,
        "second": 5,
        "n": 256,
        "held-out": 4000,
        "pool": 4,
        "norm": 4,
        "seed": 1
      }
      """#)

  let images, labels: Input<Matrix>
  let classes: (first: Int, second: Int)
  let count, heldOut, pool: Int
  let norm: Double
  let seed: Int
  let points = Output<Matrix>("points")
  let targets = Output<Matrix>("targets")
  let testPoints = Output<Matrix>("test-points")
  let testTargets = Output<Matrix>("test-targets")

  init(_ fields: Fields) {
    images = fields.input("images", Matrix.self, "square images, one a row")
    labels = fields.input("labels", Matrix.self, "their classes, one column")
    classes = (
      fields.integer("first", in: 0...9, "the class with label -1"),
      fields.integer("second", in: 0...9, "the class with label 1")
    )
    if classes.first == classes.second, !fields.isDescribing {
      fields.refuse("second", "both classes are \(classes.first)", remedy: "name two different ones")
    }
    count = fields.integer("n", in: 1...1_000_000, "images to train on")
    heldOut = fields.integer("held-out", in: 1...1_000_000, "other images, to measure the test error on")
    pool = fields.integer("pool", in: 1...10_000, "side of the squares of pixels that are averaged")
    norm = fields.number("norm", in: 1e-9...1e9, "root mean square norm of the training points")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the choice; the stream is (seed, \"images\")")
  }

  var outputs: [OutputDeclaration] {
    [points.declaration, targets.declaration, testPoints.declaration, testTargets.declaration]
  }
  // The whole set is read: twice the 376 MB of 60,000 images of 28 x 28. What is chosen of it is kept thrice.
  var needs: Resources { Resources(memory: 768 << 20 + 24 * (count + heldOut) * 784 / (pool * pool)) }

  func shape(of output: String, reading shapes: [String: Shape]) -> Shape? {
    let rows = [points.name, targets.name].contains(output) ? count : heldOut
    return Shape(rows: rows, columns: [points.name, testPoints.name].contains(output) ? 784 / (pool * pool) : 1)
  }

  func run(_ workspace: Workspace) throws {
    let (pixels, numbers) = try workspace.readRows(images, with: labels)
    let pair = try PooledPair(
      images: pixels, labels: try OneVersusAll(labels: numbers).labels,
      first: classes.first, second: classes.second, count: count, heldOut: heldOut, pool: pool, norm: norm,
      seed: UInt64(seed))
    func column(_ values: [Double]) throws -> Matrix { try Matrix(rows: values.count, columns: 1, elements: values) }
    try workspace.write(pair.training.points, to: points)
    try workspace.write(column(pair.training.targets), to: targets)
    guard let held = pair.heldOut else { throw NetworkError.empty("the test set") }
    try workspace.write(held.points, to: testPoints)
    try workspace.write(column(held.targets), to: testTargets)
  }
}

/// Gradient descent of a shallow network, full batch or stochastic, and the bounds where it ends.
struct GradientDescentStage: Stage {
  static let kind = StageKind(
    "gradient-descent", revision: 3,
    summary: "a shallow network trained by gradient descent, and the chain of stability bounds at the minimum",
    example: #"""
      {
        "points": "random-labels.points",
        "targets": "random-labels.targets",
        "width": 20,
        "scale": 0.3,
        "step": 0.1,
        "seed": 1,
        "tolerance": 1e-9,
        "hold": 100,
        "steps": 20000
      }
      """#)

  enum Sampling: String, CaseIterable {
    case full, independent, reshuffled
  }

  let data: DataFields
  let training: TrainingFields
  let step: Double
  let sampling: Sampling
  let batch, interval: Int?
  let test: (points: Input<Matrix>, targets: Input<Matrix>)?
  let spacing: Double?
  let minimum = Output<Table>("minimum")

  init(_ fields: Fields) {
    data = DataFields(fields)
    training = TrainingFields(fields)
    step = fields.number("step", in: 1e-9...1e9, "eta, the step size")
    sampling = fields.choice("sampling", default: .full, "the batch of a step; `full` is all points")
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
  var needs: Resources { Resources(memory: memory(reading: [:])) }

  func memory(reading sizes: [String: Int]) -> Int {
    let traces = interval.map { 40 * (training.limit / $0) } ?? 0
    return Resources.bytes(Double(256 << 20 + traces) + Double(data.bytes(training, reading: sizes)))
  }

  func work(reading shapes: [String: Shape]) -> Work? {
    let points = shapes[data.points.path] ?? Shape(rows: 256, columns: 100)
    // Between checks of the full loss a step takes a batch.
    let all = Double(points.rows)
    let size = batch.map { Double($0) + all / Double(interval ?? 1) } ?? all
    return training.work(batch: size, dimension: points.columns)
  }

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
    let result = try train(training.network(dimension: set.dimension), set)
    workspace.log("\(result.outcome.rawValue) after \(result.steps) steps, loss \(result.loss)")
    var table = try MinimumRow.row.table([MinimumRow(step: step, result: result, data: set)])
    if let test {
      let other = try TrainingSet(points: workspace.read(test.points), targets: workspace.read(test.targets).elements)
      let error = try result.network.map { other.misclassified(try $0.values(at: other.points)) }
      table = try table.joined(Self.testRow.table([error]))
    }
    if let spacing {
      let mean = try result.network.map {
        try SecondDifference.mean($0, spacing: spacing, count: 4000, seed: UInt64(training.seed))
      }
      table = try table.joined(Self.differenceRow.table([mean]))
    }
    try workspace.write(table, to: minimum)
  }

  private func train(_ network: ShallowNetwork, _ set: TrainingSet) throws -> TrainingResult<ShallowNetwork> {
    guard let kind = StochasticGradientDescent.Sampling(rawValue: sampling.rawValue) else {
      return try GradientDescent.train(network, on: set, step: step, rule: training.rule)
    }
    let descent = StochasticGradientDescent(
      sampling: kind, batchSize: batch ?? set.count, checkInterval: interval ?? 1, seed: UInt64(training.seed))
    return try descent.train(network, on: set, step: step, rule: training.rule)
  }
}
