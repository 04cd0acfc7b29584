import Documents
import Foundation
import Networks
import Pipeline

/// The evaluated lower bound on the width of one hidden layer.
struct InnerProductStage: Stage {
  static let kind = StageKind(
    "inner-product-bound", revision: 3,
    summary:
      "the least width of one hidden layer with bounded weights for sin(2 pi d^3 |z|^2) / (2 pi d^3)",
    example: #"""
      {"dimensions": [4, 8], "error": 0.5, "weight-powers": [1]}
      """#)

  let dimensions: [Int]
  let error: Double
  let weightPowers: [Int]
  let table = Output("bound", row: Self.row)

  init(_ fields: Fields) {
    dimensions = fields.integers("dimensions", in: 3...200, "values of d")
    error = fields.number("error", in: 0...0.9, "the allowed L2 error as a share of the function's norm")
    weightPowers = fields.integers(
      "weight-powers", in: 0...100,
      "powers q of bounds d^q on weights and biases; 2^d is always there too")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// The bound for one dimension and one bound on the weights.
  private struct Bound {
    let product: InnerProductBound
    let weights: String
    let error, logWidth: Double

    var width: Double { exp(logWidth) }
    var power: Double { logWidth / log(Double(product.dimension)) }
  }

  private static let row = Row<Bound>(
    .text("weights", "the bound on weights and biases", \.weights),
    .integer("dimension", "$d$, of the function's points and of each of the two inputs", \.product.dimension),
    .number("share", "share of the squared norm in degrees $\\ge d^2$", \.product.share),
    .number("norm", "norm of $\\sin(\\pi d^3 \\langle x, x' \\rangle)$", \.product.norm),
    .number("log-multiplicity", "$\\log N(d, d^2)$", \.product.logMultiplicity),
    .number("error", "allowed $L_2$ error of the radial function", \.error),
    .number("log-width", "logarithm of the least width; below 0 it says nothing", \.logWidth),
    .number("width", "least width", roles: [.estimate], \.width),
    .number("power", "the $p$ with which the width is $d^p$", \.power))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.product.dimension: dimensions.map(Double.init)])
  }

  func run(_ workspace: Workspace) throws {
    let products = try dimensions.map { try InnerProductBound(dimension: $0) }
    let powers: [(name: String, logarithm: (Double) -> Double)] = weightPowers.map { power in
      (name: "d^\(power)", logarithm: { Double(power) * log($0) })
    }
    let rows = (powers + [(name: "2^d", logarithm: { $0 * log(2) })]).flatMap { weights in
      products.map { product in
        Bound(
          product: product, weights: weights.name, error: product.radialError(share: error),
          logWidth: product.logWidth(error: error, logWeightBound: weights.logarithm(Double(product.dimension))))
      }
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
