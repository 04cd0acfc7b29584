/// Colours, line widths and sizes of a figure, in points.
public struct Theme: Sendable {
  public var background: Color?
  public var text: Color
  public var muted: Color
  public var grid: Color
  public var palette: [Color]
  public var fontSize = 7.5
  public var smallSize = 6.8
  public var titleSize = 8.5
  public var spineWidth = 0.5
  public var lineWidth = 1.2
  public var markerSize = 3.6
  public var tickLength = 2.5

  /// The variants of the default look.
  public enum Name: String, CaseIterable, Sendable {
    case light, dark
  }

  /// For paper and bright pages.
  public static let light = Theme(
    background: Color(hex: 0xFFFFFF), text: Color(hex: 0x1A1A1A), muted: Color(hex: 0x6B6B6B),
    grid: Color(hex: 0xE4E4E4), palette: Palette.light)

  /// For dark pages.
  public static let dark = Theme(
    background: Color(hex: 0x14171C), text: Color(hex: 0xECECEC), muted: Color(hex: 0xA0A4AA),
    grid: Color(hex: 0x33383F), palette: Palette.dark)

  /// The theme called `name`.
  public static func named(_ name: Name) -> Theme { name == .light ? light : dark }

  /// Dash patterns in units of the line width, told apart in grey print.
  public static let dashes: [[Double]] = [
    [], [4.2, 1.6], [1.2, 1.3], [5.5, 1.4, 1.2, 1.4], [8, 2], [3, 1.2, 1, 1.2, 1, 1.2], [2.4, 1.1], [9, 1.5, 3, 1.5],
  ]
}
