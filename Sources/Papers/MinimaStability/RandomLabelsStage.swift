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
