/// Labels at the right ends of lines, kept apart.
struct EndLabels {
  private static let gap = 4.0
  private let theme: Theme
  private var labels: [(layout: TextLayout, color: Color, end: (x: Double, y: Double))] = []

  init(_ marks: [any Mark], _ theme: Theme, limit: Double) throws {
    self.theme = theme
    var seen: Set<String> = []
    for case let mark as any Ended in marks {
      guard !mark.label.isEmpty, let end = mark.end, seen.insert(mark.label).inserted else { continue }
      let layout = try TextLayout(mark.label, size: theme.smallSize).truncated(to: limit)
      labels.append((layout, mark.color, end))
    }
  }

  /// The room to the right of the plot area.
  var width: Double { (labels.map(\.layout.width).max() ?? -EndLabels.gap) + EndLabels.gap + 1 }

  func draw(_ plot: Plot, on drawing: inout Drawing) {
    let step = theme.smallSize * 1.3
    let ends = labels.compactMap { label in plot.point(label.end.x, label.end.y).map { (label, $0) } }
      .sorted { $0.1.y < $1.1.y }
    let wanted = ends.map { min(max($0.1.y, plot.frame.top), plot.frame.bottom) }
    for ((label, end), y) in zip(ends, EndLabels.spread(wanted, step)) {
      let x = plot.frame.right + EndLabels.gap
      let isFar = abs(y - end.y) > step * 0.4 || end.x < plot.frame.right - 6
      if isFar, plot.frame.expanded(by: 1).contains(end) {
        let line = Path([Point(end.x + 1.5, end.y), Point(x - 1, y)])
        drawing.add(.guide, .stroke(line, Stroke(label.color.faded(0.6), width: 0.4)))
      }
      let point = Point(x, y + theme.smallSize * 0.36)
      drawing.add(.label, .text(label.layout.placed("end label", at: point, .left, color: label.color)))
    }
  }

  /// Moves sorted places so that neighbours are at least `step` apart, as little as possible in the sum of squares.
  ///
  /// Pool adjacent violators: places that are too close form a block around their common mean.
  static func spread(_ places: [Double], _ step: Double) -> [Double] {
    var blocks: [(sum: Double, count: Int)] = []
    for (index, place) in places.enumerated() {
      blocks.append((place - Double(index) * step, 1))
      while blocks.count > 1 {
        let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
        if a.sum / Double(a.count) <= b.sum / Double(b.count) { break }
        blocks.removeLast(2)
        blocks.append((a.sum + b.sum, a.count + b.count))
      }
    }
    let means = blocks.flatMap { block in Array(repeating: block.sum / Double(block.count), count: block.count) }
    return means.enumerated().map { $0.element + Double($0.offset) * step }
  }
}
