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
    case .stroke(let path, _), .fill(let path, _): path.parts.reduce(0) { $0 + $1.points.filter(isSeen).count }
    case .markers(let markers): markers.points.filter(isSeen).count
    case .raster(let raster): raster.box.contains(box.center) && clip?.contains(box.center) != false ? 1 : 0
    case .text: 0
    }
  }
}

/// Which parts of a plot area are covered, on a grid of small cells.
struct Occupancy {
  private static let cell = 2.0
  private let frame: Box
  private let columns: Int
  private let rows: Int
  /// Sums over all cells above and to the left, so that a box is counted in constant time.
  private var sums: [Int32] = []

  /// What the items of `plot` cover.
  init(_ plot: Plot) { self.init(plot.items, in: plot.frame) }

  /// What `items` cover of `frame`.
  init(_ items: [Drawing.Item], in frame: Box) {
    self.frame = frame
    columns = max(1, Int((frame.width / Occupancy.cell).rounded(.up)))
    rows = max(1, Int((frame.height / Occupancy.cell).rounded(.up)))
    var cells = [Bool](repeating: false, count: columns * rows)
    for item in items { mark(item.shape, &cells) }
    sums = [Int32](repeating: 0, count: (columns + 1) * (rows + 1))
    for row in 0..<rows {
      var line: Int32 = 0
      for column in 0..<columns {
        line += cells[row * columns + column] ? 1 : 0
        sums[(row + 1) * (columns + 1) + column + 1] = sums[row * (columns + 1) + column + 1] + line
      }
    }
  }

  /// How many cells that `box` touches are covered.
  func count(_ box: Box) -> Int {
    let (left, right) = (column(box.left), column(box.right) + 1)
    let (top, bottom) = (row(box.top), row(box.bottom) + 1)
    func sum(_ row: Int, _ column: Int) -> Int { Int(sums[row * (columns + 1) + column]) }
    return sum(bottom, right) - sum(top, right) - sum(bottom, left) + sum(top, left)
  }

  /// How many cells within `reach` of `point` are covered.
  func count(near point: Point, _ reach: Double) -> Int { count(Box(about: point, reach)) }

  private func column(_ x: Double) -> Int { Occupancy.index(x - frame.left, below: columns) }
  private func row(_ y: Double) -> Int { Occupancy.index(y - frame.top, below: rows) }

  private static func index(_ distance: Double, below count: Int) -> Int {
    min(max(Int(min(max(distance / cell, -1), 1e6).rounded(.down)), 0), count - 1)
  }

  private func mark(_ shape: Drawing.Shape, _ cells: inout [Bool]) {
    switch shape {
    case .stroke(let path, _): mark(path, &cells)
    case .fill(let path, _):
      mark(path, &cells)
      fill(path, &cells)
    case .markers(let markers): for point in markers.points { mark(Box(about: point, markers.size / 2), &cells) }
    case .raster(let raster): mark(raster.box, &cells)
    case .text(let text): mark(text.bounds.expanded(by: 1), &cells)
    }
  }

  private func mark(_ box: Box, _ cells: inout [Bool]) {
    guard box.right >= frame.left, box.left <= frame.right, box.bottom >= frame.top, box.top <= frame.bottom else {
      return
    }
    for row in row(box.top)...row(box.bottom) {
      for column in column(box.left)...column(box.right) { cells[row * columns + column] = true }
    }
  }

  private func mark(_ path: Path, _ cells: inout [Bool]) {
    for point in path.samples(every: Occupancy.cell * 0.7) where frame.contains(point) {
      cells[row(point.y) * columns + column(point.x)] = true
    }
  }

  /// Marks the inside of the parts, by crossings along the middle of every row.
  private func fill(_ path: Path, _ cells: inout [Bool]) {
    for row in 0..<rows {
      let y = frame.top + (Double(row) + 0.5) * Occupancy.cell
      var crossings: [Double] = []
      for part in path.parts {
        for (a, b) in zip(part.points, part.points.dropFirst() + part.points.prefix(1)) where (a.y <= y) != (b.y <= y) {
          crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
        }
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        mark(Box(left: crossings[pair], top: y, right: crossings[pair + 1], bottom: y), &cells)
      }
    }
  }
}

extension Plot {
  /// Draws the candidate that covers least, the first among equals, and gives it.
  @discardableResult
  mutating func drawFreely(_ candidates: [TextItem]) -> TextItem? {
    let occupied = Occupancy(self)
    let scored = candidates.map { item -> (item: TextItem, score: Int) in
      let outside = frame.contains(item.bounds, slack: 0.5) ? 0 : 1000
      return (item, occupied.count(item.bounds) + outside)
    }
    guard let best = scored.min(by: { $0.score < $1.score })?.item else { return nil }
    draw(.text(best), role: .label, isClipped: false)
    return best
  }

  /// The x value at a fraction of the axis.
  func value(_ fraction: Double) -> Double { Plot.inverse(x, fraction) }

  /// The y value at a fraction of the axis.
  func height(_ fraction: Double) -> Double { Plot.inverse(y, fraction) }

  private static func inverse(_ scale: any Scale, _ fraction: Double) -> Double {
    var (low, high) = (scale.domain.lowerBound, scale.domain.upperBound)
    for _ in 0..<200 {
      let middle = scale is LogScale ? low.squareRoot() * high.squareRoot() : low / 2 + high / 2
      if scale.fraction(middle) < fraction { low = middle } else { high = middle }
    }
    return high
  }
}

extension TextItem {
  /// The same text moved by the least amount that brings it into `box`.
  func moved(into box: Box) -> TextItem {
    var result = self
    let bounds = bounds
    result.origin.x += max(box.left - bounds.left, 0) - max(bounds.right - box.right, 0)
    result.origin.y += max(box.top - bounds.top, 0) - max(bounds.bottom - box.bottom, 0)
    return result
  }
}
