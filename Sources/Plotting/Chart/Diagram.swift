/// Boxes with two lines of text, and arrows between them, at places chosen by the caller.
public struct Diagram: Sendable {
  /// One box.
  public struct Node: Sendable {
    public let box: Box
    public let title: String
    public let caption: String
    /// Which colour of the palette its edge has; nil for the muted one.
    public let color: Int?

    /// A box with `title` above `caption`.
    public init(box: Box, title: String, caption: String, color: Int? = nil) {
      (self.box, self.title, self.caption, self.color) = (box, title, caption, color)
    }
  }

  private let nodes: [Node]
  private let arrows: [[Point]]
  private let width: Double
  private let height: Double
  private let theme = Theme.light

  /// A diagram of the given size in points; an arrow runs through its points and ends in a head.
  public init(nodes: [Node], arrows: [[Point]], width: Double, height: Double) {
    (self.nodes, self.arrows, self.width, self.height) = (nodes, arrows, width, height)
  }

  /// The width of a title, in points.
  ///
  /// - Throws: ``PlottingError`` if a font is missing.
  public static func width(of text: String) throws -> Double {
    try TextLayout(Markup.escaped(text), size: Theme.light.fontSize).width
  }

  /// The drawing.
  ///
  /// - Throws: ``PlottingError`` if a font is missing.
  public func drawing() throws -> Drawing {
    var drawing = Drawing(width: width, height: height, background: theme.background)
    for arrow in arrows where arrow.count > 1 { draw(arrow, on: &drawing) }
    for node in nodes { try draw(node, on: &drawing) }
    return drawing
  }

  private func draw(_ arrow: [Point], on drawing: inout Drawing) {
    drawing.add(.guide, .stroke(Path(arrow), Stroke(theme.muted, width: 0.6)))
    let (tip, before) = (arrow[arrow.count - 1], arrow[arrow.count - 2])
    let (dx, dy) = (tip.x - before.x, tip.y - before.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
    let (ux, uy) = (dx / length * 4, dy / length * 4)
    let head = [
      tip, Point(tip.x - ux - uy / 2.4, tip.y - uy + ux / 2.4), Point(tip.x - ux + uy / 2.4, tip.y - uy - ux / 2.4),
    ]
    drawing.add(.guide, .fill(Path(head, closed: true), theme.muted))
  }

  private func draw(_ node: Node, on drawing: inout Drawing) throws {
    let edge = node.color.map { theme.palette[$0 % theme.palette.count] } ?? theme.muted
    if let background = theme.background { drawing.add(.frame, .fill(Path(node.box), background)) }
    drawing.add(.frame, .stroke(Path(node.box), Stroke(edge, width: 0.9)))
    let middle = node.box.center
    let lines = [(node.title, theme.fontSize, theme.text, -0.22), (node.caption, theme.smallSize, theme.muted, 0.26)]
    for (text, size, color, shift) in lines {
      let layout = try TextLayout(Markup.escaped(text), size: size)
      let point = Point(middle.x, middle.y + shift * node.box.height)
      drawing.add(.label, .text(layout.placed("box", at: point, Anchor(x: 0.5, y: 0.5), color: color)))
    }
  }
}
