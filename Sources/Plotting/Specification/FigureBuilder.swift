import Documents

/// Joins a specification with its tables.
struct FigureBuilder {
  static let panelLimit = 60
  private let specification: FigureSpecification
  private let tables: [String: Table]
  private var styles: StyleBook
  private var panels: [PanelData] = []

  /// A panel with the rows that its facet leaves.
  private struct PanelData {
    var specification: PanelSpecification
    var facet: (column: String, value: String)?
    var title: String
    /// The title with texts as they are in the data.
    var name = ""
  }

  init(_ specification: FigureSpecification, _ tables: [String: Table]) throws {
    self.specification = specification
    self.tables = tables
    styles = StyleBook(map: specification.colors)
    try requireValues()
    try requireRows()
    for panel in specification.panels { panels += try facets(panel) }
    for panel in panels {
      for mark in panel.specification.allMarks where mark.recipe.needsData {
        try styles.learn(try rows(mark, panel.facet), mark.grouping)
      }
    }
    styles.sort()
  }

  /// Refuses a value with a panel or a look of its own that no row has.
  private func requireValues() throws {
    for panel in specification.panels {
      let marks = panel.allMarks.filter(\.recipe.needsData)
      var wanted = panel.facet.map { [($0, panel.facets.map(\.value))] } ?? []
      wanted += marks.compactMap { mark in mark.grouping.columns.first.map { ($0, mark.grouping.looks.map(\.value)) } }
      for (column, values) in wanted where !values.isEmpty {
        var known: Set<String> = []
        for mark in marks {
          let table = try table(mark.data)
          if table.has(column) { known.formUnion(try table.texts(column)) }
        }
        if let value = values.first(where: { !known.contains($0) }), !known.isEmpty {
          throw PlottingError.noValue(value, column: column, known: known.sorted())
        }
      }
    }
  }

  /// Refuses a mark whose selection no row of its table meets.
  private func requireRows() throws {
    for panel in specification.panels {
      for mark in panel.allMarks where mark.recipe.needsData {
        let table = try table(mark.data)
        guard table.rowCount > 0, let reason = try mark.rows.absence(in: table) else { continue }
        throw PlottingError.nothingSelected(mark: mark.kind, table: table.name, reason: reason)
      }
    }
  }

  private func facets(_ panel: PanelSpecification) throws -> [PanelData] {
    guard let column = panel.facet else { return [PanelData(specification: panel, title: panel.title ?? "")] }
    var values = panel.facets.map(\.value)
    var rows: [String: Table] = [:]
    var known: [String] = []
    for mark in panel.allMarks where mark.recipe.needsData {
      let table = try self.rows(mark)
      known += table.columns.map(\.name).filter { !known.contains($0) }
      guard table.has(column) else { continue }
      for (row, value) in try table.texts(column).enumerated() where rows[value] == nil {
        if panel.facets.isEmpty { values.append(value) }
        rows[value] = table.picking([row])
      }
    }
    if !known.contains(column) { throw PlottingError.noFacet(column: column, known: known) }
    // Without rows there is one panel, as without a facet.
    if values.isEmpty { return [PanelData(specification: panel, title: "")] }
    if values.count > FigureBuilder.panelLimit {
      throw PlottingError.tooManyPanels(column: column, count: values.count, limit: FigureBuilder.panelLimit)
    }
    if panel.facets.isEmpty, values.allSatisfy({ Double($0) != nil }) {
      values.sort { (Double($0) ?? 0) < (Double($1) ?? 0) }
    }
    return try values.enumerated().map { index, value in
      var data = PanelData(specification: panel, facet: (column, value), title: "")
      var template = panel.title
      if !panel.facets.isEmpty {
        let facet = panel.facets[index]
        (data.specification.x, data.specification.y) = (facet.x, facet.y)
        if let label = facet.label { template = template?.replacing("{\(column)}", with: label) ?? label }
      }
      let table = rows[value] ?? Table()
      data.title = try LabelTemplate.text(template ?? "\(Markup.escaped(column)) = {\(column)}", table: table)
      data.name = try LabelTemplate.text(template ?? "\(column) = {\(column)}", table: table, isPlain: true)
      return data
    }
  }

  private func table(_ path: String?) throws -> Table {
    guard let path, let table = tables[path] else { throw PlottingError.noTable(input: path ?? "data") }
    return table
  }

  /// The rows of `mark` in the panel of `facet`; a table without the facet's column is shown in every panel.
  private func rows(_ mark: MarkSpecification, _ facet: (column: String, value: String)? = nil) throws -> Table {
    let table = try mark.rows.apply(try table(mark.data))
    guard let facet, table.has(facet.column) else { return table }
    return try table.filtered(facet.column, equals: facet.value)
  }

  /// The figure with all data in place, on the background that is asked for or that of `theme`.
  func figure(theme: Theme.Name? = nil) throws -> Figure {
    var figure = Figure()
    (figure.title, figure.subtitle) = (specification.title, specification.subtitle)
    (figure.size, figure.aspect, figure.columns) = (specification.size, specification.aspect, specification.columns)
    (figure.width, figure.labels) = (specification.width, specification.labels)
    figure.share =
      specification.share ?? (panels.contains { $0.facet != nil && $0.specification.sharesAxes } ? .both : .none)
    (figure.hasLetters, figure.theme) = (specification.hasLetters, .named(theme ?? specification.theme))
    let shared = AxisNames(
      x: figure.share.sharesX ? try panels.flatMap { try names(\.x, of: $0) }.distinct : [],
      y: figure.share.sharesY ? try panels.flatMap { try names(\.y, of: $0) }.distinct : [])
    figure.panels = try panels.map { try panel($0, shared, figure.theme) }
    if !shared.x.isEmpty { try shareLabels(\.x, "x", of: &figure.panels) }
    if !shared.y.isEmpty { try shareLabels(\.y, "y", of: &figure.panels) }
    return figure
  }

  /// Gives every panel the labels of all names along an axis that they share.
  ///
  /// - Throws: ``PlottingError/twoLabels(name:axis:first:second:)`` where panels label a name differently.
  private func shareLabels(_ axis: WritableKeyPath<Panel, Axis>, _ name: String, of panels: inout [Panel]) throws {
    var labels: [String: String] = [:]
    for (key, label) in panels.flatMap({ $0[keyPath: axis].labels }).sorted(by: { $0.key < $1.key }) {
      if let known = labels.updateValue(label, forKey: key), known != label {
        throw PlottingError.twoLabels(name: key, axis: name, first: known, second: label)
      }
    }
    for index in panels.indices { panels[index][keyPath: axis].labels = labels }
  }

  private func panel(_ data: PanelData, _ shared: AxisNames, _ theme: Theme) throws -> Panel {
    var panel = try plain(data, shared, theme)
    (panel.title, panel.name, panel.legend) = (data.title, data.name, data.specification.legend)
    if let inset = data.specification.inset {
      var content = try plain(PanelData(specification: inset.panel, facet: data.facet, title: ""), AxisNames(), theme)
      (content.title, content.legend) = (inset.panel.title ?? "", .none)
      panel.inset = Panel.Inset(content, width: inset.width, height: inset.height, corner: inset.corner)
    }
    return panel
  }

  private func plain(_ data: PanelData, _ shared: AxisNames, _ theme: Theme) throws -> Panel {
    let specification = data.specification
    var panel = Panel()
    (panel.x, panel.y) = (specification.x, specification.y)
    let own = AxisNames(
      x: shared.x.isEmpty ? try names(\.x, of: data).distinct : shared.x,
      y: shared.y.isEmpty ? try names(\.y, of: data).distinct : shared.y)
    if !own.x.isEmpty { (panel.x.scale, panel.x.names) = (.category, own.x) }
    if !own.y.isEmpty { (panel.y.scale, panel.y.names) = (.category, own.y) }
    let all = try specification.marks.map { mark in
      let table = mark.recipe.needsData ? try rows(mark, data.facet) : Table()
      return (mark, try mark.series(table, styles, theme, names: own))
    }
    let dodge = Dodge(all.filter { $0.0.recipe.dodge != nil }.flatMap { $0.1 }, markerSize: theme.markerSize)
    for (mark, plain) in all {
      let series = mark.recipe.dodge.map { dodge.shifted(plain, by: $0) } ?? plain
      do { panel.marks += try series.map(mark.recipe.make).map { $0.on(theme) } } catch let error as PlottingError {
        throw error.naming(mark.recipe.columns)
      }
    }
    panel.marks = combined(panel.marks)
    try requirePositive(panel, all)
    return panel
  }

  /// Refuses a panel with log axes on which nothing can be shown, although there are numbers.
  private func requirePositive(_ panel: Panel, _ marks: [(MarkSpecification, [Series])]) throws {
    let data = marks.filter { $0.0.recipe.needsData && !$0.0.recipe.isGuide }
    let series = data.flatMap(\.1)
    func columns(_ name: String) -> [String] { marks.flatMap { $0.0.recipe.columns(name) }.distinct }
    let (extents, isLog) = (panel.extents, (x: panel.x.scale == .log, y: panel.y.scale == .log))
    let axes = [("x", isLog.x, extents.x, series.flatMap(\.x)), ("y", isLog.y, extents.y, series.flatMap(\.along))]
    for (name, isLog, extent, values) in axes where isLog {
      let isEmpty = extent.isEmpty && values.contains(where: \.isFinite) && !values.contains { $0 > 0 && $0.isFinite }
      if isEmpty { throw PlottingError.nothingPositive(axis: name, columns: columns(name)) }
    }
    if let mark = data.first?.0, series.allSatisfy(\.hasRows),
      series.contains(where: { $0.hasRow(logX: false, logY: false) }),
      !series.contains(where: { $0.hasRow(logX: isLog.x, logY: isLog.y) })
    {
      let isWithout = axes.first { $0.1 && !$0.3.contains { $0 > 0 && $0.isFinite } }
      if let axis = isWithout { throw PlottingError.nothingPositive(axis: axis.0, columns: columns(axis.0)) }
      throw PlottingError.nothingShown(mark: mark.kind, columns: columns("x") + columns("y"))
    }
    for (name, isLog, extent, _) in axes where isLog && extent.isWithoutPositive {
      throw PlottingError.nothingPositive(axis: name, columns: columns(name))
    }
  }

  /// All table strips are rows of one.
  private func combined(_ marks: [any Mark]) -> [any Mark] {
    let strips = marks.compactMap { $0 as? TableMark }
    return strips.isEmpty ? marks : marks.filter { !($0 is TableMark) } + [TableMark(rows: strips.flatMap(\.rows))]
  }

  /// The names along an axis: those of its columns of texts, or of all columns if the scale is one of categories.
  ///
  /// - Throws: ``PlottingError/textOnAxis(axis:cell:)`` for a text among numbers, or on an axis whose scale was chosen.
  private func names(_ axis: KeyPath<PanelSpecification, Axis>, of panel: PanelData) throws -> [String] {
    let specification = panel.specification
    let chosen = specification[keyPath: axis]
    var names = chosen.names
    let isCategory = chosen.scale == .category || !names.isEmpty
    for mark in specification.marks {
      guard let column = (axis == \PanelSpecification.x ? mark.recipe.x : mark.recipe.y)?.column else { continue }
      let table = try rows(mark, panel.facet)
      let values = try table.column(column)
      if !isCategory, let row = values.firstText, chosen.isScaleChosen || values.hasNumbers {
        throw PlottingError.textOnAxis(
          axis: axis == \PanelSpecification.x ? "x" : "y", cell: CellPlace(table, row: row, column: column, values))
      }
      if isCategory || values.firstText != nil { names += (0..<values.count).map(values.text) }
    }
    return names
  }
}

extension Table { fileprivate func has(_ column: String) -> Bool { columns.contains { $0.name == column } } }

extension Series {
  /// What stands along y: the values, or the ends of an interval about none.
  fileprivate var along: [Double] { y + low + high }

  /// Whether its rows have places along both axes.
  fileprivate var hasRows: Bool { !x.isEmpty && !along.isEmpty }

  /// Whether some row has a finite number for each axis, positive where the axis is logarithmic.
  fileprivate func hasRow(logX: Bool, logY: Bool) -> Bool {
    x.indices.contains { row in
      x[row].isFinite && (x[row] > 0 || !logX)
        && [y, low, high].contains { row < $0.count && $0[row].isFinite && ($0[row] > 0 || !logY) }
    }
  }
}
