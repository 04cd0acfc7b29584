import Foundation

/// A recorded list of drawing calls: what every output is made from.
public struct Drawing: Sendable, Equatable, Codable {
  /// Width of the page in points.
  public var width: Double
  /// Height of the page in points.
  public var height: Double
  /// The title that the PDF's metadata carry.
  public var title = ""
  /// The colour of the page; nil leaves it transparent in PDF and SVG and white in PNG.
  public var background: Color?
  /// What is drawn, back to front.
  public var items: [Item] = []
  /// The boxes of the legends, for ``overlaps``.
  public var legends: [Box] = []

  /// The page as a box.
  public var page: Box { Box(x: 0, y: 0, width: width, height: height) }

  /// What an item is for; tells data from decoration.
  public enum Role: String, Sendable, Codable { case frame, grid, data, guide, legend, label }

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

  init(_ color: Color, width: Double, dash: [Double] = []) {
    (self.color, self.width, self.dash) = (color, width, dash)
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

/// A position on the page in points (1/72 inch), y downwards.
public struct Point: Sendable, Hashable, Codable {
  public var x: Double
  public var y: Double

  /// The position (x, y).
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  /// The position `distance` further right.
  func moved(right distance: Double) -> Point { Point(x + distance, y) }

  /// Whether both coordinates are finite and small enough for a page.
  var isDrawable: Bool { abs(x) < 1e6 && abs(y) < 1e6 }
}

/// An upright rectangle in points, y downwards.
public struct Box: Sendable, Hashable, Codable {
  public var left: Double
  public var top: Double
  public var right: Double
  public var bottom: Double

  public var width: Double { right - left }
  public var height: Double { bottom - top }
  public var center: Point { Point((left + right) / 2, (top + bottom) / 2) }
  /// The corners, clockwise from the top left.
  public var corners: [Point] { [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)] }

  /// The rectangle with every edge moved outwards by `margin`.
  public func expanded(by margin: Double) -> Box {
    Box(left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
  }

  /// Whether `point` lies inside or on an edge.
  public func contains(_ point: Point) -> Bool {
    point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
  }

  /// Whether `other` lies inside, up to `slack`.
  public func contains(_ other: Box, slack: Double = 0) -> Bool {
    other.left >= left - slack && other.right <= right + slack && other.top >= top - slack
      && other.bottom <= bottom + slack
  }

  /// The place at a fraction of the width.
  func x(_ fraction: Double) -> Double { left + fraction * width }

  /// The place at a fraction of the height, counted upwards.
  func y(_ fraction: Double) -> Double { bottom - fraction * height }
}

extension Box {
  /// The rectangle with a corner at (x, y) and the given size.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.init(left: x, top: y, right: x + width, bottom: y + height)
  }

  /// The square whose edges are `reach` from `point`.
  init(about point: Point, _ reach: Double) {
    self.init(left: point.x - reach, top: point.y - reach, right: point.x + reach, bottom: point.y + reach)
  }

  /// The smallest rectangle around all points; nil without points.
  static func around(_ points: [Point]) -> Box? {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else { return nil }
    return Box(left: left, top: top, right: right, bottom: bottom)
  }
}

/// A sequence of lines, in points.
public struct Path: Sendable, Equatable, Codable {
  /// One connected part.
  public struct Part: Sendable, Equatable, Codable {
    public var points: [Point]
    public var isClosed = false
  }

  public var parts: [Part]

  /// Several connected parts.
  public init(parts: [Part]) { self.parts = parts }

  /// Open lines, each through points of its own.
  init(lines: [[Point]]) { parts = lines.map { Part(points: $0) } }

  /// One connected part through `points`.
  public init(_ points: [Point], closed: Bool = false) { parts = [Part(points: points, isClosed: closed)] }

  /// The outline of `box`.
  public init(_ box: Box) { self.init(box.corners, closed: true) }

  /// Points along all lines, at most `distance` apart in each direction.
  func samples(every distance: Double) -> [Point] {
    var samples: [Point] = []
    for part in parts {
      let points = part.isClosed ? part.points + part.points.prefix(1) : part.points
      samples += points.prefix(1)
      for (a, b) in zip(points, points.dropFirst()) {
        let length = max(abs(a.x - b.x), abs(a.y - b.y))
        let steps = Int(min(length / distance, 4000)) + 1
        for step in 1...steps {
          let t = Double(step) / Double(steps)
          samples.append(Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t))
        }
      }
    }
    return samples
  }
}
