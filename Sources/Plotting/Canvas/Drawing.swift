import Foundation

/// A recorded list of drawing calls: what every output is made from.
public struct Drawing: Sendable, Equatable, Codable {
  /// Width of the page in points.
  public var width: Double
  /// Height of the page in points.
  public var height: Double
  /// The title that the PDF's metadata carry.
  public var title: String
  /// The colour of the page; nil leaves it transparent in PDF and SVG and white in PNG.
  public var background: Color?
  /// What is drawn, back to front.
  public var items: [Item] = []
  /// The boxes of the legends, for ``overlaps``.
  public var legends: [Box] = []

  /// An empty page.
  public init(width: Double, height: Double, title: String = "", background: Color? = nil) {
    self.width = width
    self.height = height
    self.title = title
    self.background = background
  }

  /// The page as a box.
  public var page: Box { Box(x: 0, y: 0, width: width, height: height) }

  /// What an item is for; tells data from decoration.
  public enum Role: String, Sendable, Codable {
    case frame, grid, data, guide, legend, label
  }

  /// One drawing call.
  public struct Item: Sendable, Equatable, Codable {
    public var role: Role
    public var shape: Shape
    /// The rectangle outside which nothing is drawn.
    public var clip: Box?
  }

  /// What is drawn.
  public enum Shape: Sendable, Equatable, Codable {
    case stroke(Path, Stroke)
    case fill(Path, Color)
    case markers(Markers)
    case raster(Raster)
    case text(TextItem)
  }

  /// Draws `shape` on top.
  mutating func add(_ role: Role, _ shape: Shape, clip: Box? = nil) {
    items.append(Item(role: role, shape: shape, clip: clip))
  }
}

/// How a line is drawn.
public struct Stroke: Sendable, Equatable, Codable {
  public var color: Color
  /// Width in points.
  public var width: Double
  /// Lengths of ink and gap in points; empty for a solid line.
  public var dash: [Double]

  /// A line of `width` points.
  public init(_ color: Color, width: Double, dash: [Double] = []) {
    self.color = color
    self.width = width
    self.dash = dash
  }
}

/// Many copies of one small shape.
public struct Markers: Sendable, Equatable, Codable {
  public var shape: MarkerShape
  /// Diameter in points of a circle of the same visual weight.
  public var size: Double
  public var fill: Color
  /// The colour of the hairline around each marker, if any.
  public var rim: Color?
  public var points: [Point]
  /// Whether only the outlines are drawn, so that what lies behind can be seen.
  public var isOpen = false
}

/// A grid of coloured cells stretched over a box, rows from the top.
public struct Raster: Sendable, Equatable, Codable {
  public var box: Box
  public var columns: Int
  public var rows: Int
  /// Row after row, `columns * rows` colours; nil leaves the cell empty.
  public var cells: [Color?]
}

extension Drawing {
  /// The drawing calls as text, one line each, coordinates to a tenth of a point: what tests compare.
  public var record: String {
    var lines = ["page \(Drawing.number(width)) x \(Drawing.number(height))"]
    lines += items.map { item in "\(item.role.rawValue) \(Drawing.text(of: item.shape))" }
    lines += legends.map { "legend box \(Drawing.text(of: $0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of shape: Shape) -> String {
    switch shape {
    case .stroke(let path, let stroke):
      let dash = stroke.dash.isEmpty ? "" : " dash " + stroke.dash.map(number).joined(separator: " ")
      return "stroke \(stroke.color.text) \(number(stroke.width))\(dash): \(text(of: path))"
    case .fill(let path, let color): return "fill \(color.text): \(text(of: path))"
    case .markers(let markers):
      let rim = markers.rim.map { " rim \($0.text)" } ?? ""
      let shape = (markers.isOpen ? "open " : "") + markers.shape.rawValue
      let head = "\(shape) \(number(markers.size)) \(markers.fill.text)\(rim)"
      return "markers \(head): \(text(of: markers.points))"
    case .raster(let raster):
      let colors = [raster.cells.first, raster.cells.last].compactMap { $0 }.map { $0?.text ?? "none" }
      return "raster \(raster.columns) x \(raster.rows) in \(text(of: raster.box)): \(colors.joined(separator: " to "))"
    case .text(let item):
      let angle = item.angle == 0 ? "" : " turned \(number(item.angle))"
      return "text \(item.kind) \(item.color.text) at \(text(of: item.origin))\(angle): \(item.text)"
    }
  }

  private static func text(of path: Path) -> String {
    path.parts.map { text(of: $0.points) + ($0.isClosed ? " close" : "") }.joined(separator: " | ")
  }

  /// The first and last of many points, since a long list says nothing to a reader.
  private static func text(of points: [Point]) -> String {
    if points.count <= 8 { return points.map { text(of: $0) }.joined(separator: " ") }
    let ends = [points.prefix(3), points.suffix(3)].map { $0.map { text(of: $0) }.joined(separator: " ") }
    return "\(ends[0]) ... \(ends[1]) (\(points.count) points)"
  }

  private static func text(of point: Point) -> String { "\(number(point.x)),\(number(point.y))" }

  private static func text(of box: Box) -> String {
    "\(number(box.left)),\(number(box.top)) \(number(box.right)),\(number(box.bottom))"
  }

  private static func number(_ value: Double) -> String {
    let text = String(format: "%.1f", value)
    return text == "-0.0" ? "0" : text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
