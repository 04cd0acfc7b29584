/// A marker at every (x, y).
public struct PointsMark: Mark, Curved, Colored {
  public var series: Series
  /// Opacity from 0 to 1; nil chooses by the number of points.
  public var opacity: Double?
  /// Whether the markers are outlines.
  public var isOpen = false

  /// How `series.value` colours the points; without values nothing.
  public var colors: ColorScale

  /// The points of `series`.
  public init(_ series: Series) {
    self.series = series
    colors = ColorScale(LinearScale(0...1))
    colors.hasBar = false
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
    return steps.enumerated().map { (colors.map.color(Double($0) / 63).faded(opacity ?? 1), $1) }
  }

  public var kind: String { "points" }
  public var swatches: [Swatch] {
    [.marker(series.look.marker, size: max(size, 2.6), fill: series.look.color, isOpen: isOpen)]
  }
}

extension MarkKind {
  static let points = MarkKind("points", "a marker at every point") { fields in
    let opacity = fields.optionalNumber("opacity", in: 0...1, "opacity of the markers")
    let open = fields.boolean("open", "whether the markers are outlines, as for single runs", required: false)
    let value = fields.optionalChannel("value", "what the colours show", numbers: true)
    let colors = ColorSpecification(fields)
    return Recipe(
      x: fields.channel("x", "the horizontal values"), y: fields.channel("y", "the vertical values"), value: value
    ) { series in
      var mark = PointsMark(series)
      mark.opacity = opacity
      mark.isOpen = open
      if value.said != nil { mark.colors = try colors.scale(series.value) }
      return mark
    }.dodging(fields)
  }
}
