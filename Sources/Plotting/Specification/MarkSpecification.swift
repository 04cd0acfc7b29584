import Documents

/// One mark of a specification: its data, its columns and its look.
struct MarkSpecification: Sendable {
  let kind: String
  let recipe: Recipe
  /// The path of the reference to the data; nil to use the panel's.
  let data: String?
  let rows: RowSelection
  let grouping: Grouping
  let look: LookSpecification
  let label: String?

  /// Reads the mark under the key of its kind, such as `{"line": {"x": "n", "y": "error"}}`.
  ///
  /// - Returns: nil after noting a problem, if there is not exactly one known key.
  static func read(_ fields: Fields) -> MarkSpecification? {
    var found: [MarkSpecification] = []
    for kind in MarkKind.all {
      guard let inner = fields.optionalObject(kind.name, kind.help) else { continue }
      found.append(MarkSpecification(kind, inner))
    }
    if found.count != 1 {
      fields.refuse(
        MarkKind.all[0].name, "a mark is an object with one key, its kind",
        remedy: "write one of " + MarkKind.all.map { "`\($0.name)`" }.joined(separator: ", "))
    }
    return found.first
  }

  private init(_ kind: MarkKind, _ fields: Fields) {
    self.kind = kind.name
    data =
      fields.reference(
        "data", type: "table", many: true, "the tables that hold the columns; the panel's if left out", required: false)?
      .path
    recipe = kind.read(fields)
    rows = RowSelection(fields)
    grouping = Grouping(fields)
    look = LookSpecification(fields)
    label = fields.optionalString("label", "the label in the legend, such as $L = {layers}$")
  }

  /// The series of `table`, in the order in which they appear.
  func series(_ table: Table, _ styles: StyleBook, _ theme: Theme, names: AxisNames) throws -> [Series] {
    guard recipe.needsData else {
      var series = Series(look: look.applied(to: styles.guide(theme), theme))
      try fill(&series, Table(), names)
      return [series]
    }
    let kept = try rows.apply(table)
    let groups = try grouping.groups(kept)
    if groups.count > StyleBook.limit {
      throw PlottingError.tooManySeries(column: grouping.names, count: groups.count, limit: StyleBook.limit)
    }
    return try groups.enumerated().map { index, group in
      let base = recipe.isGuide && !grouping.isActive ? styles.guide(theme) : try styles.look(group, grouping, theme)
      var series = Series(look: look.applied(to: base, theme))
      series.index = index
      series.count = groups.count
      series.label = try LabelTemplate.text(label, table: group, grouping)
      series.traits = try traits(group)
      try fill(&series, group, names)
      return series
    }
  }

  /// What tells the rows of `group` from others: the values of the columns by which rows are grouped or selected.
  private func traits(_ group: Table) throws -> [String] {
    var columns: [String] = []
    for column in grouping.columns + rows.columns where !columns.contains(column) { columns.append(column) }
    return try columns.compactMap { column in
      let values = Set(try group.texts(column))
      return values.count == 1 ? values.first.map { "\(column) = \($0)" } : nil
    }
  }

  private func fill(_ series: inout Series, _ table: Table, _ names: AxisNames) throws {
    // A rule without rows of its own still has one value.
    let count = recipe.needsData ? table.rowCount : 1
    series.x = try values(recipe.x, table, count, names.x)
    series.y = try values(recipe.y, table, count, names.y)
    series.low = try values(recipe.low, table, count, nil)
    series.high = try values(recipe.high, table, count, nil)
    series.value = try values(recipe.value, table, count, nil)
    if let text = recipe.text { series.texts = try table.texts(text) }
  }

  /// The numbers of a channel; names become their rank on a category axis.
  private func values(_ source: Source?, _ table: Table, _ count: Int, _ names: [String]?) throws -> [Double] {
    switch source {
    case nil: return []
    case .constant(let value): return Array(repeating: value, count: count)
    case .column(let name):
      if let names, !names.isEmpty {
        let ranks = Dictionary(zip(names, names.indices)) { first, _ in first }
        return try table.texts(name).map { ranks[$0].map(Double.init) ?? .nan }
      }
      if try table.column(name).areNames { throw PlottingError.notNumbers(column: name, mark: kind) }
      return try table.numbers(name)
    }
  }
}

/// The names of the two axes, empty where an axis shows numbers.
struct AxisNames: Sendable {
  var x: [String] = []
  var y: [String] = []
}
