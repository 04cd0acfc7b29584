import Documents
import Pipeline
import Regression

/// The width at which fitted networks reach given errors.
struct WidthNeededStage: Stage {
  static let kind = StageKind(
    "width-needed", revision: 1,
    summary: "the least width that reaches an error, interpolated between tried widths, with its interval over seeds")

  let data: Inputs<Table>
  let column: String
  let levels: [Double]
  let table = Output<Table>("widths")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "tables of stages of kind feature-widths")
    column = fields.string("column", "the error: rms or sup")
    levels = fields.numbers("errors", in: 1e-12...1e12, "errors to reach")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// One row a profile, dimension and error: `width` with `low` and `high`, NaN unless every seed reached it between two tried
  /// widths; `status` reached, not reached or below smallest; `seeds`, `reached` of them.
  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try workspace.readStacked(data), by: ["profile", "dimension"])
    let names = try parts.labels()
    var places: [Int] = []
    var rows: [(level: Double, seeds: [WidthNeeded])] = []
    for (place, part) in parts.tables.enumerated() {
      let seeds = try RowGroups(part, by: ["seed"]).tables
      for level in levels {
        places.append(place)
        rows.append(
          (
            level,
            try seeds.map { try WidthNeeded(level: level, widths: $0.numbers("width"), errors: $0.numbers(column)) }
          ))
      }
    }
    var result = names.picking(places)
    let combined = try rows.map { try WidthNeeded.combined($0.seeds) }
    try result.append("error", .numbers(rows.map(\.level)))
    try result.append("inverse-error", .numbers(rows.map { 1 / $0.level }))
    try result.append("width", .numbers(combined.map { $0?.mean ?? .nan }))
    try result.append("low", .numbers(combined.map { $0?.interval.lower ?? .nan }))
    try result.append("high", .numbers(combined.map { $0?.interval.upper ?? .nan }))
    try result.append("status", .texts(rows.map { WidthNeeded.status($0.seeds) }))
    try result.append("seeds", .numbers(rows.map { Double($0.seeds.count) }))
    try workspace.write(result, to: table)
  }
}

extension WidthNeeded {
  /// What can be said of all seeds together.
  static func status(_ seeds: [WidthNeeded]) -> String {
    for case .notReached in seeds { return "not reached" }
    for case .belowSmallest in seeds { return "below smallest" }
    return "reached"
  }
}
