import Datasets
import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Standard normal points with labels 1 and -1 at random.
struct RandomLabelsStage: Stage {
  static let kind = StageKind(
    "random-labels", revision: 1, summary: "standard normal points with random labels 1 and -1")

  let count: Int
  let dimension: Int
  let seed: Int
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

  func run(_ workspace: Workspace) throws {
    let data = try TrainingSet.randomLabels(count: count, dimension: dimension, seed: UInt64(seed))
    try workspace.write(data.points, to: points)
    try workspace.write(try Matrix(rows: count, columns: 1, elements: data.targets), to: targets)
  }
}

/// Two classes of an image set as a small two-class problem.
struct ImagePairStage: Stage {
  static let kind = StageKind(
    "image-pair", revision: 1, summary: "images of two classes, pooled, centred and scaled, with labels -1 and 1")

  let images: Input<Matrix>
  let labels: Input<Matrix>
  let classes: (first: Int, second: Int)
  let count: Int
  let heldOut: Int
  let pool: Int
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

  func run(_ workspace: Workspace) throws {
    let pair = try PooledPair(
      images: try workspace.read(images), labels: try OneVersusAll(labels: workspace.read(labels)).labels,
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
