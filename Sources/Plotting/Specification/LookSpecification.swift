import Documents

/// What a specification fixes about the look of a mark, the same for all of its series.
struct LookSpecification: Sendable {
  private let paint: Color?
  private let paletteIndex: Int?
  private let dash: Int?
  private let marker: MarkerShape?
  private let width: Double?
  private let size: Double?

  /// The dash patterns by name.
  private enum Dash: String, CaseIterable {
    case solid, dashed, dotted, dashdot, longdash
  }

  init(_ fields: Fields) {
    let text = fields.optionalString("paint", "a colour for all series: #RRGGBB, or a palette number from 1 to 8")
    paletteIndex = text.flatMap { Int($0) }.flatMap { (1...8).contains($0) ? $0 - 1 : nil }
    paint = text.flatMap { Color($0) }
    if text != nil, paint == nil, paletteIndex == nil {
      fields.refuse("paint", "`paint` is not a colour", remedy: "write #RRGGBB or a number from 1 to 8 as a string")
    }
    let name = fields.optionalChoice("dash", Dash.solid, "the dash pattern of all series")
    dash = name.flatMap { Dash.allCases.firstIndex(of: $0) }
    marker = fields.optionalChoice("marker", MarkerShape.circle, "the marker of all series")
    width = fields.optionalNumber("width", in: 0...20, "width of the line in points")
    size = fields.optionalNumber("size", in: 0...100, "diameter of the markers in points")
  }

  /// `look` with what is fixed.
  func applied(to look: Look, _ theme: Theme) -> Look {
    var look = look
    if let paint { look.color = paint }
    if let paletteIndex { look.color = theme.palette[paletteIndex % theme.palette.count] }
    if let dash { look.dash = Theme.dashes[dash] }
    if let marker { look.marker = marker }
    if let width { look.width = width }
    if let size { look.size = size }
    return look
  }
}
