import Documents

/// The looks of all series of a figure: one value has one look in every panel.
struct StyleBook: Sendable {
  /// More series than this cannot be told apart and are refused.
  static let limit = 400

  private(set) var values: [String: [String]] = [:]
  /// Colours the values in order, instead of the palette.
  let map: ColorMap?

  /// Adds the values of a mark's grouping columns, in the order of their series.
  mutating func learn(_ table: Table, _ grouping: Grouping) throws {
    for column in grouping.styled {
      values[column] = ((values[column] ?? []) + (try grouping.values(of: column, in: table))).distinct
    }
  }

  /// Numbers rank by size, so that the order of rows does not matter.
  mutating func sort() {
    for (column, texts) in values where texts.allSatisfy({ Double($0) != nil }) {
      values[column] = texts.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }
    }
  }

  /// The look of the series that `table` holds.
  func look(_ table: Table, _ grouping: Grouping, _ theme: Theme) throws -> Look {
    let colorRank = try rank(grouping.color, table)
    let styleRank = try rank(grouping.style, table) ?? colorRank ?? 0
    let shapes = MarkerShape.series
    return Look(
      color: color(colorRank ?? 0, of: grouping.color?.text, theme), dash: Theme.dashes[styleRank % Theme.dashes.count],
      marker: shapes[styleRank % shapes.count], width: theme.lineWidth, size: theme.markerSize)
  }

  /// The look of references and rules.
  func guide(_ theme: Theme) -> Look {
    Look(color: theme.muted, dash: [3.5, 2.2], width: theme.lineWidth * 0.65, size: theme.markerSize)
  }

  private func rank(_ column: Written?, _ table: Table) throws -> Int? {
    guard let column = column?.text, !column.isEmpty, let value = try table.texts(column).first else { return nil }
    return values[column]?.firstIndex(of: value)
  }

  private func color(_ rank: Int, of column: String?, _ theme: Theme) -> Color {
    guard let map, let column, let count = values[column]?.count else {
      return theme.palette[rank % theme.palette.count]
    }
    return map.series(rank, of: count, on: theme.page)
  }
}

/// What a document fixes about the look of a mark or of one of its series.
struct LookSpecification: Sendable {
  private var paint: Paint?
  private var dash: Int?
  private var marker: MarkerShape?
  private var width: Double?
  private var size: Double?

  private enum Paint {
    case color(Color)
    case palette(Int)
    case text, muted
  }

  /// The dash patterns by name.
  private enum Dash: String, CaseIterable { case solid, dashed, dotted, dashdot, longdash }

  /// A look of which nothing is fixed.
  init() {}

  init(_ fields: Fields) {
    let help =
      "a colour for all series: a palette number from 1 to 8, `text` or `muted` of the theme, or #RRGGBB, which is"
      + " made darker or brighter where it does not stand out from the background"
    let text = fields.optionalString("paint", help)
    if text == "text" {
      paint = .text
    } else if text == "muted" {
      paint = .muted
    } else if let text, let number = Int(text), (1...8).contains(number) {
      paint = .palette(number - 1)
    } else if let text, let color = Color(text) {
      paint = .color(color)
    } else if text != nil {
      fields.refuse(
        "paint", "`paint` is not a colour", remedy: "write a number from 1 to 8 as a string, `text`, `muted` or #RRGGBB"
      )
    }
    let name = fields.optionalChoice("dash", Dash.solid, "the dash pattern of all series")
    dash = name.flatMap { Dash.allCases.firstIndex(of: $0) }
    marker = fields.optionalChoice("marker", MarkerShape.circle, "the marker of all series")
    width = fields.optionalNumber("width", in: 0...20, "width of the line in points")
    size = fields.optionalNumber("size", in: 0...100, "diameter of the markers in points")
  }

  /// The look with what `outer` fixes beyond it.
  func within(_ outer: LookSpecification) -> LookSpecification {
    var result = self
    result.paint = paint ?? outer.paint
    result.dash = dash ?? outer.dash
    result.marker = marker ?? outer.marker
    result.width = width ?? outer.width
    result.size = size ?? outer.size
    return result
  }

  /// `look` with what is fixed.
  func applied(to look: Look, _ theme: Theme) -> Look {
    var look = look
    switch paint {
    case .color(let color): look.color = color.standingOut(from: theme.page, by: Contrast.mark)
    case .text: look.color = theme.text
    case .muted: look.color = theme.muted
    case .palette(let index): look.color = theme.palette[index % theme.palette.count]
    case nil: break
    }
    if let dash { look.dash = Theme.dashes[dash] }
    if let marker { look.marker = marker }
    if let width { look.width = width }
    if let size { look.size = size }
    return look
  }
}

/// Places side by side for series that would hide each other, one for each colour.
struct Dodge {
  private var slots: [Color] = []
  private let markerSize: Double

  /// The places of `series`, in the order in which their colours appear; `markerSize` in points.
  init(_ series: [Series], markerSize: Double) {
    for one in series where !slots.contains(one.look.color) { slots.append(one.look.color) }
    self.markerSize = markerSize
  }

  /// `series`, neighbours `step` marker sizes apart on the page, symmetric about their true place.
  func shifted(_ series: [Series], by step: Double) -> [Series] {
    series.map { one in
      var result = one
      if let slot = slots.firstIndex(of: one.look.color) {
        result.shift = (Double(slot) - Double(slots.count - 1) / 2) * step * markerSize
      }
      return result
    }
  }
}
