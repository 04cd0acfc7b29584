import Documents

/// A text of a document and where it stands.
struct Written: Sendable {
  let text: String
  let place: Place
}

extension Fields {
  /// A text with its place, which may be left out.
  func written(_ key: String, _ help: String) -> Written? {
    optionalString(key, help).map { Written(text: $0, place: place(of: key)) }
  }

  /// A value of a column, as tables write it.
  func value(_ help: String) -> String { any("value", help).map { $0.string ?? $0.canonical } ?? "" }
}

/// Which columns split the rows of a mark into series, and which of them are shown.
struct Grouping: Sendable {
  /// One colour for each value.
  private(set) var color: Written?
  /// One dash and marker for each value.
  private(set) var style: Written?
  /// One series for each value, all of one look.
  private(set) var series: Written?
  /// The series shown, in order; all of them if empty.
  private(set) var looks: [SeriesLook] = []

  /// How one value of the first grouping column is shown.
  struct SeriesLook: Sendable {
    let value: String
    let label: Written?
    let look: LookSpecification
  }

  /// One series of all rows.
  init() {}

  init(_ fields: Fields) {
    let none = "; empty for none"
    color = fields.written("color", "the column whose values have a series and a colour each" + none)
    style = fields.written("style", "the column whose values have a series, a dash and a marker each" + none)
    series = fields.written("series", "the column whose values have a series each, all of one look" + none)
    let help = "the values of the grouping column (of `color` if several) that are shown, in order, and their looks"
    looks = fields.objects("looks", help, required: false).map {
      SeriesLook(
        value: $0.value("the value"), label: $0.written("label", "its label, for marks that have none"),
        look: LookSpecification($0))
    }
  }

  /// The grouping with what `outer` says beyond it; looks belong to the columns they are said of.
  func within(_ outer: Grouping) -> Grouping {
    var result = self
    if looks.isEmpty, color == nil, style == nil, series == nil { result.looks = outer.looks }
    result.color = color ?? outer.color
    result.style = style ?? outer.style
    result.series = series ?? outer.series
    return result
  }

  var written: [Written] { [color, style, series].compactMap { $0 }.filter { !$0.text.isEmpty } }
  var columns: [String] { written.map(\.text) }
  var isActive: Bool { !columns.isEmpty }
  var names: String { columns.joined(separator: ", ") }
  /// The columns whose values have looks of their own.
  var styled: [String] { [color, style].compactMap { $0?.text }.filter { !$0.isEmpty } }

  /// The rows of each combination of values, in the order of the looks or in that in which they appear.
  func groups(_ table: Table) throws -> [(look: SeriesLook?, rows: Table)] {
    guard isActive else { return [(nil, table)] }
    let keys = try columns.map { try table.texts($0) }
    var order: [[String]: Int] = [:]
    var groups: [(key: [String], rows: [Int])] = []
    for row in 0..<table.rowCount {
      let key = keys.map { $0[row] }
      let index = order[key] ?? groups.count
      order[key] = index
      if index == groups.count { groups.append((key, [])) }
      groups[index].rows.append(row)
    }
    if looks.isEmpty { return groups.map { (nil, table.picking($0.rows)) } }
    return looks.flatMap { look in groups.filter { $0.key[0] == look.value }.map { (look, table.picking($0.rows)) } }
  }

  /// The values of `column` in the order that ranks them: that of the looks, whether `table` has them or not.
  func values(of column: String, in table: Table) throws -> [String] {
    column == columns.first && !looks.isEmpty ? looks.map(\.value) : try table.texts(column)
  }
}

extension Sequence where Element: Hashable {
  /// The elements without repetitions, in the order in which they appear.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

/// Labels with the names of columns between braces, as in `$L = {layers}$`.
enum LabelTemplate {
  /// `template` with `{column}` replaced by the value in the first row; without a template, what tells series apart.
  ///
  /// - Parameter isPlain: whether texts stand as they are in the data, not as labels write them.
  static func text(
    _ template: String?, table: Table, _ grouping: Grouping = Grouping(), isPlain: Bool = false
  ) throws -> String {
    guard table.rowCount > 0 else { return "" }
    func value(_ column: String) throws -> String { try Self.value(column, table, isPlain) }
    guard let template else { return try grouping.styled.distinct.map(value).joined(separator: ", ") }
    try require(template, known: table.columns.map(\.name))
    var result = template
    for column in table.columns where result.contains("{\(column.name)}") {
      result = result.replacing("{\(column.name)}", with: try value(column.name))
    }
    return result
  }

  /// The first value of `column` as part of a label.
  private static func value(_ column: String, _ table: Table, _ isPlain: Bool) throws -> String {
    switch try table.column(column) {
    case .numbers(let values):
      guard let first = values.first, first.isFinite else { return "–" }
      return NumberLabel.short(first).replacing("$", with: "")
    case .texts(let values): return isPlain ? values.first ?? "" : Markup.escaped(values.first ?? "")
    }
  }

  /// Refuses what looks like a column between braces and is none.
  ///
  /// - Throws: ``PlottingError/unknownPlaceholder(_:text:known:)``.
  static func require(_ template: String, known: [String]) throws {
    if let name = placeholders(template).first(where: { !known.contains($0) }) {
      throw PlottingError.unknownPlaceholder(name, text: template, known: known)
    }
  }

  /// What looks like a column between braces; braces that TeX puts around an argument are left alone.
  static func placeholders(_ template: String) -> [String] {
    let signs = Array(template)
    var names: [String] = []
    var (position, inMath) = (0, false)
    while position < signs.count {
      switch signs[position] {
      case "\\": position += 1
      case "$": inMath.toggle()
      case "{":
        let rest = signs[(position + 1)...]
        guard let end = rest.firstIndex(where: { "{}$\\".contains($0) }), signs[end] == "}" else { break }
        let name = String(rest[..<end])
        if name.wholeMatch(of: /[\p{L}][\p{L}0-9 _-]*/) != nil, !isArgument(signs[..<position], inMath: inMath) {
          names.append(name)
        }
      default: break
      }
      position += 1
    }
    return names
  }

  /// Whether what follows `before` is the argument of a script or of a command.
  private static func isArgument(_ before: ArraySlice<Character>, inMath: Bool) -> Bool {
    guard let last = before.last else { return false }
    if inMath, "_^}".contains(last) { return true }
    let name = before.reversed().prefix { $0.isLetter }.count
    return name > 0 && before.dropLast(name).last == "\\"
  }
}
