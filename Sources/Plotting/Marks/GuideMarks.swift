import Foundation

/// Straight lines across the whole panel at given values.
public struct RuleMark: Mark, Ranged, Legended, Placed, Tabular {
  /// Horizontal lines stand at `y` or, where that is empty, vertical ones at `x`.
  public var series: Series
  /// A text set along the line; empty for none.
  public var text = ""

  private var isHorizontal: Bool { !series.y.isEmpty }

  public func draw(on plot: inout Plot) throws {
    let frame = plot.frame
    for value in isHorizontal ? series.y : series.x {
      let (x, y) = isHorizontal ? (plot.x.domain.lowerBound, value) : (value, plot.y.domain.lowerBound)
      guard let place = plot.point(x, y), frame.expanded(by: 0.5).contains(place) else { continue }
      let ends =
        isHorizontal
        ? [Point(frame.left, place.y), Point(frame.right, place.y)]
        : [Point(place.x, frame.bottom), Point(place.x, frame.top)]
      plot.draw(.stroke(Path(ends), series.look.stroke), role: .guide)
      if !text.isEmpty { try label(at: place, on: &plot) }
    }
  }

  /// Sets the text beside the line where the panel is emptiest.
  private func label(at place: Point, on plot: inout Plot) throws {
    let layout = try TextLayout(text, size: plot.labelSize).truncated(to: plot.frame.width * 0.9)
    var candidates: [(Point, Anchor)] = []
    let (frame, gap) = (plot.frame, 2.5)
    for fraction in [1, 0, 0.75, 0.25, 0.5] {
      if isHorizontal {
        let x = frame.left + gap + fraction * (frame.width - 2 * gap)
        candidates.append((Point(x, place.y - gap), Anchor(x: fraction, y: 1)))
        candidates.append((Point(x, place.y + gap), Anchor(x: fraction, y: 0)))
      } else {
        let y = frame.top + gap + (1 - fraction) * (frame.height - 2 * gap)
        candidates.append((Point(place.x + gap, y), Anchor(x: 0, y: 1 - fraction)))
        candidates.append((Point(place.x - gap, y), Anchor(x: 1, y: 1 - fraction)))
      }
    }
    plot.drawFreely(
      candidates.map {
        layout.placed("rule", at: $0.0, $0.1, color: plot.ink(series.look.color), halo: plot.theme.background)
      })
  }

  public func extend(x: inout Extent, y: inout Extent) {
    if isHorizontal { y.include(series.y) } else { x.include(series.x) }
  }

  public var kind: String { "rule" }
  public var tabulated: [Series] { [series] }
  public var label: String { series.label }
  public var swatches: [Swatch] { [.line(series.look.stroke)] }
}

extension MarkKind {
  static let rule = MarkKind(
    "rule", "straight lines across the panel",
    example: #"""
      [{"points": {"data": "table", "x": "n", "y": "error"}}, {"rule": {"y": 0.1, "text": "wanted"}}]
      """#
  ) { fields in
    let text = fields.optionalString("text", "a text along the line")
    let x = fields.channel("x", "where vertical lines stand", required: false)
    let y = fields.channel("y", "where horizontal lines stand", required: false)
    if (x.said == nil) == (y.said == nil) {
      fields.refuse("x", "a rule stands at `x` or at `y`", remedy: "give one of the two")
    }
    return Recipe(x: x.said == nil ? nil : x, y: y.said == nil ? nil : y, isGuide: true) {
      RuleMark(series: $0, text: text ?? "")
    }
  }
}

/// The curve y = c x^exponent as a reference: a straight line on two log axes.
///
/// Without a height it is set where the panel is free, next to the data.
public struct SlopeMark: Mark, Placed {
  public var exponent: Double
  /// The text beside the line, in the notation of labels.
  public var text: String
  /// From where to where it goes; nil for the middle of the axis.
  public var range: ClosedRange<Double>?
  /// The height at the lower end of the range; nil to seek a free place.
  public var height: Double?
  /// Whether a triangle is drawn whose legs show run and rise.
  public var isTriangle = false
  public var look: Look

  public func draw(on plot: inout Plot) throws {
    let xs = abscissae(plot)
    guard let first = xs.first else { return }
    guard first > 0 else { throw PlottingError.slopeWithoutValue(exponent: exponent, x: first) }
    let layout = try TextLayout(text, size: plot.labelSize).truncated(to: plot.frame.width * 0.6)
    var best: (cost: Int, points: [Point], label: TextItem)?
    let occupied = Occupancy(plot)
    var isDrawable = false
    for start in heights(plot) {
      let points = xs.compactMap { plot.point($0, start * pow($0 / first, exponent)) }
      if points.count < 2 { continue }
      isDrawable = true
      if height == nil, !points.allSatisfy(plot.frame.expanded(by: -3).contains) { continue }
      for label in labels(layout, points, plot) where plot.frame.contains(label.bounds) {
        let cost = cost(points, label, occupied)
        if cost < best?.cost ?? .max { best = (cost, points, label) }
      }
    }
    guard isDrawable else { throw PlottingError.slopeTooSteep(exponent: exponent) }
    guard let best else { return }
    let stroke = Stroke(look.color, width: look.width * 0.8, dash: isTriangle ? [] : look.stroke.dash)
    plot.draw(.stroke(Path(corners(best.points), closed: isTriangle), stroke), role: .guide)
    if !text.isEmpty { plot.draw(.text(best.label), role: .label, isClipped: false) }
  }

  /// What the reference covers counts most; among free places the one nearest to the data is best.
  private func cost(_ points: [Point], _ label: TextItem, _ occupied: Occupancy) -> Int {
    let outline = Path(corners(points), closed: isTriangle).samples(every: 4)
    let covered = occupied.count(label.bounds.expanded(by: 1)) + outline.reduce(0) { $0 + occupied.count(near: $1, 3) }
    let nearby = [8.0, 14, 22, 32].first { reach in outline.contains { occupied.count(near: $0, reach) > 0 } }
    return covered * 1000 + Int(nearby ?? 60)
  }

  /// The triangle's corners, or the line's points.
  private func corners(_ points: [Point]) -> [Point] {
    guard isTriangle, let first = points.first, let last = points.last else { return points }
    return [first, last, exponent < 0 ? Point(first.x, last.y) : Point(last.x, first.y)]
  }

  private func abscissae(_ plot: Plot) -> [Double] {
    let count = plot.x is LogScale && plot.y is LogScale ? 1 : 40
    let span = isTriangle ? (0.4, 0.6) : (0.3, 0.7)
    let (lower, upper) = (plot.value(span.0), plot.value(span.1))
    let range = range ?? min(lower, upper)...max(lower, upper)
    let isLog = plot.x is LogScale && range.lowerBound > 0
    return (0...count).map { step in
      let t = Double(step) / Double(count)
      return isLog
        ? range.lowerBound * pow(range.upperBound / range.lowerBound, t)
        : range.lowerBound + (range.upperBound - range.lowerBound) * t
    }
  }

  /// Heights to try: the given one, or all over the panel, the middle first.
  private func heights(_ plot: Plot) -> [Double] {
    if let height { return [height] }
    return (0..<48).map { step in
      let offset = Double((step + 1) / 2) / 48
      return plot.height(0.5 + (step % 2 == 0 ? offset : -offset))
    }.filter { $0 > 0 }
  }

  private func labels(_ layout: TextLayout, _ points: [Point], _ plot: Plot) -> [TextItem] {
    let corners = corners(points)
    guard let first = points.first, let last = points.last else { return [] }
    let middle = points.count == 2 ? Point((first.x + last.x) / 2, (first.y + last.y) / 2) : points[points.count / 2]
    let falls = last.y > first.y
    let gap = 2.5
    func item(_ x: Double, _ y: Double, _ anchor: Anchor) -> TextItem {
      layout.placed("slope", at: Point(x, y), anchor, color: plot.ink(look.color), halo: plot.theme.background)
    }
    if isTriangle {
      let (side, anchor) = exponent < 0 ? (-gap, 1.0) : (gap, 0)
      return [item(corners[2].x + side, (first.y + last.y) / 2, Anchor(x: anchor, y: 0.5))]
    }
    return [
      item(middle.x + gap, middle.y - gap, Anchor(x: falls ? 0 : 1, y: 1)),
      item(middle.x - gap, middle.y + gap, Anchor(x: falls ? 1 : 0, y: 0)),
      item(last.x + gap, last.y, Anchor(x: 0, y: 0.5)), item(first.x - gap, first.y, Anchor(x: 1, y: 0.5)),
    ]
  }
}

extension MarkKind {
  static let slope = MarkKind(
    "slope", "a reference of a given exponent",
    example: #"""
      [{"points": {"data": "table", "x": "n", "y": "error"}}, {"slope": {"exponent": -0.5, "text": "$n^{-1/2}$"}}]
      """#
  ) { fields in
    let exponent = fields.number("exponent", in: -100...100, "the exponent of the power law")
    let text = fields.optionalString("text", "the text beside it, such as $n^{-1/2}$; the exponent if left out")
    let range = fields.numbers("x", in: 0...Double.greatestFiniteMagnitude, "where it begins and ends", required: false)
    if range.count == 1 || range.count > 2 || range.count == 2 && range[0] >= range[1] {
      fields.refuse("x", "the reference must go from a lower to a higher x", remedy: "write two rising numbers")
    }
    let height = fields.optionalNumber(
      "y", in: 0...Double.greatestFiniteMagnitude, "its height where it begins; a free place if left out")
    let triangle = fields.boolean("triangle", "whether to draw a triangle", required: false)
    return Recipe(isGuide: true) {
      SlopeMark(
        exponent: exponent, text: text ?? NumberLabel.short((exponent * 100).rounded() / 100),
        range: range.count == 2 && range[0] < range[1] ? range[0]...range[1] : nil, height: height,
        isTriangle: triangle, look: $0.look)
    }
  }
}
