/// The area between `low` and `high` over x.
public struct BandMark: Mark, Ranged, Companion {
  public var series: Series
  public var opacity = 0.22

  /// The band of `series`.
  public init(_ series: Series) { self.series = series }

  public func draw(on plot: inout Plot) {
    let lows = bounded(series.low, on: plot)
    let pairs = zip(lows, plot.points(series.x, series.high)).map { low, high -> (Point, Point)? in
      if let low, let high { (low, high) } else { nil }
    }
    let parts = pairs.split { $0 == nil }.map { run -> Path.Part in
      let run = run.compactMap { $0 }
      return Path.Part(points: run.map(\.0) + run.reversed().map(\.1), isClosed: true)
    }.filter { $0.points.count > 3 }
    if parts.isEmpty { return }
    plot.draw(.fill(Path(parts: parts), fill))
  }

  /// On a log axis a band that reaches zero or below goes down to the edge.
  private func bounded(_ values: [Double], on plot: Plot) -> [Point?] {
    zip(series.x, values).map { x, value in
      let isBelow = value <= 0 && value.isFinite && plot.y.fraction(value).isNaN
      return plot.point(x, isBelow ? plot.y.domain.lowerBound : value)
    }
  }

  public func extend(x: inout Extent, y: inout Extent) {
    x.include(series.x)
    y.include(series.low, at: series.x, on: x)
    y.include(series.high, at: series.x, on: x)
  }

  private var fill: Color { series.look.color.faded(opacity) }
  public var kind: String { "band" }
  public var swatches: [Swatch] { [.area(fill)] }
}

extension MarkKind {
  static let band = MarkKind("band", "the area between two curves") { fields in
    let opacity = fields.optionalNumber("opacity", in: 0...1, "opacity of the area, 0.22 if left out")
    return Recipe(
      x: fields.channel("x", "the horizontal values"), low: fields.channel("low", "the lower edge", numbers: true),
      high: fields.channel("high", "the upper edge", numbers: true),
      middle: fields.channel("y", "what the area is about, if its edges are those that its table declares")
    ) { series in
      var mark = BandMark(series)
      mark.opacity = opacity ?? 0.22
      return mark
    }
  }
}
