import Documents
import KernelRegression
import LinearAlgebra
import Pipeline

/// Ridge regression on random ReLU features of one or two layers.
struct RandomFeaturesStage: Stage {
  static let kind = StageKind(
    "random-features", revision: 2,
    summary:
      "test errors of ridge regression on random ReLU features, m = floor(sqrt n), with shared and redrawn weights")

  let points: Input<Matrix>
  let test: Input<Matrix>
  let largest: Int
  let architecture: Architecture
  let lambdas: [Double]
  let draws: Int
  let seed: Int
  let target: RidgeTarget
  let errors = Output("errors", row: Self.row)

  /// Widths of the layers by m.
  enum Architecture: String, CaseIterable {
    case shallow = "m"
    case equal = "m-m"
    case narrowFirst = "10-m"
    case narrowLast = "m-10"

    func widths(_ m: Int) -> [Int] {
      switch self {
      case .shallow: [m]
      case .equal: [m, m]
      case .narrowFirst: [10, m]
      case .narrowLast: [m, 10]
      }
    }

    /// What reports call it, with the widths in brackets.
    var title: String {
      switch self {
      case .shallow: "2 layers (m)"
      case .equal: "3 layers (m, m)"
      case .narrowFirst: "3 layers (10, m)"
      case .narrowLast: "3 layers (m, 10)"
      }
    }
  }

  init(_ fields: Fields) {
    points = fields.input("points", Matrix.self, "the pool of unit vectors; the first n of them are trained on")
    test = fields.input("test", Matrix.self, "unit vectors that errors are measured on")
    largest = fields.integer("largest", in: 2...1_000_000, "the largest n of floor(2^{1, 1.4, ..., 13.8})")
    architecture = fields.choice("widths", Architecture.shallow, "widths of the layers, m = floor(sqrt n)")
    lambdas = fields.numbers("lambdas", in: 1e-30...1e30, "lambda of F'F + n lambda I")
    draws = fields.integer("draws", in: 1...10_000, "independent draws of the features")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the draws")
    target = fields.target()
  }

  var outputs: [OutputDeclaration] { [errors.declaration] }
  var needs: Resources {
    // Inputs, outputs and copies of the features of the training points, and of as many test points.
    let width = architecture.widths(RandomFeatureRidge.width(points: largest)).max() ?? 1
    return Resources(memory: 256 << 20 + 48 * largest * width)
  }

  /// The best errors of one draw at one size.
  private struct Draw {
    let title: String
    let size: Int
    let draw: Int
    let shared: RidgeSelection
    let redrawn: RidgeSelection
  }

  private static let row = Row<Draw>(
    .text("features", "layers of features with their widths", \.title),
    .integer("n", "training points", \.size),
    .integer("draw", "number of the draw", \.draw),
    .number("shared", "least error with the same weights for training and test points", \.shared.error),
    .number("shared-lambda", "the $\\lambda$ that gives it", \.shared.lambda),
    .number("redrawn", "least error with weights drawn anew for the test points", \.redrawn.error),
    .number("redrawn-lambda", "the $\\lambda$ that gives it", \.redrawn.lambda))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.size: RandomFeatureRidge.sizes(upTo: largest).map(Double.init), \.draw: [0, Double(draws - 1)],
      \.shared.lambda: lambdas, \.redrawn.lambda: lambdas,
    ])
  }

  func run(_ workspace: Workspace) throws {
    let (pool, others) = try (workspace.read(points), workspace.read(test))
    guard largest <= pool.rows else {
      throw RidgeError.mismatch(what: "the pool", expected: largest, found: pool.rows)
    }
    let (targets, values) = try (target.values(at: pool), target.values(at: others))
    let rows = try RandomFeatureRidge.sizes(upTo: largest).flatMap { size in
      try (0..<draws).map { draw in
        let ridge = try RandomFeatureRidge(
          training: (pool.prefix(rows: size), Array(targets[..<size])), test: (others, values),
          widths: architecture.widths(RandomFeatureRidge.width(points: size)), lambdas: lambdas, seed: UInt64(seed),
          draw: draw)
        return try Draw(
          title: architecture.title, size: size, draw: draw,
          shared: RidgeSelection(lambdas: lambdas, errors: ridge.shared),
          redrawn: RidgeSelection(lambdas: lambdas, errors: ridge.redrawn))
      }
    }
    try workspace.write(Self.row.table(rows), to: errors)
  }
}
