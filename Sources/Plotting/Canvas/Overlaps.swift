/// Something on a page that a reader would trip over.
public enum Overlap: Sendable, Equatable, CustomStringConvertible {
  /// Two texts cover each other.
  case texts(String, String)
  /// A text reaches beyond the page.
  case offPage(String)
  /// A legend covers data.
  case dataUnderLegend(points: Int)

  public var description: String {
    switch self {
    case .texts(let a, let b): "\(a) and \(b) overlap"
    case .offPage(let text): "\(text) reaches beyond the page"
    case .dataUnderLegend(let points): "a legend covers \(points) points of data"
    }
  }
}

extension Drawing {
  /// The box of a text, and what the text is.
  public struct TextBox: Sendable, Equatable {
    public let kind: String
    public let text: String
    /// Clockwise from the top left of the unrotated text.
    public let corners: [Point]

    var name: String { "\(kind) \"\(text)\"" }
  }

  /// The boxes of all texts.
  public var textBoxes: [TextBox] {
    items.compactMap { item in
      guard case .text(let text) = item.shape, !text.pieces.isEmpty else { return nil }
      return TextBox(kind: text.kind, text: text.text, corners: text.corners)
    }
  }

  /// Every pair of texts that overlap, every text off the page, and data under legends; empty for a clean figure.
  public var overlaps: [Overlap] {
    let boxes = textBoxes
    let bounds = boxes.map { Box.around($0.corners) ?? page }
    var found: [Overlap] = []
    for (index, box) in boxes.enumerated() {
      if !page.contains(bounds[index], slack: 0.01) { found.append(.offPage(box.name)) }
      for other in (index + 1)..<max(boxes.count, index + 1) where Drawing.meet(box.corners, boxes[other].corners) {
        found.append(.texts(box.name, boxes[other].name))
      }
    }
    for legend in legends {
      let count = items.reduce(0) { $0 + ($1.role == .data ? Drawing.points($1.shape, in: legend, clip: $1.clip) : 0) }
      if count > 0 { found.append(.dataUnderLegend(points: count)) }
    }
    return found
  }

  /// Whether two convex quadrilaterals share more than an edge: the separating axis theorem.
  private static func meet(_ a: [Point], _ b: [Point]) -> Bool {
    for corners in [a, b] {
      for index in 0..<2 {
        let axis = Point(corners[index + 1].x - corners[index].x, corners[index + 1].y - corners[index].y)
        let (first, second) = (span(a, axis), span(b, axis))
        let slack = 1e-6 * (abs(axis.x) + abs(axis.y))
        if first.upperBound <= second.lowerBound + slack || second.upperBound <= first.lowerBound + slack {
          return false
        }
      }
    }
    return true
  }

  private static func span(_ corners: [Point], _ axis: Point) -> ClosedRange<Double> {
    let places = corners.map { $0.x * axis.x + $0.y * axis.y }
    return (places.min() ?? 0)...(places.max() ?? 0)
  }

  /// How many of the shape's points lie in `box` and can be seen.
  private static func points(_ shape: Shape, in box: Box, clip: Box?) -> Int {
    let isSeen: (Point) -> Bool = { box.contains($0) && clip?.contains($0) != false }
    return switch shape {
    case .stroke(let path, _), .fill(let path, _):
      path.parts.reduce(0) { $0 + $1.points.filter(isSeen).count }
    case .markers(let markers): markers.points.filter(isSeen).count
    case .raster(let raster): raster.box.contains(box.center) ? 1 : 0
    case .text: 0
    }
  }
}
