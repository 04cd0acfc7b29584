import Documents
import Networks
import Pipeline

/// Safran, Eldan & Shamir (2019): Depth Separations in Neural Networks.
enum DepthSeparations {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    FeatureWidthsStage.self, WidthNeededStage.self, EvenPowerStage.self, RadialNetworkStage.self,
    InnerProductStage.self,
  ]
}

/// The evaluated lower bound on the width of one hidden layer.
struct InnerProductStage: Stage {
  static let kind = StageKind(
    "inner-product-bound", revision: 2,
    summary: "the least width of one hidden layer for sin(pi d^3 <x, x'>), in log space")

  let dimensions: [Int]
  let table = Output("bound", row: Self.row)

  init(_ fields: Fields) {
    dimensions = fields.integers("dimensions", in: 3...200, "values of d")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  private static let row = Row<InnerProductBound>(
    .integer("dimension", "$d$ of each of the two inputs", \.dimension),
    .number("share", "share of the squared norm in degrees $\\ge d^2$", \.share),
    .number("log-multiplicity", "$\\log N(d, d^2)$", \.logMultiplicity),
    .number("log-width", "logarithm of the least width", roles: [.estimate], \.logWidth),
    .number("power", "the $p$ with which the width is $d^p$", \.power))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.dimension: dimensions.map(Double.init)])
  }

  func run(_ workspace: Workspace) throws {
    try workspace.write(Self.row.table(dimensions.map { try InnerProductBound(dimension: $0) }), to: table)
  }
}
