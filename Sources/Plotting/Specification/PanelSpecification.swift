import Documents

/// One panel of a specification, or as many as its facet column has values.
struct PanelSpecification: Sendable {
  let title: String?
  let data: String?
  let facet: String?
  let x: Axis
  let y: Axis
  let marks: [MarkSpecification]
  let legend: LegendPlace?
  let inset: InsetSpecification?

  init(_ fields: Fields, isInset: Bool = false) {
    title = fields.optionalString("title", "the text above the panel; {column} stands for the facet's value")
    data =
      fields.reference(
        "data", type: "table", many: true, "the tables of marks that name none", required: false)?.path
    x = AxisSpecification.read(fields, "x", "the horizontal axis")
    y = AxisSpecification.read(fields, "y", "the vertical axis")
    marks = fields.objects("marks", "what is drawn, back to front; error bars over markers").compactMap(
      MarkSpecification.read)
    if isInset {
      (facet, legend, inset) = (nil, LegendPlace.none, nil)
    } else {
      facet = fields.optionalString("facet", "the column whose values have a panel each")
      legend = fields.optionalChoice("legend", LegendPlace.best, "where the legend stands; the figure's if left out")
      inset = fields.optionalObject("inset", "a small panel inside").map(InsetSpecification.init)
    }
  }

  /// The marks of the panel and of its inset.
  var allMarks: [(mark: MarkSpecification, data: String?)] {
    marks.map { ($0, $0.data ?? data) } + (inset?.panel.marks.map { ($0, $0.data ?? inset?.panel.data ?? data) } ?? [])
  }
}

/// A panel inside a panel; a class, since a structure cannot hold another of its own kind.
final class InsetSpecification: Sendable {
  let panel: PanelSpecification
  let corner: Panel.Corner?
  let width: Double
  let height: Double

  init(_ fields: Fields) {
    corner = fields.optionalChoice("corner", Panel.Corner.topRight, "where it stands; the emptiest if left out")
    width = fields.optionalNumber("width", in: 0.2...0.8, "share of the plot area's width, 0.45 if left out") ?? 0.45
    height = fields.optionalNumber("height", in: 0.2...0.8, "share of its height, 0.42 if left out") ?? 0.42
    panel = PanelSpecification(fields, isInset: true)
  }
}
