/// Bars from a base line, side by side where several series share a place.
public struct BarsMark: Mark, Ranged, Legended, Tabular {
  public var series: Series
  /// Whether the bars lie: lengths along x, places along y.
  public var isHorizontal = false

  /// The bars of `series`; its low and high, if given, are drawn as error bars.
  public init(_ series: Series) { self.series = series }

  private var places: [Double] { isHorizontal ? series.y : series.x }
  private var lengths: [Double] { isHorizontal ? series.x : series.y }

  /// The width that all bars of one place share: 0.8 of the least distance between places.
  private var room: Double {
    let sorted = Set(places.filter(\.isFinite)).sorted()
    return (zip(sorted.dropFirst(), sorted).map { $0 - $1 }.min() ?? 1) * 0.8
  }

  /// Middle and width of the bar at `place`.
  private func span(_ place: Double, _ room: Double) -> (middle: Double, width: Double) {
    let width = room / Double(max(series.count, 1))
    return (place - room / 2 + width * (Double(series.index) + 0.5), width)
  }

  public func draw(on plot: inout Plot) throws {
    let along = isHorizontal ? plot.x : plot.y
    let base = along.fraction(0).isNaN ? along.domain.lowerBound : 0
    let room = room
    var parts: [Path.Part] = []
    for (place, length) in zip(places, lengths) {
      let (middle, width) = span(place, room)
      let corners = [(middle - width / 2, base), (middle + width / 2, length)].map { place, length in
        isHorizontal ? plot.point(length, place) : plot.point(place, length)
      }
      guard let a = corners[0], let b = corners[1] else { continue }
      let gap = abs(isHorizontal ? b.y - a.y : b.x - a.x) > 3 ? 0.4 : 0
      let box = Box(left: min(a.x, b.x), top: min(a.y, b.y), right: max(a.x, b.x), bottom: max(a.y, b.y))
      let inner =
        isHorizontal
        ? Box(left: box.left, top: box.top + gap, right: box.right, bottom: box.bottom - gap)
        : Box(left: box.left + gap, top: box.top, right: box.right - gap, bottom: box.bottom)
      parts.append(Path.Part(points: inner.corners, isClosed: true))
    }
    if !parts.isEmpty { plot.draw(.fill(Path(parts: parts), fill)) }
    try errorBars(on: &plot)
  }

  private func errorBars(on plot: inout Plot) throws {
    guard !series.low.isEmpty, !series.high.isEmpty else { return }
    var bars = series
    let room = room
    let middles = places.map { span($0, room).middle }
    if isHorizontal { bars.y = middles } else { bars.x = middles }
    bars.look.color = plot.theme.text
    bars.look.width = 0.9
    var mark = ErrorBarsMark(bars)
    mark.isHorizontal = isHorizontal
    mark.cap = 2.6
    mark.draw(on: &plot)
  }

  public func extend(x: inout Extent, y: inout Extent) {
    let room = room
    let edges = places.flatMap { [$0 - room / 2, $0 + room / 2] }
    var along = Extent()
    along.include(lengths + series.low + series.high + [0])
    along.isFlushBelow = along.lower == 0
    along.isFlushAbove = along.upper == 0
    if isHorizontal {
      y.include(edges)
      x.include(along)
    } else {
      x.include(edges)
      y.include(along)
    }
  }

  private var fill: Color { series.look.color.faded(0.85) }
  public var kind: String { "bars" }
  public var tabulated: [Series] { [series] }
  public var label: String { series.label }
  public var swatches: [Swatch] { [.area(fill)] }
}

extension MarkKind {
  static let bars = MarkKind("bars", "bars from zero, side by side") { fields in
    let horizontal = fields.boolean("horizontal", "whether the bars lie", required: false)
    return Recipe(
      x: fields.channel("x", "the places, or the lengths of lying bars"),
      y: fields.channel("y", "the heights, or the places of lying bars"),
      low: fields.optionalChannel("low", "the lower ends of error bars", numbers: true),
      high: fields.optionalChannel("high", "the upper ends of error bars", numbers: true)
    ) { series in
      var mark = BarsMark(series)
      mark.isHorizontal = horizontal
      return mark
    }
  }
}
