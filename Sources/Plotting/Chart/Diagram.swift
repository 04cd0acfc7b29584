/// Boxes with two lines of text, and arrows between them, at places chosen by the caller.
public struct Diagram: Sendable {
  /// One box.
  public struct Node: Sendable {
    public let box: Box
    public let title: String
    public let caption: String
    /// Which colour of the palette its edge has; nil for the muted one.
    public let color: Int?
    public let tone: Tone

    /// A box with `title` above `caption`; an empty caption leaves the title in the middle.
    public init(box: Box, title: String, caption: String, color: Int? = nil, tone: Tone = .plain) {
      (self.box, self.title, self.caption, self.color, self.tone) = (box, title, caption, color, tone)
    }
  }

  /// How a box is filled and edged.
  public enum Tone: Sendable { case plain, pending, failed, idle }

  /// A rectangle behind boxes that belong together.
  public struct Frame: Sendable {
    public let box: Box
    public let title: String

    /// A frame with its title at the upper left.
    public init(box: Box, title: String) { (self.box, self.title) = (box, title) }
  }

  private let title: String
  private let nodes: [Node]
  private let arrows: [[Point]]
  private let frames: [Frame]
  private let width: Double
  private let height: Double

  /// A diagram of the given size in points, its title at the upper left; an arrow runs through its points and ends in a head.
  public init(
    title: String = "", nodes: [Node], arrows: [[Point]], frames: [Frame] = [], width: Double, height: Double
  ) {
    (self.title, self.nodes, self.arrows, self.frames) = (title, nodes, arrows, frames)
    (self.width, self.height) = (width, height)
  }

  /// The width of a title, in points.
  ///
  /// - Throws: ``PlottingError`` if a font is missing.
  public static func width(of text: String) throws -> Double {
    try TextLayout(Markup.escaped(text), size: Theme.light.fontSize).width
  }

  /// The width of the title of a diagram or of a frame, in points.
  ///
  /// - Throws: ``PlottingError`` if a font is missing.
  public static func titleWidth(of text: String) throws -> Double {
    try TextLayout(Markup.escaped(text), size: Theme.light.titleSize, style: .bold).width
  }

  /// The drawing.
  ///
  /// - Throws: ``PlottingError`` if a font is missing.
  public func drawing(_ name: Theme.Name = .light) throws -> Drawing {
    let theme = Theme.named(name)
    var drawing = Drawing(width: width, height: height, title: title, background: theme.background)
    for frame in frames {
      drawing.add(.frame, .stroke(Path(frame.box), Stroke(theme.grid, width: 0.8)))
      try write(frame.title, at: Point(frame.box.left + 8, frame.box.top + 15), theme, on: &drawing)
    }
    if !title.isEmpty { try write(title, at: Point(10, 20), theme, on: &drawing) }
    for arrow in arrows where arrow.count > 1 { draw(arrow, theme, on: &drawing) }
    for node in nodes { try draw(node, theme, on: &drawing) }
    return drawing
  }

  private func write(_ text: String, at point: Point, _ theme: Theme, on drawing: inout Drawing) throws {
    let line = try TextLayout(Markup.escaped(text), size: theme.titleSize, style: .bold).truncated(to: width - point.x)
    drawing.add(.label, .text(line.placed("title", at: point, .left, color: theme.text)))
  }

  private func draw(_ arrow: [Point], _ theme: Theme, on drawing: inout Drawing) {
    drawing.add(.guide, .stroke(Path(Diagram.curve(arrow)), Stroke(theme.muted, width: 0.6)))
    let tip = arrow[arrow.count - 1]
    let head = [tip, Point(tip.x - 4, tip.y - 5 / 3), Point(tip.x - 4, tip.y + 5 / 3)]
    drawing.add(.guide, .fill(Path(head, closed: true), theme.muted))
  }

  /// The way through `points`, level at each of them: a cubic between two that differ in height, its handles half way.
  private static func curve(_ points: [Point]) -> [Point] {
    let steps = 14
    return points.prefix(1)
      + zip(points, points.dropFirst()).flatMap { start, end -> [Point] in
        if abs(start.y - end.y) < 0.01 { return [end] }
        return (1...steps).map { step in
          let t = Double(step) / Double(steps)
          // Both handles at the middle: x is 3t(1-t)/2 + t³ of the way, y is 3t² - 2t³.
          let x = 1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t
          return Point(start.x + (end.x - start.x) * x, start.y + (end.y - start.y) * t * t * (3 - 2 * t))
        }
      }
  }

  private func draw(_ node: Node, _ theme: Theme, on drawing: inout Drawing) throws {
    let edge = node.color.map { theme.palette[$0 % theme.palette.count] } ?? theme.muted
    if let background = theme.background { drawing.add(.frame, .fill(Path(node.box), background)) }
    switch node.tone {
    case .plain, .idle: break
    case .pending: drawing.add(.frame, .fill(Path(node.box), theme.palette[1].faded(0.25)))
    case .failed: drawing.add(.frame, .fill(Path(node.box), Color(hex: 0xC62828).faded(0.3)))
    }
    let dash = node.tone == .plain || node.tone == .failed ? [] : [3.0, 2.0]
    drawing.add(.frame, .stroke(Path(node.box), Stroke(edge, width: node.tone == .failed ? 1.6 : 0.9, dash: dash)))
    let middle = node.box.center
    let lines = [
      (node.title, theme.fontSize, theme.text, node.caption.isEmpty ? 0 : -0.22),
      (node.caption, theme.smallSize, theme.muted, 0.26),
    ]
    for (text, size, color, shift) in lines where !text.isEmpty {
      let layout = try TextLayout(Markup.escaped(text), size: size)
      let point = Point(middle.x, middle.y + shift * node.box.height)
      drawing.add(.label, .text(layout.placed("box", at: point, Anchor(x: 0.5, y: 0.5), color: color)))
    }
  }
}
