import Documents

/// A figure as a document describes it: what to draw, without the data.
///
/// One rule spares repetition: a mark takes what it does not say from its panel, and a panel from its figure.
public struct FigureSpecification: Sendable {
  let title: String
  let subtitle: String
  let size: Figure.Size
  let aspect: Double
  let columns: Int?
  let share: Figure.Share?
  let hasLetters: Bool
  let theme: Theme.Name
  let colors: ColorMap?
  let panels: [PanelSpecification]

  /// Reads the fields of a figure; what is wrong is noted there.
  public init(_ fields: Fields) {
    title = fields.optionalString("title", "the title, math between dollar signs") ?? ""
    subtitle = fields.optionalString("subtitle", "a line below the title") ?? ""
    size = fields.optionalChoice("size", Figure.Size.single, "the width, in columns of a page") ?? .single
    aspect = fields.optionalNumber("aspect", in: 0.1...4, "height of a plot area over its width") ?? 0.72
    columns = fields.optionalInteger("columns", in: 1...12, "panels side by side")
    share = fields.optionalChoice("share", Figure.Share.none, "axes that all panels have in common")
    hasLetters = fields.boolean("letters", "whether panels are lettered (a), (b)", required: false)
    theme = fields.optionalChoice("theme", Theme.Name.light, "the background") ?? .light
    colors = fields.optionalChoice("colors", ColorMap.viridis, "a colour map for series in order")
    let common = PanelReader(fields, as: .figure)
    let read = fields.objects("panels", "the panels, row after row; one if left out", required: false)
    if fields.has("panels") {
      panels = read.map { PanelReader($0, as: .panel).panel(in: common) }
      fields.tables = panels.flatMap(\.inputs)
      common.scope.rows.noteColumns(in: fields)
    } else {
      panels = [common.panel(in: PanelReader())]
    }
  }

  /// The figure drawn from its tables, by the paths of the references to them.
  ///
  /// - Throws: `PlottingError` or `Problem` with one line on what is wrong with the data.
  public func draw(tables: [String: Table]) throws -> Drawing {
    try FigureBuilder(self, tables).figure().drawing()
  }

  /// What is drawn: one row for each point, with whether the axes could show it.
  public func data(tables: [String: Table]) throws -> Table {
    try FigureBuilder(self, tables).data()
  }
}
