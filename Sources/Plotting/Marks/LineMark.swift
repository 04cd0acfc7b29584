/// A polyline through (x, y), broken at missing values.
public struct LineMark: Mark, Curved {
  public var series: Series
  /// Whether every point also carries a marker.
  public var hasMarkers = false
  /// Whether the line goes in steps, changing halfway between points.
  public var isStepped = false

  /// The line of `series`.
  public init(_ series: Series) { self.series = series }

  public func draw(on plot: inout Plot) {
    let points = plot.points(series.x, series.y).map { $0?.moved(right: series.shift) }
    plot.drawLine(isStepped ? stepped(points) : points, series.look.stroke)
    let lone = Plot.runs(points).filter { $0.count == 1 }.flatMap { $0 }
    let marked = hasMarkers ? points.compactMap { $0 }.filter(plot.frame.expanded(by: 0.5).contains) : lone
    if !marked.isEmpty { plot.draw(.markers(markers(marked, plot)), isClipped: false) }
  }

  private func markers(_ points: [Point], _ plot: Plot) -> Markers {
    let look = series.look
    return Markers(
      shape: look.marker, size: look.size, fill: look.color, rim: plot.rim(points, size: look.size), points: points)
  }

  private func stepped(_ points: [Point?]) -> [Point?] {
    var result: [Point?] = []
    for (index, point) in points.enumerated() {
      if index > 0, let before = points[index - 1], let point {
        let middle = (before.x + point.x) / 2
        result += [Point(middle, before.y), Point(middle, point.y)]
      }
      result.append(point)
    }
    return result
  }

  public var kind: String { "line" }
  public var swatches: [Swatch] {
    let (look, line) = (series.look, Swatch.line(series.look.stroke))
    return hasMarkers ? [line, .marker(look.marker, size: look.size, fill: look.color, isOpen: false)] : [line]
  }
}

extension MarkKind {
  static let line = MarkKind("line", "a polyline through points") { fields in
    let markers = fields.boolean("markers", "whether every point carries a marker", required: false)
    let stepped = fields.boolean("steps", "whether the line goes in steps", required: false)
    return Recipe(
      x: fields.channel("x", "the horizontal values"), y: fields.channel("y", "the vertical values")
    ) { series in
      var mark = LineMark(series)
      mark.hasMarkers = markers
      mark.isStepped = stepped
      return mark
    }.dodging(fields)
  }
}
