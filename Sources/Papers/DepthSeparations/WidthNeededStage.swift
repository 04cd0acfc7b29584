import Documents
import Pipeline
import Statistics
import Verbs

/// The width at which fitted networks reach given errors.
struct WidthNeededStage: Stage {
  static let kind = StageKind(
    "width-needed", revision: 2,
    summary: "the least width that reaches an error, interpolated between tried widths, with its interval over seeds")

  let data: Inputs<Table>
  let column: String
  let levels: [Double]
  let table = Output<Table>("widths")
  let each = Output<Table>("seeds")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "tables of stages of kind feature-widths")
    column = fields.string("column", "the error: rms or sup")
    levels = fields.numbers("errors", in: 1e-12...1e12, "errors to reach")
  }

  var outputs: [OutputDeclaration] { [table.declaration, each.declaration] }

  /// One row a profile, dimension and error: `width` with `low` and `high`, missing unless every seed reached the error between
  /// two tried widths; `status` reached, not reached or below smallest; `seeds`, how many. Where every seed reached it, each
  /// has its own row in the second table, with `dimensions`, on how many of them every seed did.
  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try workspace.readStacked(data), by: ["profile", "dimension"])
    let cells = try zip(parts.tables, parts.tables.indices).flatMap { part, place in
      let seeds = try RowGroups(part, by: ["seed"])
      let names = try seeds.labels().texts("seed")
      return try levels.map { level in
        let found = try seeds.tables.map {
          try WidthNeeded(level: level, widths: $0.numbers("width"), errors: $0.numbers(column))
        }
        return Cell(place: place, level: level, seeds: names, found: found)
      }
    }
    let names = try parts.labels()
    try workspace.write(try Self.means(cells, names), to: table)
    try workspace.write(try Self.widths(cells, names), to: each)
  }

  /// The widths of all seeds for one profile, dimension and error.
  private struct Cell {
    let place: Int
    let level: Double
    let seeds: [String]
    let found: [WidthNeeded]
  }

  private static func means(_ cells: [Cell], _ names: Table) throws -> Table {
    var result = names.picking(cells.map(\.place))
    let combined = try cells.map { try WidthNeeded.combined($0.found) }
    try result.append("error", .numbers(cells.map(\.level)))
    try result.append("inverse-error", .numbers(cells.map { 1 / $0.level }))
    try result.append("width", .numbers(combined.map { $0?.mean ?? .nan }))
    try result.append("low", .numbers(combined.map { $0?.interval.lower ?? .nan }))
    try result.append("high", .numbers(combined.map { $0?.interval.upper ?? .nan }))
    try result.append("status", .texts(cells.map { WidthNeeded.status($0.found) }))
    try result.append("seeds", .numbers(cells.map { Double($0.found.count) }))
    return result
  }

  private static func widths(_ cells: [Cell], _ names: Table) throws -> Table {
    let reached = cells.filter { WidthNeeded.status($0.found) == "reached" }
    let rows = reached.flatMap { cell in
      let widths = cell.found.compactMap { if case .reached(let width, _) = $0 { width } else { nil } }
      return zip(cell.seeds, widths).map { (cell, $0.0, $0.1) }
    }
    let profiles = try names.texts("profile")
    func dimensions(_ cell: Cell) -> Int {
      reached.count { $0.level == cell.level && profiles[$0.place] == profiles[cell.place] }
    }
    var result = names.picking(rows.map(\.0.place))
    try result.append("error", .numbers(rows.map(\.0.level)))
    try result.append("inverse-error", .numbers(rows.map { 1 / $0.0.level }))
    try result.append("dimensions", .numbers(rows.map { Double(dimensions($0.0)) }))
    try result.append("seed", .texts(rows.map(\.1)))
    try result.append("width", .numbers(rows.map(\.2)))
    return result
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
