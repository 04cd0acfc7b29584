import Documents
import Networks
import Pipeline

/// The evaluated lower bound on the width of one hidden layer.
struct InnerProductStage: Stage {
  static let kind = StageKind(
    "inner-product-bound", revision: 2,
    summary: "the least width of one hidden layer for sin(pi d^3 <x, x'>), in log space")

  let dimensions: [Int]
  let table = Output<Table>("bound")

  init(_ fields: Fields) {
    dimensions = fields.integers("dimensions", in: 3...200, "values of d")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// `dimension`, `share` of the squared norm in degrees >= d^2, `log-multiplicity` log N(d, d^2), `log-width`, and
  /// `power`, the p with which the width is d^p.
  func run(_ workspace: Workspace) throws {
    let bounds = try dimensions.map { try InnerProductBound(dimension: $0) }
    try workspace.write(
      try Table([
        ("dimension", .numbers(bounds.map { Double($0.dimension) })), ("share", .numbers(bounds.map(\.share))),
        ("log-multiplicity", .numbers(bounds.map(\.logMultiplicity))), ("log-width", .numbers(bounds.map(\.logWidth))),
        ("power", .numbers(bounds.map(\.power))),
      ]), to: table)
  }
}
