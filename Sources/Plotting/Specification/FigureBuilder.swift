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
  }

  init(_ specification: FigureSpecification, _ tables: [String: Table]) throws {
    self.specification = specification
    self.tables = tables
    styles = StyleBook(map: specification.colors)
    try requireValues()
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
      data.title = try LabelTemplate.text(
        template ?? "\(Markup.escaped(column)) = {\(column)}", table: rows[value] ?? Table())
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

  /// The figure with all data in place.
  func figure() throws -> Figure {
    var figure = Figure()
    (figure.title, figure.subtitle) = (specification.title, specification.subtitle)
    (figure.size, figure.aspect, figure.columns) = (specification.size, specification.aspect, specification.columns)
    figure.share =
      specification.share ?? (panels.contains { $0.facet != nil && $0.specification.sharesAxes } ? .both : .none)
    (figure.hasLetters, figure.theme) = (specification.hasLetters, .named(specification.theme))
    let shared = AxisNames(
      x: figure.share.sharesX ? try panels.flatMap { try names(\.x, of: $0) }.distinct : [],
      y: figure.share.sharesY ? try panels.flatMap { try names(\.y, of: $0) }.distinct : [])
    figure.panels = try panels.map { try panel($0, shared, figure.theme) }
    return figure
  }

  private func panel(_ data: PanelData, _ shared: AxisNames, _ theme: Theme) throws -> Panel {
    var panel = try plain(data, shared, theme)
    (panel.title, panel.legend) = (data.title, data.specification.legend)
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
      do { panel.marks += try series.map(mark.recipe.make) } catch let error as PlottingError {
        throw error.naming(mark.recipe.columns)
      }
    }
    panel.marks = combined(panel.marks)
    let extents = panel.extents
    for (axis, extent, name) in [(panel.x, extents.x, "x"), (panel.y, extents.y, "y")]
    where axis.scale == .log && extent.isWithoutPositive {
      let columns = specification.marks.flatMap { $0.recipe.columns(name) }
      throw PlottingError.nothingPositive(axis: name, columns: columns.distinct)
    }
    return panel
  }

  /// All table strips are rows of one.
  private func combined(_ marks: [any Mark]) -> [any Mark] {
    let strips = marks.compactMap { $0 as? TableMark }
    return strips.isEmpty ? marks : marks.filter { !($0 is TableMark) } + [TableMark(rows: strips.flatMap(\.rows))]
  }

  /// The names along an axis: those of its columns of texts, or of all columns if the scale is one of categories.
  private func names(_ axis: KeyPath<PanelSpecification, Axis>, of panel: PanelData) throws -> [String] {
    let specification = panel.specification
    let isCategory = specification[keyPath: axis].scale == .category
    var names = specification[keyPath: axis].names
    for mark in specification.marks {
      guard let column = (axis == \PanelSpecification.x ? mark.recipe.x : mark.recipe.y)?.column else { continue }
      let values = try rows(mark, panel.facet).column(column)
      if isCategory || values.areNames { names += (0..<values.count).map(values.text) }
    }
    return names
  }
}

extension Table { fileprivate func has(_ column: String) -> Bool { columns.contains { $0.name == column } } }

extension Table.Values {
  /// Whether the values are texts. A table in which every number is missing comes back from its file as empty texts.
  var areNames: Bool {
    guard case .texts(let texts) = self else { return false }
    return !texts.allSatisfy(\.isEmpty)
  }
}

extension FigureBuilder {
  /// Long form: panel, mark, series, x, y, low, high, value, text, and whether the row lies within the axes.
  func data() throws -> Table {
    var rows: [(texts: [String], numbers: [Double])] = []
    for (index, panel) in try figure().panels.enumerated() {
      let extents = panel.extents
      let x = try panel.x.scale(covering: extents.x, name: "x")
      let y = try panel.y.scale(covering: extents.y, name: "y")
      let title = panel.title.isEmpty ? String(index + 1) : panel.title
      for (kind, name, series) in NamedSeries.rows(of: panel) {
        let columns = [series.x, series.y, series.low, series.high, series.value]
        rows += (0..<max(columns.map(\.count).max() ?? 0, series.texts.count)).map { row in
          let numbers = columns.map { row < $0.count ? $0[row] : .nan }
          let text = row < series.texts.count ? series.texts[row] : ""
          return ([title, kind, name, text], numbers + [series.isShown(row, x, y) ? 1 : 0])
        }
      }
    }
    func texts(_ index: Int) -> Table.Values { .texts(rows.map { $0.texts[index] }) }
    func numbers(_ index: Int) -> Table.Values { .numbers(rows.map { $0.numbers[index] }) }
    return try Table([
      ("panel", texts(0)), ("mark", texts(1)), ("series", texts(2)), ("x", numbers(0)), ("y", numbers(1)),
      ("low", numbers(2)), ("high", numbers(3)), ("value", numbers(4)), ("text", texts(3)), ("drawn", numbers(5)),
    ])
  }
}

extension Series {
  /// Whether some of a row lies within both axes.
  fileprivate func isShown(_ row: Int, _ xScale: any Scale, _ yScale: any Scale) -> Bool {
    let isLying = x.isEmpty
    return (x.isEmpty || xScale.shows(x[row], x[row])) && (y.isEmpty || yScale.shows(y[row], y[row]))
      && (value.isEmpty || value[row].isFinite)
      && (low.isEmpty || high.isEmpty || (isLying ? xScale : yScale).shows(low[row], high[row]))
  }
}

extension Scale {
  /// Whether the axis shows some of the values from `low` to `high`; on a log axis they may begin at zero or below.
  fileprivate func shows(_ low: Double, _ high: Double) -> Bool {
    let slack = 1e-9
    guard low.isFinite, high.isFinite else { return false }
    let (start, end) = (fraction(low), fraction(high))
    return !end.isNaN && end >= -slack && (start.isNaN ? low <= 0 && low < high : start <= 1 + slack)
  }
}
