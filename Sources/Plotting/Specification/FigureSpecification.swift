import Documents

/// A figure as a document describes it: what to draw, without the data.
///
/// One rule spares repetition: a mark takes what it does not say from its panel, and a panel from its figure.
public struct FigureSpecification: Sendable {
  let title: String
  let subtitle: String
  let size: Figure.Size
  private(set) var width: Double?
  let aspect: Double
  let columns: Int?
  let share: Figure.Share?
  let hasLetters: Bool
  let labels: Figure.Labels
  private(set) var theme: Theme.Name
  let colors: ColorMap?
  let panels: [PanelSpecification]

  /// Reads the fields of a figure; what is wrong is noted there.
  public init(_ fields: Fields) {
    title = fields.optionalString("title", "the title, math between dollar signs") ?? ""
    subtitle = fields.optionalString("subtitle", "a line below the title") ?? ""
    size = fields.choice("size", default: Figure.Size.single, "the width, in columns of a page")
    width = fields.optionalNumber(
      "width", in: FigureSpecification.widths, "the width in points, such as that of a text, instead of `size`")
    aspect = fields.number("aspect", in: 0.1...4, default: 0.72, "height of a plot area over its width")
    columns = fields.optionalInteger("columns", in: 1...12, "panels side by side")
    share = fields.optionalChoice("share", Figure.Share.none, "axes that all panels have in common")
    hasLetters = fields.boolean("letters", "whether panels are lettered (a), (b)", required: false)
    let help = "where equal labels of axes are written: once for neighbours in a row or column, or at `all` panels"
    labels = fields.choice("labels", default: Figure.Labels.outer, help)
    theme = fields.choice("theme", default: Theme.Name.light, "the background")
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

  /// The widths that a figure may have, in points.
  public static let widths = 120.0...2000.0

  /// The same figure at another width in points, or on another background; nil leaves either as it is.
  ///
  /// Letters and lines keep their sizes: panels that would become too narrow go into more rows, and a legend beside them
  /// below. A width outside ``widths`` becomes the nearest one inside.
  public func set(width: Double? = nil, theme: Theme.Name? = nil) -> FigureSpecification {
    var result = self
    result.width = width.map { min(max($0, Self.widths.lowerBound), Self.widths.upperBound) } ?? self.width
    result.theme = theme ?? self.theme
    return result
  }

  /// The same figure for a page whose text is `width` points wide: a figure of double size fills it, a narrower one keeps
  /// its width as far as it fits.
  public func fitted(to width: Double) -> FigureSpecification {
    set(width: size == .double ? width : min(self.width ?? size.width, width))
  }

  /// The figure drawn from its tables, by the paths of the references to them.
  ///
  /// - Throws: `PlottingError` or `Problem` with one line on what is wrong with the data.
  public func draw(tables: [String: Table]) throws -> Drawing { try FigureBuilder(self, tables).figure().drawing() }

  /// What is drawn: one row for each point, with whether the axes could show it.
  public func data(tables: [String: Table]) throws -> Table { try FigureBuilder(self, tables).figure().data() }

  /// Both, and the drawing as it looks on a dark page, from one look at the tables.
  public func made(tables: [String: Table]) throws -> (drawing: Drawing, dark: Drawing, data: Table) {
    let builder = try FigureBuilder(self, tables)
    let figure = try builder.figure()
    return (try figure.drawing(), try builder.figure(theme: .dark).drawing(), try figure.data())
  }
}

/// What figures, panels and insets may all say.
struct PanelReader {
  let scope: Scope
  private var fields: Fields?
  private var title: Written?
  private var x = AxisSpecification()
  private var y = AxisSpecification()
  private var marks: [MarkReader] = []
  private var legend: LegendPlace?
  private var facet: Written?
  private var facets: [FacetValue<AxisSpecification>] = []
  /// One at most.
  private var insets: [PanelReader] = []

  /// Where the object stands.
  enum Level { case figure, panel, inset }

  /// Only what `scope` says.
  init(_ scope: Scope = Scope()) { self.scope = scope }

  /// What `fields` say.
  init(_ fields: Fields, as level: Level) {
    self.fields = fields
    scope = Scope(fields)
    if level != .figure {
      title = fields.written("title", "the text above the panel; {column} stands for the facet's value")
    }
    x = AxisSpecification(fields, "x", "the horizontal axis")
    y = AxisSpecification(fields, "y", "the vertical axis")
    let help = "what is drawn, back to front, the figure's first; error bars over markers"
    marks = fields.objects("marks", help, required: false).compactMap(MarkReader.read)
    if level == .inset { return }
    legend = fields.optionalChoice("legend", .best, "where the legend stands", standard: LegendPlace.best)
    facet = fields.written("facet", "the column whose values have a panel each; empty for none")
    facets = fields.objects("facets", "the values that have a panel, in order; all if left out", required: false).map {
      FacetValue(
        value: $0.value("the value of the facet's column"),
        label: $0.optionalString("label", "what stands for it in titles"),
        x: AxisSpecification($0, "x", "what differs in its horizontal axis", hasColumn: false),
        y: AxisSpecification($0, "y", "what differs in its vertical axis", hasColumn: false),
        hasOwnAxes: $0.has("x") || $0.has("y"))
    }
    if level == .panel, let inset = fields.optionalObject("inset", "a small panel inside, with axes of its own") {
      insets = [PanelReader(inset, as: .inset)]
    }
  }

  /// The panel within what `outer` says, its columns noted as those of the tables of its marks.
  func panel(in outer: PanelReader) -> PanelSpecification {
    let fields = fields ?? .describing("panel")
    let (x, y) = (x.within(outer.x), y.within(outer.y))
    var around = scope.within(outer.scope)
    let insets = insets.map { InsetSpecification($0.fields ?? fields, $0.panel(in: PanelReader(around))) }
    (around.x, around.y) = (x.column, y.column)
    if marks.isEmpty, outer.marks.isEmpty {
      fields.refuse("marks", "nothing is drawn", remedy: "write the `marks` of the panel, or those of all panels")
    }
    let column = (facet ?? outer.facet).flatMap { $0.text.isEmpty ? nil : $0 }
    // Values belong to the column they are said of.
    let values = facets.isEmpty && facet == nil ? outer.facets : facets
    let panel = PanelSpecification(
      title: title?.text, facet: column?.text,
      facets: values.map {
        FacetValue(
          value: $0.value, label: $0.label, x: $0.x.within(x).axis(fields, "facets"),
          y: $0.y.within(y).axis(fields, "facets"), hasOwnAxes: $0.hasOwnAxes)
      },
      x: x.axis(fields, "x"), y: y.axis(fields, "y"),
      marks: (outer.marks + marks).flatMap { $0.marks(in: around) }, legend: legend ?? outer.legend ?? .best,
      inset: insets.first)
    fields.tables = panel.inputs
    scope.rows.noteColumns(in: fields)
    if let column {
      fields.noteColumn(column.text, at: column.place)
      for name in LabelTemplate.placeholders(title?.text ?? "") {
        fields.noteColumn(name, at: title?.place ?? column.place)
      }
    }
    return panel
  }
}

/// One panel of a facet, with its axes as they stand in the document or as they are drawn.
struct FacetValue<AxisForm: Sendable>: Sendable {
  let value: String
  let label: String?
  let x: AxisForm
  let y: AxisForm
  let hasOwnAxes: Bool
}

/// One panel of a specification, or as many as its facet has values, with everything that it takes from its figure.
struct PanelSpecification: Sendable {
  let title: String?
  let facet: String?
  /// The values that have a panel, in order; all of them if empty.
  let facets: [FacetValue<Axis>]
  var x: Axis
  var y: Axis
  let marks: [MarkSpecification]
  let legend: LegendPlace
  let inset: InsetSpecification?

  /// Whether its panels have their axes in common unless the figure says otherwise.
  var sharesAxes: Bool { facet != nil && !facets.contains(where: \.hasOwnAxes) }

  /// The marks of the panel and of its inset.
  var allMarks: [MarkSpecification] { marks + (inset?.panel.marks ?? []) }

  /// The paths of the references to the tables of its marks.
  var inputs: [String] { allMarks.filter(\.recipe.needsData).compactMap(\.data).distinct }
}

/// A panel inside a panel; a class, since a structure cannot hold another of its own kind.
final class InsetSpecification: Sendable {
  let panel: PanelSpecification
  let corner: Panel.Corner?
  let width: Double
  let height: Double

  init(_ fields: Fields, _ panel: PanelSpecification) {
    self.panel = panel
    corner = fields.optionalChoice("corner", Panel.Corner.topRight, "where it stands; the emptiest if left out")
    width = fields.number("width", in: 0.2...0.8, default: 0.45, "share of the plot area's width")
    height = fields.number("height", in: 0.2...0.8, default: 0.42, "share of its height")
  }
}
