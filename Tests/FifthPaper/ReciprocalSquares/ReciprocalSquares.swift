import Documents
import Pipeline

/// Euler (1740): De summis serierum reciprocarum.
enum ReciprocalSquares {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [PartialSumsStage.self]
}

/// Sums of the first n terms of 1/k^2.
struct PartialSumsStage: Stage {
  static let kind = StageKind("partial-sums", revision: 1, summary: "partial sums of the reciprocals of the squares")

  struct PartialSum: Sendable {
    let terms: Int
    let sum: Double
    let limit: Double
    var rest: Double { limit - sum }
  }

  static let row = Row<PartialSum>(
    .integer("terms", "$n$", \.terms),
    .number("sum", "$\\sum_{k=1}^n k^{-2}$", roles: [.estimate], \.sum),
    .number("limit", "$\\pi^2/6$", roles: [.theory(of: "sum")], \.limit),
    .number("rest", "what is left of the limit", \.rest))

  let terms: [Int]
  let table = Output("sums", row: Self.row)

  init(_ fields: Fields) { terms = fields.integers("terms", in: 1...10_000_000, "numbers of terms") }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func run(_ workspace: Workspace) throws {
    let sums = terms.map { count in
      // The small terms first, so that none is lost in the sum.
      let sum = (1...count).reversed().reduce(0.0) { $0 + 1 / (Double($1) * Double($1)) }
      return PartialSum(terms: count, sum: sum, limit: Double.pi * Double.pi / 6)
    }
    try workspace.write(try Self.row.table(sums), to: table)
  }
}
