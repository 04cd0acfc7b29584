/// Straight lines across the whole panel at given values.
public struct RuleMark: Mark, Ranged, Legended, Placed, Tabular {
  public var series: Series
  /// A text set along the line; empty for none.
  public var text = ""

  /// Horizontal lines at `series.y` or, where that is empty, vertical ones at `series.x`.
  public init(_ series: Series) { self.series = series }

  private var isHorizontal: Bool { !series.y.isEmpty }

  public func draw(on plot: inout Plot) throws {
    let inside = plot.frame.expanded(by: 0.5)
    for value in isHorizontal ? series.y : series.x {
      guard
        let place = isHorizontal
          ? plot.point(plot.x.domain.lowerBound, value) : plot.point(value, plot.y.domain.lowerBound),
        inside.contains(place)
      else { continue }
      let ends =
        isHorizontal
        ? [Point(plot.frame.left, place.y), Point(plot.frame.right, place.y)]
        : [Point(place.x, plot.frame.bottom), Point(place.x, plot.frame.top)]
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
      candidates.map { layout.placed("rule", at: $0.0, $0.1, color: series.look.color, halo: plot.theme.background) })
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
  static let rule = MarkKind("rule", "straight lines across the panel") { fields in
    let text = fields.optionalString("text", "a text along the line")
    let (x, y) = (
      fields.optionalChannel("x", "where vertical lines stand"),
      fields.optionalChannel("y", "where horizontal lines stand")
    )
    if (x.said == nil) == (y.said == nil) {
      fields.refuse("x", "a rule stands at `x` or at `y`", remedy: "give one of the two")
    }
    return Recipe(x: x.said == nil ? nil : x, y: y.said == nil ? nil : y, isGuide: true) { series in
      var mark = RuleMark(series)
      mark.text = text ?? ""
      return mark
    }
  }
}
