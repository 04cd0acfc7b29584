import Documents
import LinearAlgebra
import Networks
import Pipeline

/// When a training stage stops.
struct RuleFields {
  let tolerance: Double
  let hold: Int
  let limit: Int

  init(_ fields: Fields) {
    tolerance = fields.number("tolerance", in: 1e-300...1, "the loss below which a run counts as converged")
    hold = fields.integer("hold", in: 1...1_000_000_000, "evaluations of the loss for which it must stay there")
    limit = fields.integer("steps", in: 1...1_000_000_000, "steps after which a run ends in any case")
  }

  var rule: StoppingRule {
    get throws { try StoppingRule(tolerance: tolerance, hold: hold, maximumSteps: limit) }
  }
}

/// The start of a shallow network.
struct StartFields {
  let width: Int
  let scale: Double
  let biasScale: Double?
  let seed: Int

  init(_ fields: Fields) {
    width = fields.integer("width", in: 1...1_000_000, "neurons of the hidden layer")
    scale = fields.number("scale", in: 1e-9...1e9, "s: w ~ N(0, s^2/d), a ~ N(0, s^2)")
    biasScale = fields.optionalNumber(
      "bias-scale", in: 0...1e9, "standard deviation of the biases; s/sqrt(d) if left out")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of everything drawn")
  }

  /// What the network and its stability at `count` points take: pre-activations, parameters, kernel matrices.
  func bytes(points count: Int, dimension: Int) -> Int {
    40 * width * count + 64 * width * (dimension + 2) + 64 * count * count
  }

  func network(dimension: Int) throws -> ShallowNetwork {
    try ShallowNetwork(width: width, dimension: dimension, scale: scale, biasScale: biasScale, seed: UInt64(seed))
  }
}

/// Points and targets made by other stages.
struct DataFields {
  let points: Input<Matrix>
  let targets: Input<Matrix>

  init(_ fields: Fields) {
    points = fields.input("points", Matrix.self, "the training points, one a row")
    targets = fields.input("targets", Matrix.self, "their targets, one column")
  }

  func read(_ workspace: Workspace) throws -> TrainingSet {
    try TrainingSet(points: try workspace.read(points), targets: try workspace.read(targets).elements)
  }
}
