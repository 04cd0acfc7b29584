import Documents

/// What stands around a mark: what the mark does not say itself it takes from there.
struct Scope: Sendable {
  /// The path of the reference to the data.
  var data: String?
  var x: Said?
  var y: Said?
  var low: Said?
  var high: Said?
  var dodge: Double?
  var rows = RowSelection()
  var grouping = Grouping()
  var look = LookSpecification()
  var label: Written?
  /// What the legend says of a mark as a whole; no other mark takes it over.
  var key: String?

  /// A scope in which nothing is said.
  init() {}

  /// What figures, panels and marks may all say.
  init(_ fields: Fields) {
    let help = "the tables that hold the columns; those of what stands around if left out"
    data = fields.reference("data", type: "table", many: true, help, required: false)?.path
    rows = RowSelection(fields)
    grouping = Grouping(fields)
  }

  /// The scope with what `outer` says beyond it.
  func within(_ outer: Scope) -> Scope {
    var result = self
    result.data = data ?? outer.data
    result.x = x ?? outer.x
    result.y = y ?? outer.y
    result.low = low ?? outer.low
    result.high = high ?? outer.high
    result.dodge = dodge ?? outer.dodge
    result.rows = rows.within(outer.rows)
    result.grouping = grouping.within(outer.grouping)
    result.look = look.within(outer.look)
    result.label = label ?? outer.label
    return result
  }
}

/// A mark as it stands in a document, before it takes what it does not say from around it.
struct MarkReader {
  private let kind: MarkKind
  private let fields: Fields
  private let own: Scope
  private let content: Content

  private enum Content {
    case mark(Recipe)
    case parts([MarkReader])
  }

  /// Reads the mark under the key of its kind, such as `{"line": {"x": "n", "y": "error"}}`.
  ///
  /// - Returns: nil after noting a problem, if there is not exactly one known key.
  static func read(_ fields: Fields) -> MarkReader? {
    var found: [MarkReader] = []
    for kind in MarkKind.all {
      if let inner = fields.optionalObject(kind.name, kind.help) { found.append(MarkReader(kind, inner)) }
    }
    if let inner = fields.optionalObject(curve.name, curve.help) { found.append(MarkReader(curve: inner)) }
    if found.count != 1 {
      let names = MarkKind.all.map(\.name) + [curve.name]
      fields.refuse(
        names[0], "a mark is an object with one key, its kind",
        remedy: "write one of " + names.map { "`\($0)`" }.joined(separator: ", "))
    }
    return found.first
  }

  /// The kind that consists of others.
  static let curve = (
    name: "curve",
    help: "line, points, band and error bars of one curve; each is drawn if it is written, and says what differs",
    example: #"""
    [{"curve": {"data": "summarise", "x": "n", "y": "mean", "label": "mean", "band": {}, "line": {}, "points": {}}}]
    """#
  )

  private init(_ kind: MarkKind, _ fields: Fields) {
    (self.kind, self.fields) = (kind, fields)
    content = .mark(kind.read(fields))
    var own = MarkReader.scope(fields)
    own.key = fields.optionalString(
      "key", "one entry of the legend for all series of the mark, in a neutral colour, instead of their labels")
    self.own = own
  }

  private init(curve fields: Fields) {
    (kind, self.fields) = (.line, fields)
    var own = MarkReader.scope(fields)
    own.x = fields.said("x", "the horizontal values")
    own.y = fields.said("y", "the vertical values")
    own.low = fields.said("low", "the lower edge of the band, or ends of the error bars")
    own.high = fields.said("high", "the upper edge of the band, or ends of the error bars")
    own.dodge = fields.dodge
    self.own = own
    let parts = MarkKind.parts.compactMap { kind in
      fields.optionalObject(kind.name, kind.help).map { MarkReader(kind, $0) }
    }
    if parts.isEmpty {
      let names = MarkKind.parts.map { "`\($0.name)`" }.joined(separator: ", ")
      fields.refuse("curve", "a curve without parts draws nothing", remedy: "write one or more of \(names)")
    }
    content = .parts(parts)
  }

  private static func scope(_ fields: Fields) -> Scope {
    var own = Scope(fields)
    own.look = LookSpecification(fields)
    own.label = fields.written("label", "the label in the legend, such as $L = {layers}$; empty for none")
    return own
  }

  /// The marks within `outer`, back to front, their columns noted as those of their tables.
  func marks(in outer: Scope) -> [MarkSpecification] {
    var scope = own.within(outer)
    switch content {
    case .parts(let parts):
      let marks = parts.flatMap { part in
        var around = scope
        // The area stands in the legend only if it is asked to.
        if part.kind.name == MarkKind.band.name { around.label = Written(text: "", place: fields.place(of: "label")) }
        return part.marks(in: around)
      }
      fields.tables = marks.compactMap(\.data)
      own.rows.noteColumns(in: fields)
      return marks
    case .mark(var recipe):
      if fields.isDescribing { return [] }
      fields.tables = [scope.data].compactMap { $0 }
      find(&recipe, scope)
      if recipe.needsData, scope.data == nil {
        fields.refuse(
          "data", "the mark `\(kind.name)` has no `data`", remedy: "name a table in the mark, panel or figure")
      }
      if recipe.canDodge { recipe.dodge = recipe.dodge ?? scope.dodge }
      if recipe.needsData { noteColumns(scope) } else { scope.grouping = Grouping() }
      return [MarkSpecification(kind: kind.name, recipe: recipe, scope: scope)]
    }
  }

  /// Gives every channel of `recipe` a source.
  private func find(_ recipe: inout Recipe, _ scope: Scope) {
    recipe.x = found(recipe.x, scope.x)
    recipe.y = found(recipe.y, scope.y, .estimate)
    recipe.value = found(recipe.value, nil)
    recipe.text = found(recipe.text, nil)
    var middle: String?
    let isWhole = (recipe.low?.said ?? scope.low) != nil && (recipe.high?.said ?? scope.high) != nil
    if let channel = recipe.middle, !isWhole || channel.said != nil {
      middle = found(channel, channel.key == "x" ? scope.x : scope.y, .estimate)?.column
    }
    recipe.low = found(recipe.low, scope.low, middle.map { .low(of: $0) })
    recipe.high = found(recipe.high, scope.high, middle.map { .high(of: $0) })
  }

  /// `channel` with what the mark says, else with what stands around it, else with what its table declares.
  private func found(_ channel: Channel?, _ outer: Said?, _ role: Column.Role? = nil) -> Channel? {
    guard var channel else { return nil }
    if channel.said == nil, channel.isRequired { channel.said = outer }
    if case .column(let name)? = channel.source, let place = channel.said?.place {
      fields.noteColumn(name, at: place, numbers: channel.needsNumbers)
    } else if channel.said == nil, channel.isRequired, let role {
      let name = fields.column(channel.key, channel.help, numbers: channel.needsNumbers, as: role)
      channel.said = Said(source: .column(name), place: fields.place(of: channel.key))
    } else if channel.said == nil, channel.isRequired {
      fields.refuse(
        channel.key, "the mark `\(kind.name)` has no `\(channel.key)`",
        remedy: "name the column of \(channel.help) there"
          + ("xy".contains(channel.key) ? ", or as `column` of the axis" : ""))
    }
    return channel
  }

  /// The columns by which rows are selected, split and labelled.
  private func noteColumns(_ scope: Scope) {
    own.rows.noteColumns(in: fields)
    for column in scope.grouping.written { fields.noteColumn(column.text, at: column.place) }
    for label in scope.label.map({ [$0] }) ?? scope.grouping.looks.compactMap(\.label) {
      for name in LabelTemplate.placeholders(label.text) { fields.noteColumn(name, at: label.place) }
    }
  }
}

/// One mark of a panel with everything that it takes from around it: its data, its columns and its look.
struct MarkSpecification: Sendable {
  let kind: String
  let recipe: Recipe
  /// The path of the reference to the data.
  let data: String?
  let rows: RowSelection
  let grouping: Grouping
  private let look: LookSpecification
  private let label: String?
  private let key: String?

  init(kind: String, recipe: Recipe, scope: Scope) {
    (self.kind, self.recipe) = (kind, recipe)
    (data, rows, grouping, look, label) = (scope.data, scope.rows, scope.grouping, scope.look, scope.label?.text)
    key = scope.key
  }

  /// The series of `table`, which holds the selected rows, in the order in which they appear.
  func series(_ table: Table, _ styles: StyleBook, _ theme: Theme, names: AxisNames) throws -> [Series] {
    guard recipe.needsData else {
      var series = Series(look: look.applied(to: styles.guide(theme), theme))
      try fill(&series, Table(), names)
      return [series]
    }
    let groups = try grouping.groups(table)
    if groups.count > StyleBook.limit {
      throw PlottingError.tooManySeries(column: grouping.names, count: groups.count, limit: StyleBook.limit)
    }
    return try groups.enumerated().map { index, group in
      let plain =
        recipe.isGuide && !grouping.isActive ? styles.guide(theme) : try styles.look(group.rows, grouping, theme)
      let base = group.look?.look.applied(to: plain, theme) ?? plain
      var series = Series(look: look.applied(to: base, theme))
      series.key = key.map { Series.Key(label: $0, color: theme.muted) }
      (series.index, series.count) = (index, groups.count)
      let template = label ?? group.look?.label?.text
      series.label = try LabelTemplate.text(template, table: group.rows, grouping)
      series.name = try LabelTemplate.text(template, table: group.rows, grouping, isPlain: true)
      series.traits = try traits(group.rows)
      try fill(&series, group.rows, names)
      return series
    }
  }

  /// What tells the rows of `group` from others: the values of the columns by which rows are grouped or selected.
  private func traits(_ group: Table) throws -> [String] {
    try (grouping.columns + rows.columns(of: group)).distinct.compactMap { column in
      let values = Set(try group.texts(column))
      return values.count == 1 ? values.first.map { "\(column) = \($0)" } : nil
    }
  }

  private func fill(_ series: inout Series, _ table: Table, _ names: AxisNames) throws {
    // A rule without rows of its own still has one value.
    let count = recipe.needsData ? table.rowCount : 1
    series.x = try values(recipe.x, table, count, ("x", names.x))
    series.y = try values(recipe.y, table, count, ("y", names.y))
    series.low = try values(recipe.low, table, count)
    series.high = try values(recipe.high, table, count)
    series.value = try values(recipe.value, table, count)
    if let text = recipe.text?.column { series.texts = try table.texts(text) }
  }

  /// The numbers of a channel; names become their rank on a category axis.
  private func values(
    _ channel: Channel?, _ table: Table, _ count: Int, _ axis: (name: String, names: [String])? = nil
  ) throws -> [Double] {
    switch channel?.source {
    case nil: return []
    case .constant(let value): return Array(repeating: value, count: count)
    case .column(let name):
      guard let axis, !axis.names.isEmpty else { return try table.numbers(name) }
      let ranks = Dictionary(zip(axis.names, axis.names.indices)) { first, _ in first }
      return try table.texts(name).map { text in
        if let rank = ranks[text] { return Double(rank) }
        guard text.isEmpty else { throw PlottingError.noName(text, axis: axis.name, column: name) }
        return .nan
      }
    }
  }
}

/// The names of the two axes, empty where an axis shows numbers.
struct AxisNames: Sendable {
  var x: [String] = []
  var y: [String] = []
}
