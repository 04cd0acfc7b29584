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
  let errors = Output<Table>("errors")

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

  func run(_ workspace: Workspace) throws {
    let (pool, others) = try (workspace.read(points), workspace.read(test))
    guard largest <= pool.rows else {
      throw RidgeError.mismatch(what: "the pool", expected: largest, found: pool.rows)
    }
    let (targets, values) = try (target.values(at: pool), target.values(at: others))
    var rows: [(size: Int, draw: Int, shared: RidgeSelection, redrawn: RidgeSelection)] = []
    for size in RandomFeatureRidge.sizes(upTo: largest) {
      for draw in 0..<draws {
        let ridge = try RandomFeatureRidge(
          training: (pool.prefix(rows: size), Array(targets[..<size])), test: (others, values),
          widths: architecture.widths(RandomFeatureRidge.width(points: size)), lambdas: lambdas, seed: UInt64(seed),
          draw: draw)
        rows.append(
          try (
            size, draw, RidgeSelection(lambdas: lambdas, errors: ridge.shared),
            RidgeSelection(lambdas: lambdas, errors: ridge.redrawn)
          ))
      }
    }
    try workspace.write(
      Table([
        ("features", .texts(rows.map { _ in architecture.title })),
        ("n", .numbers(rows.map { Double($0.size) })),
        ("draw", .numbers(rows.map { Double($0.draw) })),
        ("shared", .numbers(rows.map(\.shared.error))),
        ("shared-lambda", .numbers(rows.map(\.shared.lambda))),
        ("redrawn", .numbers(rows.map(\.redrawn.error))),
        ("redrawn-lambda", .numbers(rows.map(\.redrawn.lambda))),
      ]), to: errors)
  }
}
