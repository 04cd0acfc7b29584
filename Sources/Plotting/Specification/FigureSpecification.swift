import Documents

/// A figure as a document describes it: what to draw, without the data.
public struct FigureSpecification: Sendable {
  let title: String
  let subtitle: String
  let size: Figure.Size
  let aspect: Double
  let columns: Int?
  let share: Figure.Share?
  let legend: LegendPlace
  let hasLetters: Bool
  let theme: Theme.Name
  let colors: ColorMap?
  let panels: [PanelSpecification]
  let data: String?

  /// Reads the fields of a figure; what is wrong is noted there.
  public init(_ fields: Fields) {
    title = fields.optionalString("title", "the title, math between dollar signs") ?? ""
    subtitle = fields.optionalString("subtitle", "a line below the title") ?? ""
    size = fields.optionalChoice("size", Figure.Size.single, "the width, in columns of a page") ?? .single
    aspect = fields.optionalNumber("aspect", in: 0.1...4, "height of a plot area over its width") ?? 0.72
    columns = fields.optionalInteger("columns", in: 1...12, "panels side by side")
    share = fields.optionalChoice("share", Figure.Share.none, "axes that all panels have in common")
    legend = fields.optionalChoice("legend", LegendPlace.best, "where the legend stands") ?? .best
    hasLetters = fields.boolean("letters", "whether panels are lettered (a), (b)", required: false)
    theme = fields.optionalChoice("theme", Theme.Name.light, "the background") ?? .light
    colors = fields.optionalChoice("colors", ColorMap.viridis, "a colour map for series in order")
    data =
      fields.reference(
        "data", type: "table", many: true, "the tables of panels that name none", required: false)?.path
    let read = fields.objects("panels", "the panels, row after row")
    panels = read.map { PanelSpecification($0) }
    for (panel, fields) in zip(panels, read) {
      for (mark, source) in panel.allMarks where mark.recipe.needsData && source == nil && data == nil {
        fields.refuse(
          "marks", "the mark `\(mark.kind)` has no `data`", remedy: "name a table in the mark, panel or figure")
      }
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
