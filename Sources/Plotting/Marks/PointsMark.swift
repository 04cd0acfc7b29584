/// A marker at every (x, y).
public struct PointsMark: Mark, Ranged, Ended, Tabular {
  public var series: Series
  /// Opacity from 0 to 1; nil chooses by the number of points.
  public var opacity: Double?

  /// The points of `series`.
  public init(_ series: Series) { self.series = series }

  private var isCrowded: Bool { series.x.count > 400 }
  private var size: Double { isCrowded ? series.look.size * 0.6 : series.look.size }
  private var fill: Color {
    series.look.color.faded(opacity ?? (isCrowded ? max(0.25, 0.9 - 0.1 * Double(series.x.count) / 2000) : 1))
  }

  public func draw(on plot: inout Plot) {
    let inside = plot.frame.expanded(by: 0.5)
    let points = plot.points(series.x, series.y).compactMap { $0 }.filter(inside.contains)
    guard !points.isEmpty else { return }
    let rim = isCrowded || opacity != nil ? nil : plot.theme.background
    plot.draw(
      .markers(Markers(shape: series.look.marker, size: size, fill: fill, rim: rim, points: points)), isClipped: false)
  }

  public func extend(x: inout Extent, y: inout Extent) {
    x.include(series.x)
    y.include(series.y)
  }

  public var kind: String { "points" }
  public var tabulated: [Series] { [series] }
  public var label: String { series.label }
  public var color: Color { series.look.color }
  public var swatch: Swatch {
    .marker(series.look.marker, size: max(size, 2.6), fill: series.look.color, rim: nil)
  }
  public var end: (x: Double, y: Double)? {
    zip(series.x, series.y).filter { $0.isFinite && $1.isFinite }.max { $0.0 < $1.0 }.map { ($0.0, $0.1) }
  }
}

extension MarkKind {
  static let points = MarkKind("points", "a marker at every point") { fields in
    let opacity = fields.optionalNumber("opacity", in: 0...1, "opacity of the markers")
    return Recipe(x: fields.source("x", "the horizontal values"), y: fields.source("y", "the vertical values")) {
      series in
      var mark = PointsMark(series)
      mark.opacity = opacity
      return mark
    }
  }
}
