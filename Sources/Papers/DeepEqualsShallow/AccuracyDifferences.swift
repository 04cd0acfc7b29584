import Documents
import Pipeline
import Statistics
import Verbs

/// How the accuracies of classifiers differ that were judged on the same images.
///
/// Two of them, a and b, right on image i or not, differ by the mean over images of 100 (a_i - b_i) points: images that
/// both tell, or neither, say nothing. The interval is Student's over images, at the level 1 - (1 - level)/m for the m pairs of a
/// group (Bonferroni), so that with probability `level` all of a group hold: their spread, the largest difference without
/// its sign, is then known as well.
struct AccuracyDifferencesStage: Stage {
  static let kind = StageKind(
    "accuracy-differences", revision: 1,
    summary: "differences of test accuracies, image by image, for all pairs of classifiers judged on the same images",
    example: #"""
      {"data": "classification.outcomes", "group": ["family"], "level": 0.95}
      """#)

  let rows: GroupedRows
  let level: Double
  let table = Output("differences", row: Self.row)

  init(_ fields: Fields) {
    rows = GroupedRows(fields, "the outcomes of classifiers", mustGroup: true, keeps: false)
    level = fields.number("level", in: 0.5...0.9999, "the level at which all intervals of a group hold together")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// Two classifiers of a group.
  private struct Pair {
    let first, second: String
    let images: Int
    let difference: Double
    let interval: Interval
  }

  private static let row = Row<Pair>(
    .text("first", "the one classifier", \.first), .text("second", "the other", \.second),
    .integer("images", "images that both were judged on", \.images),
    .number(
      "difference", "accuracy of the second minus that of the first, in points", unit: "%", roles: [.estimate],
      \.difference),
    .number(
      "low", "lower end of its interval over images, which holds for all pairs of the group together", unit: "%",
      roles: [.low(of: "difference")], \.interval.lower),
    .number("high", "upper end of it", unit: "%", roles: [.high(of: "difference")], \.interval.upper))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    try parts.require(texts: ["model", "outcomes"])
    let labels = try parts.labels()
    let found = try parts.tables.map(pairs)
    var result = labels.picking(found.indices.flatMap { group in found[group].map { _ in group } })
    let pairs = try Self.row.table(found.flatMap { $0 })
    for column in pairs.columns { try result.append(column.name, column.values) }
    try workspace.write(result, to: table)
  }

  private func pairs(_ group: Table) throws -> [Pair] {
    let (models, outcomes) = (try group.texts("model"), try group.texts("outcomes").map { Array($0.utf8) })
    guard let images = outcomes.first?.count, outcomes.allSatisfy({ $0.count == images }), images > 1 else {
      throw OutcomesError(models: models, counts: outcomes.map(\.count))
    }
    let right = UInt8(ascii: "r")
    let count = models.count * (models.count - 1) / 2
    return try models.indices.flatMap { first in
      try models.indices.dropFirst(first + 1).map { second in
        let points = zip(outcomes[first], outcomes[second]).map { a, b in
          100 * (Double(b == right ? 1 : 0) - Double(a == right ? 1 : 0))
        }
        let summary = try Summary(points)
        return Pair(
          first: models[first], second: models[second], images: images, difference: summary.mean,
          interval: try summary.meanInterval(level: 1 - (1 - level) / Double(count)))
      }
    }
  }
}

/// Outcomes of classifiers that were not judged on the same images.
struct OutcomesError: Error, CustomStringConvertible {
  let models: [String]
  let counts: [Int]

  var description: String {
    let list = zip(models, counts).map { "\($0.printable) on \($1)" }.joined(separator: ", ")
    return "classifiers are compared that were judged on different images, or on one: \(list); group them apart"
  }
}
