/// The rows of one series and how they look.
public struct Series: Sendable {
  public var label = ""
  public var x: [Double] = []
  public var y: [Double] = []
  public var low: [Double] = []
  public var high: [Double] = []
  public var value: [Double] = []
  public var texts: [String] = []
  public var look: Look
  /// Rank among the series of the same mark, for bars side by side.
  public var index = 0
  /// How many series the mark has.
  public var count = 1
  /// How far to the right of its place on the page the series is drawn, in points.
  public var shift = 0.0
  /// What the rows have in common, as in "layers = 3".
  public var traits: [String] = []

  /// A series without rows.
  public init(look: Look) { self.look = look }
}

/// Colour, line and marker of a series.
public struct Look: Sendable, Equatable {
  public var color: Color
  /// In units of the line width.
  public var dash: [Double] = []
  public var marker = MarkerShape.circle
  /// In points.
  public var width: Double
  /// In points.
  public var size: Double

  /// A look with round markers; `width` and `size` in points.
  public init(
    color: Color, dash: [Double] = [], marker: MarkerShape = .circle, width: Double = 1.2, size: Double = 3.6
  ) {
    self.color = color
    self.dash = dash
    self.marker = marker
    self.width = width
    self.size = size
  }

  /// The line of this look.
  public var stroke: Stroke { Stroke(color, width: width, dash: dash.map { $0 * max(width, 0.5) }) }
}
