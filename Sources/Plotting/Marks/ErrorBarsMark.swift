/// A capped bar from `low` to `high` at every x, or at every y when the bars lie; drawn over the markers of the panel.
public struct ErrorBarsMark: Mark, Ranged, Companion {
  public var series: Series
  /// Whether the bars are horizontal, at `y`.
  public var isHorizontal = false
  /// Length of the caps in points.
  public var cap: Double

  /// The bars of `series`; the caps reach out beyond markers of the series' size, so that a bar shorter than its marker
  /// can be seen.
  public init(_ series: Series) {
    self.series = series
    cap = series.look.size + 2.6
  }

  public func draw(on plot: inout Plot) {
    var parts: [Path.Part] = []
    let inside = plot.frame.expanded(by: 0.5)
    for row in series.low.indices where row < series.high.count {
      let (low, high) = (series.low[row], series.high[row])
      let ends =
        isHorizontal
        ? (plot.point(edge(low, plot.x), series.y[row]), plot.point(high, series.y[row]))
        : (plot.point(series.x[row], edge(low, plot.y)), plot.point(series.x[row], high))
      guard let a = ends.0?.moved(right: series.shift), let b = ends.1?.moved(right: series.shift),
        min(a.x, b.x) <= inside.right, max(a.x, b.x) >= inside.left,
        min(a.y, b.y) <= inside.bottom, max(a.y, b.y) >= inside.top
      else { continue }
      let lines =
        [[a, b]] + (low <= 0 && edge(low, isHorizontal ? plot.x : plot.y) != low ? [b] : [a, b]).map(capLine)
      parts += lines.prefix(cap > 0 ? 3 : 1).map { Path.Part(points: $0, isClosed: false) }
    }
    if !parts.isEmpty { plot.draw(.stroke(Path(parts: parts), stroke)) }
  }

  /// On a log axis a bar that reaches zero or below ends at the edge, without a cap.
  private func edge(_ value: Double, _ scale: any Scale) -> Double {
    value <= 0 && value.isFinite && scale.fraction(value).isNaN ? scale.domain.lowerBound : value
  }

  private func capLine(_ point: Point) -> [Point] {
    isHorizontal
      ? [Point(point.x, point.y - cap / 2), Point(point.x, point.y + cap / 2)]
      : [Point(point.x - cap / 2, point.y), Point(point.x + cap / 2, point.y)]
  }

  public func extend(x: inout Extent, y: inout Extent) {
    if isHorizontal {
      y.include(series.y)
      x.include(series.low, at: series.y, on: y)
      x.include(series.high, at: series.y, on: y)
    } else {
      x.include(series.x)
      y.include(series.low, at: series.x, on: x)
      y.include(series.high, at: series.x, on: x)
    }
  }

  private var stroke: Stroke { Stroke(series.look.color, width: series.look.width * 0.7) }
  public var kind: String { "errorbars" }
  public var swatches: [Swatch] { [.bar(stroke, cap: cap)] }
}

extension MarkKind {
  static let errorBars = MarkKind("errorbars", "capped bars from low to high") { fields in
    let horizontal = fields.boolean("horizontal", "whether the bars lie, at y instead of x", required: false)
    let cap = fields.optionalNumber(
      "cap", in: 0...100, "length of the caps in points, 0 for stems; 2.6 more than the size of the markers if left out"
    )
    let place = fields.channel(horizontal ? "y" : "x", "where the bars stand")
    let recipe = Recipe(
      x: horizontal ? nil : place, y: horizontal ? place : nil,
      low: fields.channel("low", "the lower ends", numbers: true),
      high: fields.channel("high", "the upper ends", numbers: true),
      middle: fields.channel(
        horizontal ? "x" : "y", "what the bars are about, if their ends are those that its table declares")
    ) { series in
      var mark = ErrorBarsMark(series)
      mark.cap = cap ?? mark.cap
      mark.isHorizontal = horizontal
      return mark
    }
    return horizontal ? recipe : recipe.dodging(fields)
  }
}
