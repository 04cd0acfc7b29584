import Documents

/// Which columns split the rows of a mark into series.
struct Grouping: Sendable, Equatable {
  /// One colour for each value.
  let color: String?
  /// One dash and marker for each value.
  let style: String?
  /// One series for each value, all of one look.
  let series: String?

  init(_ fields: Fields) {
    color = fields.optionalString("color", "the column whose values have a series and a colour each")
    style = fields.optionalString("style", "the column whose values have a series, a dash and a marker each")
    series = fields.optionalString("series", "the column whose values have a series each, all of one look")
  }

  var columns: [String] { [color, style, series].compactMap { $0 } }
  var isActive: Bool { !columns.isEmpty }
  var names: String { columns.joined(separator: ", ") }

  /// The rows of each combination of values, in the order in which they appear.
  func groups(_ table: Table) throws -> [Table] {
    guard isActive else { return [table] }
    let keys = try columns.map { try table.texts($0) }
    var order: [[String]: Int] = [:]
    var rows: [[Int]] = []
    for row in 0..<table.rowCount {
      let key = keys.map { $0[row] }
      let index = order[key] ?? rows.count
      if index == rows.count {
        order[key] = index
        rows.append([])
      }
      rows[index].append(row)
    }
    return rows.map(table.picking)
  }
}

/// Labels with the names of columns between braces.
enum LabelTemplate {
  /// `template` with `{column}` replaced by the value in the first row; without a template, what tells series apart.
  static func text(_ template: String?, table: Table, _ grouping: Grouping) throws -> String {
    guard table.rowCount > 0 else { return "" }
    guard let template else {
      var seen: Set<String> = []
      let columns = [grouping.color, grouping.style].compactMap { $0 }.filter { seen.insert($0).inserted }
      return try columns.map { try value($0, table) }.joined(separator: ", ")
    }
    try Placeholders.require(template, known: table.columns.map(\.name))
    var result = template
    for column in table.columns where result.contains("{\(column.name)}") {
      result = result.replacing("{\(column.name)}", with: try value(column.name, table))
    }
    return result
  }

  /// The first value of `column` as part of a label.
  static func value(_ column: String, _ table: Table) throws -> String {
    switch try table.column(column) {
    case .numbers(let values):
      guard let first = values.first, first.isFinite else { return "–" }
      return NumberLabel.short(first).replacing("$", with: "")
    case .texts(let values): return Markup.escaped(values.first ?? "")
    }
  }
}
