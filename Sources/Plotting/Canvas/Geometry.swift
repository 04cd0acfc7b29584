/// A position on the page in points (1/72 inch), y downwards.
public struct Point: Sendable, Hashable, Codable {
  public var x: Double
  public var y: Double

  /// The position (x, y).
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

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

  /// The rectangle between the given edges.
  public init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The rectangle with a corner at (x, y) and the given size.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.init(left: x, top: y, right: x + width, bottom: y + height)
  }

  public var width: Double { right - left }
  public var height: Double { bottom - top }
  public var center: Point { Point((left + right) / 2, (top + bottom) / 2) }
  /// The corners, clockwise from the top left.
  public var corners: [Point] {
    [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)]
  }

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

  /// The smallest rectangle around all points; nil without points.
  static func around(_ points: [Point]) -> Box? {
    guard let first = points.first else { return nil }
    var box = Box(x: first.x, y: first.y, width: 0, height: 0)
    for point in points {
      box.left = min(box.left, point.x)
      box.right = max(box.right, point.x)
      box.top = min(box.top, point.y)
      box.bottom = max(box.bottom, point.y)
    }
    return box
  }
}

/// A sequence of lines, in points.
public struct Path: Sendable, Equatable, Codable {
  /// One connected part.
  public struct Part: Sendable, Equatable, Codable {
    public var points: [Point]
    public var isClosed: Bool
  }

  public var parts: [Part]

  /// Several connected parts.
  public init(parts: [Part]) { self.parts = parts }

  /// One connected part through `points`.
  public init(_ points: [Point], closed: Bool = false) {
    parts = [Part(points: points, isClosed: closed)]
  }

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
