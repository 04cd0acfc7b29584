/// A text at a place of the data, with an arrow if it points elsewhere.
public struct AnnotationMark: Mark, Placed {
  public var text: String
  public var x: Double
  public var y: Double
  /// What the arrow points to.
  public var target: (x: Double, y: Double)?
  public var side: Side?
  public var color: Color

  /// Where the text stands about its place.
  public enum Side: String, CaseIterable, Sendable { case above, below, left, right, center }

  public func draw(on plot: inout Plot) throws {
    guard let place = plot.point(x, y), plot.frame.expanded(by: 1).contains(place) else { return }
    let layout = try TextLayout(text, size: plot.labelSize).truncated(to: plot.frame.width * 0.95)
    let sides: [Side] = side.map { [$0] } ?? (target == nil ? [.right, .above, .below, .left] : [.center])
    let items = sides.map { side in
      let (dx, dy, anchor) = AnnotationMark.offset(side)
      let point = Point(place.x + dx, place.y + dy)
      return layout.placed("annotation", at: point, anchor, color: plot.ink(color), halo: plot.theme.background)
        .moved(into: plot.frame.expanded(by: -1))
    }
    guard let item = plot.drawFreely(items), let target, let end = plot.point(target.x, target.y) else { return }
    drawArrow(from: item.bounds.expanded(by: 1.5), to: end, on: &plot)
  }

  private func drawArrow(from box: Box, to end: Point, on plot: inout Plot) {
    if box.contains(end) { return }
    let start = Point(min(max(end.x, box.left), box.right), min(max(end.y, box.top), box.bottom))
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 4 else { return }
    let (ux, uy) = (dx / length, dy / length)
    let tip = Point(end.x - ux * 1.5, end.y - uy * 1.5)
    let base = Point(tip.x - ux * 3.6, tip.y - uy * 3.6)
    plot.draw(.stroke(Path([start, base]), Stroke(color, width: 0.6)), role: .guide)
    let head = [tip, Point(base.x - uy * 1.3, base.y + ux * 1.3), Point(base.x + uy * 1.3, base.y - ux * 1.3)]
    plot.draw(.fill(Path(head, closed: true), color), role: .guide)
  }

  private static func offset(_ side: Side) -> (Double, Double, Anchor) {
    switch side {
    case .above: (0, -3, Anchor(x: 0.5, y: 1))
    case .below: (0, 3, Anchor(x: 0.5, y: 0))
    case .left: (-3, 0, Anchor(x: 1, y: 0.5))
    case .right: (3, 0, Anchor(x: 0, y: 0.5))
    case .center: (0, 0, Anchor(x: 0.5, y: 0.5))
    }
  }
}

extension MarkKind {
  static let annotation = MarkKind(
    "annotation", "a text at a place of the data",
    example: #"""
      [{"points": {"data": "table", "x": "n", "y": "error"}}, {"annotation": {"text": "start", "x": 10, "y": 0.3}}]
      """#
  ) { fields in
    let text = fields.string("text", "the text")
    let limit = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let x = fields.number("x", in: limit, "the horizontal place")
    let y = fields.number("y", in: limit, "the vertical place")
    let target = fields.numbers("to", in: limit, "x and y of what an arrow points to", required: false)
    if !target.isEmpty, target.count != 2 {
      fields.refuse("to", "an arrow points to x and y", remedy: "write two numbers")
    }
    let side = fields.optionalChoice("side", AnnotationMark.Side.right, "where the text stands about its place")
    return Recipe(isGuide: true) {
      AnnotationMark(
        text: text, x: x, y: y, target: target.count == 2 ? (target[0], target[1]) : nil, side: side,
        color: $0.look.color)
    }
  }
}

/// A strip of texts below the axis, each under its x.
public struct TableMark: Mark, Ranged, Tabular {
  /// One series is one row of the strip, headed by its label.
  public var rows: [Series]

  public func draw(on plot: inout Plot) {}

  public var kind: String { "table" }
  public var tabulated: [Series] { rows }

  public func extend(x: inout Extent, y: inout Extent) { for row in rows { x.include(row.x) } }
}

/// A table strip set for one axis.
struct TableStrip {
  private let theme: Theme
  private let rows: [(header: TextLayout, cells: [(fraction: Double, text: TextLayout)])]

  init(_ mark: TableMark, _ x: any Scale, _ theme: Theme, width: Double) throws {
    self.theme = theme
    rows = try mark.rows.map { series in
      let header = try TextLayout(series.label, size: theme.smallSize).truncated(to: width * 0.4)
      return (header, try TableStrip.cells(series, x, theme, width: width))
    }
  }

  /// The texts that stand on the axis, cut to the distance of their places; a text that would cover another is left out.
  private static func cells(
    _ series: Series, _ x: any Scale, _ theme: Theme, width: Double
  ) throws -> [(fraction: Double, text: TextLayout)] {
    let placed = zip(series.x.map(x.fraction), series.texts).filter { $0.0 >= -1e-9 && $0.0 <= 1 + 1e-9 }
    let sorted = placed.sorted { $0.0 < $1.0 }
    let gaps = zip(sorted.dropFirst(), sorted).map { $0.0 - $1.0 }.filter { $0 > 1e-6 }
    let room = max((gaps.min() ?? 1) * width - 3, 8)
    var cells: [(fraction: Double, text: TextLayout)] = []
    var end = -Double.infinity
    for (fraction, text) in sorted {
      let limit = min(room, 2 * min(fraction, 1 - fraction) * width + 8)
      let layout = try TextLayout(Markup.escaped(String(text.prefix(100))), size: theme.smallSize).truncated(to: limit)
      let start = fraction * width - layout.width / 2
      if start <= end || layout.width > limit { continue }
      end = start + layout.width
      cells.append((fraction, layout))
    }
    return cells
  }

  private var step: Double { theme.smallSize * 1.4 }
  var height: Double { Double(rows.count) * step + 3 }
  var headerWidth: Double { rows.map(\.header.width).max() ?? 0 }

  /// Draws the strip, with a line above it where the axis has labels of its own.
  func draw(below frame: Box, offset: Double, isRuled: Bool = true, on drawing: inout Drawing) {
    var baseline = frame.bottom + offset + 2 + theme.smallSize
    let rule = Path([Point(frame.left, frame.bottom + offset + 1.5), Point(frame.right, frame.bottom + offset + 1.5)])
    if isRuled { drawing.add(.frame, .stroke(rule, Stroke(theme.grid, width: theme.spineWidth))) }
    for row in rows {
      let head = Point(frame.left - theme.tickLength - 2, baseline)
      drawing.add(.label, .text(row.header.placed("strip", at: head, .right, color: theme.muted)))
      for cell in row.cells {
        let point = Point(frame.x(cell.fraction), baseline)
        drawing.add(.label, .text(cell.text.placed("strip", at: point, .center, color: theme.text)))
      }
      baseline += step
    }
  }
}

extension MarkKind {
  static let table = MarkKind(
    "table", "a strip of texts below the axis, one row for each series",
    example: #"""
      [{"points": {"data": "table", "x": "n", "y": "error"}}, {"table": {"data": "summarise", "x": "n", "text": "count", "label": "runs"}}]
      """#
  ) { fields in
    let text = fields.channel("text", "the texts or numbers")
    return Recipe(x: fields.channel("x", "under which value each text stands"), text: text) { TableMark(rows: [$0]) }
  }
}
