/// One line of a legend.
struct LegendEntry: Sendable, Equatable {
  var label: String
  var swatches: [Swatch]

  /// The entries of all marks; marks of equal label share one, and so do lines, markers and bars without a label that
  /// show the series of one with a label.
  static func merged(_ marks: [any Mark]) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    let series = NamedSeries(marks)
    var keyed: Set<String> = []
    for case let mark as any Legended in marks {
      let key = (mark as? any Tabular)?.tabulated.first?.key
      let name = mark.label.isEmpty && !(mark is BandMark) ? series.label(of: mark) : mark.label
      let label = key?.label ?? name
      // The first series of a key stands for all of them.
      if label.isEmpty || key != nil && !keyed.insert(label).inserted { continue }
      let swatches = key.map { key in mark.swatches.map { $0.painted(key.color) } } ?? mark.swatches
      if let index = entries.firstIndex(where: { $0.label == label }) {
        entries[index].swatches += swatches.filter { !entries[index].swatches.contains($0) }
      } else {
        entries.append(LegendEntry(label: label, swatches: swatches))
      }
    }
    return entries
  }

  /// The entries of several panels, one for each label, which shows every kind of mark that any panel has for it.
  static func joined(_ entries: [LegendEntry]) -> [LegendEntry] {
    var joined: [LegendEntry] = []
    for entry in entries {
      if let index = joined.firstIndex(where: { $0.label == entry.label }) {
        let known = Set(joined[index].swatches.map(\.kind))
        joined[index].swatches += entry.swatches.filter { !known.contains($0.kind) }
      } else {
        joined.append(entry)
      }
    }
    return joined
  }
}

/// A legend with every entry in its place, relative to the block's top left corner.
struct LegendBlock {
  private static let sample = 17.0
  private static let gap = 4.0
  private static let columnGap = 11.0
  let width: Double
  let height: Double
  private let theme: Theme
  private let cells: [(entry: LegendEntry, layout: TextLayout, place: Point)]

  /// Entries one below the other.
  init(column entries: [LegendEntry], _ theme: Theme, limit: Double) throws {
    try self.init(entries, theme, columns: 1, limit: limit)
  }

  /// Entries side by side in as many columns as fit `limit` points.
  init(rows entries: [LegendEntry], _ theme: Theme, limit: Double) throws {
    let widths = try entries.map { try TextLayout($0.label, size: theme.smallSize).width }
    let widest = min(widths.max() ?? 0, limit) + LegendBlock.sample + LegendBlock.gap + LegendBlock.columnGap
    let columns = min(max(1, Int((limit + LegendBlock.columnGap) / widest)), max(entries.count, 1))
    let rows = (entries.count + columns - 1) / max(columns, 1)
    try self.init(entries, theme, columns: (entries.count + rows - 1) / max(rows, 1), limit: limit)
  }

  private init(_ entries: [LegendEntry], _ theme: Theme, columns: Int, limit: Double) throws {
    self.theme = theme
    let head = LegendBlock.sample + LegendBlock.gap
    let share = (limit + LegendBlock.columnGap) / Double(columns) - LegendBlock.columnGap - head
    let layouts = try entries.map { try TextLayout($0.label, size: theme.smallSize).truncated(to: max(share, 10)) }
    let rows = (entries.count + columns - 1) / max(columns, 1)
    let step = theme.smallSize * 1.42
    var cells: [(LegendEntry, TextLayout, Point)] = []
    var (x, widest) = (0.0, 0.0)
    for (index, (entry, layout)) in zip(entries, layouts).enumerated() {
      if index > 0, index % max(rows, 1) == 0 { (x, widest) = (x + widest + head + LegendBlock.columnGap, 0) }
      widest = max(widest, layout.width)
      cells.append((entry, layout, Point(x, Double(index % max(rows, 1)) * step)))
    }
    self.cells = cells
    width = x + widest + head
    height = Double(rows) * step
  }

  /// Draws the block with its top left corner at `corner`.
  func draw(at corner: Point, on drawing: inout Drawing) {
    drawing.legends.append(Box(x: corner.x, y: corner.y, width: width, height: height))
    for cell in cells {
      let middle = corner.y + cell.place.y + theme.smallSize * 0.71
      let left = corner.x + cell.place.x
      for swatch in cell.entry.swatches { draw(swatch, left, middle, &drawing) }
      let point = Point(left + LegendBlock.sample + LegendBlock.gap, middle + theme.smallSize * 0.36)
      drawing.add(.legend, .text(cell.layout.placed("legend", at: point, .left, color: theme.text)))
    }
  }

  private func draw(_ swatch: Swatch, _ left: Double, _ middle: Double, _ drawing: inout Drawing) {
    let right = left + LegendBlock.sample
    switch swatch {
    case .line(let stroke): drawing.add(.legend, .stroke(Path([Point(left, middle), Point(right, middle)]), stroke))
    case .area(let color):
      drawing.add(.legend, .fill(Path(Box(left: left, top: middle - 2.6, right: right, bottom: middle + 2.6)), color))
    case .bar(let stroke, let cap):
      let (x, top, bottom) = ((left + right) / 2, middle - 3.4, middle + 3.4)
      let lines =
        [[Point(x, top), Point(x, bottom)]] + [top, bottom].map { [Point(x - cap / 2, $0), Point(x + cap / 2, $0)] }
      drawing.add(.legend, .stroke(Path(lines: lines), stroke))
    case .marker(let shape, let size, let fill, let isOpen):
      // A shape that does not stand about its place is moved, and made smaller if it is higher than a line.
      let span = Box.around(shape.outline) ?? Box(about: Point(0, 0), 0.5)
      let size = min(size, theme.smallSize * 1.15 / max(span.height, 1e-9))
      let center = Point((left + right) / 2, middle - span.center.y * size)
      let marker = Markers(shape: shape, size: size, fill: fill, rim: nil, points: [center], isOpen: isOpen)
      drawing.add(.legend, .markers(marker))
    }
  }

  /// A place inside the plot area that covers nothing, nearest to a corner; nil if there is none.
  func freePlace(in plot: Plot) -> Point? {
    let inner = plot.frame.expanded(by: -3)
    let (spareX, spareY) = (inner.width - width, inner.height - height)
    guard spareX >= 0, spareY >= 0 else { return nil }
    let occupied = Occupancy(plot)
    let steps = 24
    var best: (cost: Double, point: Point)?
    for column in 0...steps {
      for row in 0...steps {
        let (fx, fy) = (Double(column) / Double(steps), Double(row) / Double(steps))
        let cost = min(fx, 1 - fx) + min(fy, 1 - fy) + (fx < 0.5 ? 0.02 : 0) + (fy > 0.5 ? 0.01 : 0)
        if cost >= best?.cost ?? .infinity { continue }
        let point = Point(inner.left + fx * spareX, inner.top + fy * spareY)
        let box = Box(x: point.x, y: point.y, width: width, height: height).expanded(by: 2)
        if occupied.count(box) == 0 { best = (cost, point) }
      }
    }
    return best?.point
  }
}

/// Labels at the right ends of lines, kept apart.
struct EndLabels {
  private static let gap = 4.0
  private let theme: Theme
  private var labels: [(layout: TextLayout, color: Color, series: Series)] = []

  init(_ marks: [any Mark], _ theme: Theme, limit: Double) throws {
    self.theme = theme
    var seen: Set<String> = []
    for case let mark as any Curved in marks {
      let isShown = zip(mark.series.x, mark.series.y).contains { $0.isFinite && $1.isFinite }
      guard isShown, !mark.label.isEmpty, mark.series.key == nil, seen.insert(mark.label).inserted else { continue }
      let layout = try TextLayout(mark.label, size: theme.smallSize).truncated(to: limit)
      labels.append((layout, mark.color.standingOut(from: theme.page, by: Contrast.text), mark.series))
    }
  }

  /// The room to the right of the plot area.
  var width: Double { (labels.map(\.layout.width).max() ?? -EndLabels.gap) + EndLabels.gap + 1 }

  func draw(_ plot: Plot, on drawing: inout Drawing) {
    let step = theme.smallSize * 1.3
    let ends = labels.compactMap { label in EndLabels.end(label.series, plot).map { (label, $0) } }
      .sorted { $0.1.y < $1.1.y }
    let wanted = ends.map { min(max($0.1.y, plot.frame.top), plot.frame.bottom) }
    for ((label, end), y) in zip(ends, EndLabels.spread(wanted, step, upTo: plot.frame.bottom)) {
      let x = plot.frame.right + EndLabels.gap
      let isFar = abs(y - end.y) > step * 0.4 || end.x < plot.frame.right - 6
      if isFar, plot.frame.expanded(by: 1).contains(end) {
        let line = Path([Point(end.x + 1.5, end.y), Point(x - 1, y)])
        drawing.add(.guide, .stroke(line, Stroke(label.color, width: 0.4)))
      }
      let point = Point(x, y + theme.smallSize * 0.36)
      drawing.add(.label, .text(label.layout.placed("end label", at: point, .left, color: label.color)))
    }
  }

  /// The last point of a series that the panel shows, or else the last one that its scales can show: a line may go on
  /// to zero on a log axis.
  private static func end(_ series: Series, _ plot: Plot) -> Point? {
    let points = plot.points(series.x, series.y).compactMap { $0 }
    let inside = points.filter(plot.frame.expanded(by: 1).contains)
    return (inside.isEmpty ? points : inside).max { $0.x < $1.x }
  }

  /// Moves sorted places so that neighbours are at least `step` apart, as little as possible in the sum of squares,
  /// and none lies beyond `limit`.
  ///
  /// Pool adjacent violators: places that are too close form a block around their common mean.
  static func spread(_ places: [Double], _ step: Double, upTo limit: Double) -> [Double] {
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
    let spread = means.enumerated().map { $0.element + Double($0.offset) * step }
    return spread.enumerated().map { min($0.element, limit - Double(spread.count - 1 - $0.offset) * step) }
  }
}
