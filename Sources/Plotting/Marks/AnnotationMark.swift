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
  public enum Side: String, CaseIterable, Sendable {
    case above, below, left, right, center
  }

  /// The text `text` at (x, y).
  public init(_ text: String, x: Double, y: Double, color: Color) {
    self.text = text
    self.x = x
    self.y = y
    self.color = color
  }

  public func draw(on plot: inout Plot) throws {
    guard let place = plot.point(x, y), plot.frame.expanded(by: 1).contains(place) else { return }
    let layout = try TextLayout(text, size: plot.labelSize).truncated(to: plot.frame.width * 0.95)
    let sides: [Side] = side.map { [$0] } ?? (target == nil ? [.right, .above, .below, .left] : [.center])
    let items = sides.map { side in
      let (dx, dy, anchor) = AnnotationMark.offset(side)
      let point = Point(place.x + dx, place.y + dy)
      return layout.placed("annotation", at: point, anchor, color: color, halo: plot.theme.background)
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
  static let annotation = MarkKind("annotation", "a text at a place of the data") { fields in
    let text = fields.string("text", "the text")
    let limit = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let x = fields.number("x", in: limit, "the horizontal place")
    let y = fields.number("y", in: limit, "the vertical place")
    let target = fields.numbers("to", in: limit, "x and y of what an arrow points to", required: false)
    if !target.isEmpty, target.count != 2 {
      fields.refuse("to", "an arrow points to x and y", remedy: "write two numbers")
    }
    let side = fields.optionalChoice("side", AnnotationMark.Side.right, "where the text stands about its place")
    return Recipe(isGuide: true) { series in
      var mark = AnnotationMark(text, x: x, y: y, color: series.look.color)
      if target.count == 2 { mark.target = (target[0], target[1]) }
      mark.side = side
      return mark
    }
  }
}
