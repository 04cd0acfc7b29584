/// A polyline through (x, y), broken at missing values.
public struct LineMark: Mark, Curved {
  public var series: Series
  /// Whether every point also carries a marker.
  public var hasMarkers: Bool
  /// Whether the line goes in steps, changing halfway between points.
  public var isStepped: Bool
  /// Whether a smooth curve goes through the points, where x rises.
  public var isSmooth: Bool

  /// The line of `series`.
  public init(_ series: Series, hasMarkers: Bool = false, isStepped: Bool = false, isSmooth: Bool = false) {
    (self.series, self.hasMarkers, self.isStepped, self.isSmooth) = (series, hasMarkers, isStepped, isSmooth)
  }

  public func draw(on plot: inout Plot) {
    let points = plot.points(series.x, series.y).map { $0?.moved(right: series.shift) }
    plot.drawLine(isStepped ? stepped(points) : isSmooth ? smoothed(points) : points, series.look.stroke)
    let lone = Plot.runs(points).filter { $0.count == 1 }.flatMap { $0 }
    let marked = hasMarkers ? points.compactMap { $0 }.filter(plot.frame.expanded(by: 0.5).contains) : lone
    if !marked.isEmpty { plot.draw(.markers(markers(marked, plot)), isClipped: false) }
  }

  private func markers(_ points: [Point], _ plot: Plot) -> Markers {
    let look = series.look
    return Markers(
      shape: look.marker, size: look.size, fill: look.color, rim: plot.rim(points, size: look.size), points: points)
  }

  private func smoothed(_ points: [Point?]) -> [Point?] {
    Array(Plot.runs(points).map { SmoothCurve.through($0).map(Optional.some) }.joined(separator: [nil]))
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
  static let line = MarkKind(
    "line", "a polyline through points",
    example: #"""
      [{"line": {"data": "summarise", "x": "n", "y": "mean", "markers": true}}]
      """#
  ) { fields in
    let markers = fields.boolean("markers", "whether every point carries a marker", required: false)
    let stepped = fields.boolean("steps", "whether the line goes in steps", required: false)
    let smooth = fields.boolean(
      "smooth", "whether a smooth curve goes through the points, as for a law that is known at few places",
      required: false)
    return Recipe(
      x: fields.channel("x", "the horizontal values"), y: fields.channel("y", "the vertical values")
    ) { LineMark($0, hasMarkers: markers, isStepped: stepped, isSmooth: smooth) }.dodging(fields)
  }
}

/// A marker at every (x, y).
public struct PointsMark: Mark, Curved, Colored {
  public var series: Series
  /// Opacity from 0 to 1; nil chooses by the number of points.
  public var opacity: Double?
  /// Whether the markers are outlines.
  public var isOpen: Bool
  /// How `series.value` colours the points; without values nothing.
  public var colors: ColorScale

  /// The points of `series`.
  public init(_ series: Series, opacity: Double? = nil, isOpen: Bool = false, colors: ColorScale? = nil) {
    (self.series, self.opacity, self.isOpen) = (series, opacity, isOpen)
    self.colors = colors ?? ColorScale(scale: LinearScale(0...1), hasBar: false)
  }

  private var isCrowded: Bool { series.x.count > 400 }
  private var size: Double { isCrowded ? series.look.size * 0.6 : series.look.size }
  private var fill: Color {
    series.look.color.faded(opacity ?? (isCrowded ? max(0.25, 0.9 - 0.1 * Double(series.x.count) / 2000) : 1))
  }

  public func draw(on plot: inout Plot) {
    let groups = groups(plot)
    let isPlain = isCrowded || isOpen || opacity != nil
    let rim = isPlain ? nil : plot.rim(groups.flatMap(\.1), size: size)
    for (color, points) in groups where !points.isEmpty {
      let markers = Markers(
        shape: series.look.marker, size: size, fill: color, rim: rim, points: points, isOpen: isOpen)
      plot.draw(.markers(markers), isClipped: false)
    }
  }

  /// The points inside the frame by colour: one without values, else 64 steps of the colour map.
  private func groups(_ plot: Plot) -> [(Color, [Point])] {
    let inside = plot.frame.expanded(by: 0.5)
    let hasValues = !series.value.isEmpty
    var steps: [[Point]] = Array(repeating: [], count: hasValues ? 64 : 1)
    if !hasValues { steps[0].reserveCapacity(series.x.count) }
    for row in series.x.indices {
      guard let point = plot.point(series.x[row], series.y[row]), inside.contains(point) else { continue }
      let fraction = hasValues ? colors.scale.fraction(series.value[row]) : 0
      if !fraction.isNaN { steps[Int(min(max(fraction, 0), 1) * 63)].append(point.moved(right: series.shift)) }
    }
    if !hasValues { return [(fill, steps[0])] }
    return steps.enumerated().map {
      (colors.map.color(Double($0) / 63, onDark: colors.isOnDark).faded(opacity ?? 1), $1)
    }
  }

  public var kind: String { "points" }
  public var swatches: [Swatch] {
    [.marker(series.look.marker, size: max(size, 2.6), fill: series.look.color, isOpen: isOpen)]
  }
}

extension MarkKind {
  static let points = MarkKind(
    "points", "a marker at every point",
    example: #"""
      [{"points": {"data": "table", "x": "n", "y": "error", "color": "seed", "label": "seed {seed}"}}]
      """#
  ) { fields in
    let opacity = fields.optionalNumber(
      "opacity", in: 0...1, "opacity of the markers; chosen by their number if left out")
    let open = fields.boolean("open", "whether the markers are outlines, as for single runs", required: false)
    let value = fields.channel("value", "what the colours show", numbers: true, required: false)
    let colors = ColorSpecification(fields)
    return Recipe(
      x: fields.channel("x", "the horizontal values"), y: fields.channel("y", "the vertical values"), value: value
    ) {
      PointsMark($0, opacity: opacity, isOpen: open, colors: value.said == nil ? nil : try colors.scale($0.value))
    }.dodging(fields)
  }
}

/// The area between `low` and `high` over x.
public struct BandMark: Mark, Ranged, Companion {
  public var series: Series
  public var opacity: Double

  /// The band of `series`.
  public init(_ series: Series, opacity: Double = 0.22) { (self.series, self.opacity) = (series, opacity) }

  public func draw(on plot: inout Plot) {
    let frame = plot.frame
    // On a log axis a band that reaches zero or below goes down to the edge.
    let lows = plot.points(series.x, series.low.map(plot.y.bounded))
    let pairs = zip(lows, plot.points(series.x, series.high)).map { low, high -> (Point, Point)? in
      if let low, let high { (low, high) } else { nil }
    }
    let parts = pairs.split { $0 == nil }.map { run -> Path.Part in
      let run = run.compactMap { $0 }
      let lower = Thinning.outline(run.map(\.0), in: frame)
      return Path.Part(points: lower + Thinning.outline(run.map(\.1), in: frame).reversed(), isClosed: true)
    }.filter { $0.points.count > 3 }
    if !parts.isEmpty { plot.draw(.fill(Path(parts: parts), fill)) }
  }

  public func extend(x: inout Extent, y: inout Extent) { series.extendInterval(at: series.x, &x, &y) }

  private var fill: Color { series.look.color.faded(opacity) }
  public var kind: String { "band" }
  public var swatches: [Swatch] { [.area(fill)] }
}

extension MarkKind {
  static let band = MarkKind(
    "band", "the area between two curves",
    example: #"""
      [{"band": {"data": "summarise", "x": "n", "low": "low", "high": "high"}}]
      """#
  ) { fields in
    let opacity = fields.number("opacity", in: 0...1, default: 0.22, "opacity of the area")
    return Recipe(
      x: fields.channel("x", "the horizontal values"), low: fields.channel("low", "the lower edge", numbers: true),
      high: fields.channel("high", "the upper edge", numbers: true),
      middle: fields.channel("y", "what the area is about, if its edges are those that its table declares")
    ) { BandMark($0, opacity: opacity) }
  }
}

/// A capped bar from `low` to `high` at every x, or at every y when the bars lie; drawn over the markers of the panel.
public struct ErrorBarsMark: Mark, Ranged, Companion {
  public var series: Series
  /// Whether the bars are horizontal, at `y`.
  public var isHorizontal: Bool
  /// Length of the caps in points.
  public var cap: Double

  /// The bars of `series`; unless said otherwise, the caps reach out beyond markers of the series' size, so that a bar
  /// shorter than its marker can be seen.
  init(_ series: Series, isHorizontal: Bool = false, cap: Double? = nil) {
    (self.series, self.isHorizontal, self.cap) = (series, isHorizontal, cap ?? series.look.size + 2.6)
  }

  public func draw(on plot: inout Plot) {
    var lines: [[Point]] = []
    let (inside, scale) = (plot.frame.expanded(by: 0.5), isHorizontal ? plot.x : plot.y)
    for row in series.low.indices where row < series.high.count {
      // On a log axis a bar that reaches zero or below ends at the edge, without a cap.
      let (low, high) = (scale.bounded(series.low[row]), series.high[row])
      let ends =
        isHorizontal
        ? (plot.point(low, series.y[row]), plot.point(high, series.y[row]))
        : (plot.point(series.x[row], low), plot.point(series.x[row], high))
      guard let a = ends.0?.moved(right: series.shift), let b = ends.1?.moved(right: series.shift),
        min(a.x, b.x) <= inside.right, max(a.x, b.x) >= inside.left,
        min(a.y, b.y) <= inside.bottom, max(a.y, b.y) >= inside.top
      else { continue }
      lines.append([a, b])
      if cap > 0 { lines += (series.low[row] == low ? [a, b] : [b]).map(capLine) }
    }
    if !lines.isEmpty { plot.draw(.stroke(Path(lines: lines), stroke)) }
  }

  private func capLine(_ point: Point) -> [Point] {
    isHorizontal
      ? [Point(point.x, point.y - cap / 2), Point(point.x, point.y + cap / 2)]
      : [Point(point.x - cap / 2, point.y), Point(point.x + cap / 2, point.y)]
  }

  public func extend(x: inout Extent, y: inout Extent) {
    if isHorizontal { series.extendInterval(at: series.y, &y, &x) } else { series.extendInterval(at: series.x, &x, &y) }
  }

  private var stroke: Stroke { Stroke(series.look.color, width: series.look.width * 0.7) }
  public var kind: String { "errorbars" }
  public var swatches: [Swatch] { [.bar(stroke, cap: cap)] }
}

extension MarkKind {
  static let errorBars = MarkKind(
    "errorbars", "capped bars from low to high",
    example: #"""
      [{"errorbars": {"data": "summarise", "x": "n", "low": "low", "high": "high"}}]
      """#
  ) { fields in
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
    ) { ErrorBarsMark($0, isHorizontal: horizontal, cap: cap) }
    return horizontal ? recipe : recipe.dodging(fields)
  }
}
