import Foundation

/// Bars from a base line, side by side where several series share a place.
public struct BarsMark: Mark, Ranged, Legended, Tabular {
  /// The lengths and places; low and high, if given, are drawn as error bars.
  public var series: Series
  /// Whether the bars lie: lengths along x, places along y.
  public var isHorizontal = false

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

  public func draw(on plot: inout Plot) {
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
      let (dx, dy) = isHorizontal ? (0, gap) : (gap, 0)
      let box = Box(
        left: min(a.x, b.x) + dx, top: min(a.y, b.y) + dy, right: max(a.x, b.x) - dx, bottom: max(a.y, b.y) - dy)
      parts.append(Path.Part(points: box.corners, isClosed: true))
    }
    if !parts.isEmpty { plot.draw(.fill(Path(parts: parts), fill)) }
    errorBars(on: &plot)
  }

  private func errorBars(on plot: inout Plot) {
    guard !series.low.isEmpty, !series.high.isEmpty else { return }
    var bars = series
    let room = room
    let middles = places.map { span($0, room).middle }
    if isHorizontal { bars.y = middles } else { bars.x = middles }
    bars.look.color = plot.theme.text
    bars.look.width = 0.9
    ErrorBarsMark(bars, isHorizontal: isHorizontal, cap: 2.6).draw(on: &plot)
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
  static let bars = MarkKind(
    "bars", "bars from zero, side by side",
    example: #"""
      [{"bars": {"data": "table", "x": "seed", "y": "error", "where": {"n": 10}}}]
      """#
  ) { fields in
    let horizontal = fields.boolean("horizontal", "whether the bars lie", required: false)
    return Recipe(
      x: fields.channel("x", "the places, or the lengths of lying bars"),
      y: fields.channel("y", "the heights, or the places of lying bars"),
      low: fields.channel("low", "the lower ends of error bars", numbers: true, required: false),
      high: fields.channel("high", "the upper ends of error bars", numbers: true, required: false)
    ) { BarsMark(series: $0, isHorizontal: horizontal) }
  }
}

/// How often values occur: bars over bins of equal width, or a smooth curve.
///
/// The bins follow Freedman and Diaconis (1981), 2 IQR n^{-1/3} wide, rounded to 1, 2 or 5 times a power of ten; the
/// curve is a Gaussian kernel estimate with Silverman's bandwidth 0.9 min(s, IQR/1.34) n^{-1/5}.
public struct HistogramMark: Mark, Ranged, Legended, Tabular {
  /// What is drawn.
  public enum Form: String, CaseIterable, Sendable { case bars, outline, curve }

  private let series: Series
  private let form: Form
  /// Bin edges and heights, or the curve's points.
  private let xs: [Double]
  private let ys: [Double]

  /// The distribution of `series.x`.
  ///
  /// - Parameter bins: the number of bins; nil to choose.
  /// - Parameter isDensity: whether the area is 1 instead of heights being counts; a curve always is a density.
  public init(_ series: Series, form: Form, bins: Int?, isDensity: Bool) {
    self.series = series
    self.form = form
    let values = series.x.filter { abs($0) < HistogramMark.limit }.sorted()
    (xs, ys) = form == .curve ? Self.curve(values) : Self.bins(values, count: bins, isDensity: isDensity)
  }

  /// Values from here on leave no room for the arithmetic of bins.
  private static let limit = 1e300

  /// A range below this has no bins that arithmetic can tell apart.
  private static let least = 1e-290

  /// Refuses values that would be left out, and a curve that has no width.
  static func require(_ series: Series, _ form: Form) throws {
    if let value = series.x.first(where: { abs($0) >= limit }) {
      throw PlottingError.beyondBins(columns: [], value: value)
    }
    let values = series.x.filter { !$0.isNaN }
    if form == .curve, let first = values.first, values.allSatisfy({ $0 == first }) {
      throw PlottingError.noSpread(columns: [])
    }
  }

  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = min(Int(place), sorted.count - 2)
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  private static func bins(_ sorted: [Double], count: Int?, isDensity: Bool) -> ([Double], [Double]) {
    guard let low = sorted.first, let high = sorted.last else { return ([], []) }
    let total = Double(sorted.count)
    let range = high - low
    guard range > max(max(abs(low), abs(high)) * 1e-12, HistogramMark.least) else {
      let half = max(abs(low) * 0.05, 0.5)
      return ([low - half, low + half], [isDensity ? 1 / (2 * half) : total])
    }
    let spread = quantile(sorted, 0.75) - quantile(sorted, 0.25)
    let wanted = count.map { range / Double($0) } ?? max(2 * spread / cbrt(total), range / 200)
    let width = count == nil ? rounded(wanted) : wanted
    let start = count == nil ? (low / width).rounded(.down) * width : low
    let bins = max(1, min(count ?? Int(((high - start) / width).rounded(.down)) + 1, 10_000))
    var heights = [Double](repeating: 0, count: bins)
    for value in sorted { heights[min(max(Int((value - start) / width), 0), bins - 1)] += 1 }
    if isDensity { heights = heights.map { $0 / (total * width) } }
    return ((0...bins).map { start + Double($0) * width }, heights)
  }

  /// The nearest of 1, 2, 5 times a power of ten on a log scale.
  private static func rounded(_ width: Double) -> Double {
    let power = pow(10, log10(width).rounded(.down))
    let nearest = [1, 2, 5, 10].min { abs(log(width / power / $0)) < abs(log(width / power / $1)) }
    return (nearest ?? 1) * power
  }

  private static func curve(_ sorted: [Double]) -> ([Double], [Double]) {
    guard let low = sorted.first, let high = sorted.last, sorted.count > 1, high > low else { return ([], []) }
    let total = Double(sorted.count)
    let mean = sorted.reduce(0) { $0 + $1 / total }
    let deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (total - 1)).squareRoot()
    let spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34
    let bandwidth = 0.9 * (spread > 0 ? min(deviation, spread) : deviation) * pow(total, -0.2)
    let xs = (0...200).map { low - 3 * bandwidth + Double($0) / 200 * (high - low + 6 * bandwidth) }
    let norm = 1 / (total * bandwidth * (2 * Double.pi).squareRoot())
    var first = 0
    let ys = xs.map { x -> Double in
      while first < sorted.count, sorted[first] < x - 8 * bandwidth { first += 1 }
      let near = sorted[first...].prefix { $0 <= x + 8 * bandwidth }
      return near.reduce(0) { $0 + exp(-0.5 * pow(($1 - x) / bandwidth, 2)) } * norm
    }
    return (xs, ys)
  }

  public func draw(on plot: inout Plot) {
    guard !xs.isEmpty else { return }
    let base = plot.y.fraction(0).isNaN ? plot.y.domain.lowerBound : 0
    let outline = form == .curve ? zip(xs, ys).map { ($0, $1) } : steps(base)
    let points = outline.compactMap { plot.point($0.0, max($0.1, base)) }
    guard let first = points.first, let last = points.last, let floor = plot.point(xs[0], base)?.y else { return }
    let area = points + [Point(last.x, floor), Point(first.x, floor)]
    plot.draw(.fill(Path(area, closed: true), fill))
    if form == .bars { drawSeparators(base, floor, on: &plot) }
    plot.draw(
      .stroke(Path(points), Stroke(series.look.color, width: series.look.width * 0.8, dash: series.look.stroke.dash)))
  }

  private func drawSeparators(_ base: Double, _ floor: Double, on plot: inout Plot) {
    let lines = zip(xs.dropFirst(), zip(ys, ys.dropFirst())).compactMap { x, heights in
      plot.point(x, max(min(heights.0, heights.1), base)).map { [$0, Point($0.x, floor)] }
    }
    let stroke = Stroke(plot.theme.page, width: 0.5)
    if !lines.isEmpty, lines.count < 60 { plot.draw(.stroke(Path(lines: lines), stroke)) }
  }

  private func steps(_ base: Double) -> [(Double, Double)] {
    var points = [(xs[0], base)]
    for (bin, height) in ys.enumerated() { points += [(xs[bin], height), (xs[bin + 1], height)] }
    return points + [(xs[xs.count - 1], base)]
  }

  public func extend(x: inout Extent, y: inout Extent) {
    if xs.isEmpty { return }
    x.include(xs)
    var heights = Extent()
    heights.include(ys + [0])
    heights.isFlushBelow = true
    y.include(heights)
  }

  private var fill: Color { series.look.color.faded(form == .bars ? 0.45 : 0.15) }
  public var kind: String { "histogram" }
  /// The values with their heights: at the middle of every bin, or along the curve.
  public var tabulated: [Series] {
    var result = series
    result.x = form == .curve ? xs : zip(xs, xs.dropFirst()).map { ($0 + $1) / 2 }
    result.y = ys
    return [result]
  }
  public var label: String { series.label }
  public var swatches: [Swatch] { [.area(fill)] }
}

extension MarkKind {
  static let histogram = MarkKind(
    "histogram", "how often the values of a column occur",
    example: #"""
      [{"histogram": {"data": "table", "x": "error", "bins": 4}}]
      """#
  ) { fields in
    let form = fields.choice("form", default: HistogramMark.Form.bars, "bars, their outline, or a smooth curve")
    let bins = fields.optionalInteger("bins", in: 1...10_000, "the number of bins; chosen if left out")
    let density = fields.boolean("density", "whether the area is 1", required: false)
    return Recipe(x: fields.channel("x", "the values")) {
      try HistogramMark.require($0, form)
      return HistogramMark($0, form: form, bins: bins, isDensity: density)
    }
  }
}
