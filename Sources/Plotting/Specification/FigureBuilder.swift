import Documents

/// Joins a specification with its tables.
struct FigureBuilder {
  static let panelLimit = 60
  private let specification: FigureSpecification
  private let tables: [String: Table]
  private var styles: StyleBook
  private let panels: [PanelData]

  /// A panel with the rows that its facet leaves.
  struct PanelData {
    let specification: PanelSpecification
    let facet: (column: String, value: String)?
    let title: String
  }

  init(_ specification: FigureSpecification, _ tables: [String: Table]) throws {
    self.specification = specification
    self.tables = tables
    styles = StyleBook(map: specification.colors)
    panels = try specification.panels.flatMap { try FigureBuilder.facets($0, specification, tables) }
    for panel in panels {
      for (mark, data) in panel.specification.allMarks where mark.recipe.needsData {
        try styles.learn(try rows(mark, data, panel), mark.grouping)
      }
    }
    styles.sort()
  }

  private static func facets(
    _ panel: PanelSpecification, _ figure: FigureSpecification, _ tables: [String: Table]
  ) throws -> [PanelData] {
    guard let column = panel.facet else {
      return [PanelData(specification: panel, facet: nil, title: panel.title ?? "")]
    }
    var values: [String] = []
    var rows: [String: Table] = [:]
    var known: [String] = []
    for (mark, data) in panel.allMarks where mark.recipe.needsData {
      let table = try mark.rows.apply(try FigureBuilder.table(data ?? figure.data, tables))
      known += table.columns.map(\.name).filter { !known.contains($0) }
      guard table.columns.contains(where: { $0.name == column }) else { continue }
      for (row, value) in try table.texts(column).enumerated() where rows[value] == nil {
        values.append(value)
        rows[value] = table.picking([row])
      }
    }
    if !known.contains(column) { throw PlottingError.noFacet(column: column, known: known) }
    // Without rows there is one panel, as without a facet.
    if values.isEmpty { return [PanelData(specification: panel, facet: nil, title: "")] }
    if values.count > panelLimit {
      throw PlottingError.tooManyPanels(column: column, count: values.count, limit: panelLimit)
    }
    if values.allSatisfy({ Double($0) != nil }) { values.sort { (Double($0) ?? 0) < (Double($1) ?? 0) } }
    let template = panel.title ?? "\(Markup.escaped(column)) = {\(column)}"
    let none = Grouping.none
    return try values.map { value in
      let title = try LabelTemplate.text(template, table: rows[value] ?? Table(), none)
      return PanelData(specification: panel, facet: (column, value), title: title)
    }
  }

  private static func table(_ path: String?, _ tables: [String: Table]) throws -> Table {
    guard let path, let table = tables[path] else { throw PlottingError.noTable(input: path ?? "data") }
    return table
  }

  /// The rows of `mark` in `panel`; a table without the facet's column is shown in every panel.
  private func rows(_ mark: MarkSpecification, _ data: String?, _ panel: PanelData) throws -> Table {
    let table = try mark.rows.apply(try FigureBuilder.table(data ?? specification.data, tables))
    guard let facet = panel.facet, table.columns.contains(where: { $0.name == facet.column }) else { return table }
    return try table.filtered(facet.column, equals: facet.value)
  }

  /// The figure with all data in place.
  func figure() throws -> Figure {
    var figure = Figure()
    figure.title = specification.title
    figure.subtitle = specification.subtitle
    figure.size = specification.size
    figure.aspect = specification.aspect
    figure.columns = specification.columns
    figure.share = specification.share ?? (panels.contains { $0.facet != nil } ? .both : .none)
    figure.hasLetters = specification.hasLetters
    figure.theme = .named(specification.theme)
    let shared = AxisNames(
      x: figure.share.sharesX ? try unique(panels.flatMap { try names(\.x, of: $0) }) : [],
      y: figure.share.sharesY ? try unique(panels.flatMap { try names(\.y, of: $0) }) : [])
    figure.panels = try panels.map { try panel($0, shared, figure.theme) }
    return figure
  }

  private func panel(_ data: PanelData, _ shared: AxisNames, _ theme: Theme) throws -> Panel {
    var panel = try plain(data, data.specification, shared, theme)
    panel.title = data.title
    panel.legend = data.specification.legend ?? specification.legend
    if let inset = data.specification.inset {
      let small = PanelData(specification: inset.panel, facet: data.facet, title: inset.panel.title ?? "")
      var content = try plain(small, inset.panel, AxisNames(), theme, data: data.specification.data)
      content.title = small.title
      content.legend = .none
      panel.inset = Panel.Inset(content, width: inset.width, height: inset.height, corner: inset.corner)
    }
    return panel
  }

  private func plain(
    _ data: PanelData, _ specification: PanelSpecification, _ shared: AxisNames, _ theme: Theme,
    data outer: String? = nil
  ) throws -> Panel {
    var panel = Panel()
    panel.x = specification.x
    panel.y = specification.y
    let own = AxisNames(
      x: shared.x.isEmpty ? unique(try names(\.x, of: data, outer)) : shared.x,
      y: shared.y.isEmpty ? unique(try names(\.y, of: data, outer)) : shared.y)
    if !own.x.isEmpty { (panel.x.scale, panel.x.names) = (.category, own.x) }
    if !own.y.isEmpty { (panel.y.scale, panel.y.names) = (.category, own.y) }
    let all = try specification.marks.map { mark in
      let table =
        mark.recipe.needsData ? try rows(mark, mark.data ?? specification.data ?? outer, data) : Table()
      return (mark, try mark.series(table, styles, theme, names: own))
    }
    let dodge = Dodge(all.filter { $0.0.recipe.dodge != nil }.flatMap { $0.1 }, markerSize: theme.markerSize)
    for (mark, plain) in all {
      let series = mark.recipe.dodge.map { dodge.shifted(plain, by: $0) } ?? plain
      do {
        panel.marks += try series.map(mark.recipe.make)
      } catch let error as PlottingError {
        throw error.naming(mark.recipe.columns)
      }
    }
    panel.marks = combined(panel.marks)
    let extents = panel.extents
    for (axis, extent, name) in [(panel.x, extents.x, "x"), (panel.y, extents.y, "y")]
    where axis.scale == .log && extent.isWithoutPositive {
      let columns = specification.marks.flatMap { $0.recipe.columns(name) }
      throw PlottingError.nothingPositive(axis: name, columns: unique(columns))
    }
    return panel
  }

  /// All table strips are rows of one.
  private func combined(_ marks: [any Mark]) -> [any Mark] {
    let strips = marks.compactMap { $0 as? TableMark }
    return strips.isEmpty ? marks : marks.filter { !($0 is TableMark) } + [TableMark(strips.flatMap(\.rows))]
  }

  /// The names along an axis: those of its columns of texts, or of all columns if the scale is one of categories.
  private func names(
    _ axis: KeyPath<PanelSpecification, Axis>, of panel: PanelData, _ outer: String? = nil
  ) throws -> [String] {
    let specification = panel.specification
    let isCategory = specification[keyPath: axis].scale == .category
    var names = specification[keyPath: axis].names
    for mark in specification.marks {
      let source = axis == \PanelSpecification.x ? mark.recipe.x : mark.recipe.y
      guard case .column(let column) = source else { continue }
      let table = try rows(mark, mark.data ?? specification.data ?? outer, panel)
      let values = try table.column(column)
      if isCategory || values.areNames { names += (0..<values.count).map(values.text) }
    }
    return names
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension Table.Values {
  /// Whether the values are texts. A table in which every number is missing comes back from its file as empty texts.
  var areNames: Bool {
    guard case .texts(let texts) = self else { return false }
    return !texts.allSatisfy(\.isEmpty)
  }
}

extension Grouping {
  /// One series of all rows.
  static let none = Grouping()

  private init() { (color, style, series) = (nil, nil, nil) }
}
