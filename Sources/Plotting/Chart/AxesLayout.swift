import Foundation

/// Room around a plot area, in points.
struct Margins {
  var left = 0.0
  var top = 0.0
  var right = 0.0
  var bottom = 0.0
}

/// The axes of one panel: what is written around the plot area and how much room it needs.
struct AxesLayout {
  let panel: Panel
  let theme: Theme
  let x: any Scale
  let y: any Scale
  /// Set before the title, such as (a); empty for none.
  var letter = ""
  var showsX = true
  var showsY = true
  /// Whether the label of the axis is written; if not, a neighbour's is equal.
  var namesX = true
  var namesY = true

  private var xTicks: [PlacedTick] = []
  private var xAngle = 0.0
  private var yTicks: [PlacedTick] = []
  private var xLabel: [TextLayout] = []
  private var yLabel: [TextLayout] = []
  private var title: [TextLayout] = []
  private var letterLayout: TextLayout?
  private var ends: EndLabels?
  private var bar: ColorBar?
  private var strip: TableStrip?

  init(_ panel: Panel, x: any Scale, y: any Scale, theme: Theme) {
    (self.panel, self.x, self.y, self.theme) = (panel, x, y, theme)
  }

  /// Chooses ticks and breaks labels for a plot area of the given size.
  mutating func fit(width: Double, height: Double) throws {
    let size = theme.smallSize
    let xChosen = try panel.x.ticks(on: x, TickSpace(length: width, fontSize: size, isHorizontal: true))
    let yChosen = try panel.y.ticks(on: y, TickSpace(length: height, fontSize: size, isHorizontal: false))
    xTicks = try PlacedTick.all(xChosen, on: x, size: size).filter(\.isOnAxis)
    yTicks = try PlacedTick.all(yChosen, on: y, size: size).filter(\.isOnAxis)
    xAngle = xChosen.angle
    xLabel = try wrapped(namesX ? panel.x.label : "", xChosen.factor, width * 1.04, lines: 2)
    yLabel = try wrapped(namesY ? panel.y.label : "", yChosen.factor, height * 1.04, lines: 2)
    letterLayout = letter.isEmpty ? nil : try TextLayout(letter, size: theme.titleSize, style: .bold)
    let titleWidth = width - (letterLayout.map { $0.width + 5 } ?? 0)
    title =
      panel.title.isEmpty ? [] : try TextLayout.wrapped(panel.title, size: theme.fontSize, width: titleWidth, lines: 2)
    ends =
      panel.legend == .direct ? try EndLabels(panel.marks, theme, limit: max(width * 0.45, theme.smallSize * 8)) : nil
    bar = try panel.colorScale.map { try ColorBar($0, theme, height: height) }
    strip = try panel.marks.compactMap { $0 as? TableMark }.first.map { try TableStrip($0, x, theme, width: width) }
  }

  private func wrapped(_ label: String, _ factor: String, _ width: Double, lines: Int) throws -> [TextLayout] {
    let whole = factor.isEmpty ? label : label.isEmpty ? factor : "\(label) (\(factor))"
    return whole.isEmpty ? [] : try TextLayout.wrapped(whole, size: theme.fontSize, width: width, lines: lines)
  }

  private var tickGap: Double { theme.tickLength + 2 }
  private var lineHeight: Double { theme.fontSize * 1.25 }
  /// How far below its baseline the label along y reaches: subscripts come nearer to the ticks than letters.
  private var yLabelDrop: Double { max(theme.fontSize * 0.2, yLabel.last?.descent ?? 0) + 1 }
  private var yTickWidth: Double {
    max(showsY ? yTicks.compactMap { $0.label?.width }.max() ?? 0 : 0, strip?.headerWidth ?? 0)
  }
  private var xTickHeight: Double {
    let widest = xTicks.compactMap { $0.label?.width }.max() ?? 0
    // Ticks without texts take no room.
    if widest == 0 { return 0 }
    if xAngle == 0 { return theme.smallSize * 1.15 }
    return (widest + theme.smallSize * 1.2) * TextItem.rotation(xAngle).1
  }

  /// The room that everything around the plot area needs.
  func margins(width: Double) -> Margins {
    let labelled = showsX ? xTicks.compactMap { tick in tick.label.map { (tick.fraction * width, $0.width) } } : []
    let (before, after) = xAngle == 0 ? (0.5, 0.5) : (TextItem.rotation(xAngle).0, 0)
    let overhangLeft = labelled.map { $0.1 * before - $0.0 }.max() ?? 0
    let overhangRight = labelled.map { $0.1 * after - (width - $0.0) }.max() ?? 0
    var margins = Margins()
    let labels = showsY || strip != nil ? tickGap + yTickWidth : 2
    margins.left = max(
      labels + (showsY && !yLabel.isEmpty ? (Double(yLabel.count) - 0.2) * lineHeight + 2 + yLabelDrop : 0),
      overhangLeft)
    margins.bottom = showsX ? tickGap + xTickHeight + Double(xLabel.count) * lineHeight + (xLabel.isEmpty ? 0 : 2) : 2
    margins.bottom += strip?.height ?? 0
    margins.right = max(overhangRight, ends?.width ?? 0, bar?.width ?? 0, 2)
    margins.top = titleHeight + (title.isEmpty && letter.isEmpty ? theme.smallSize * 0.6 : 5)
    return margins
  }

  private var titleHeight: Double { max(Double(title.count) * lineHeight, letterLayout == nil ? 0 : theme.titleSize) }

  func drawGrid(in frame: Box, on drawing: inout Drawing) {
    let xs = panel.x.hasGrid ? xTicks.filter { $0.label != nil }.map { frame.x($0.fraction) } : []
    let ys = panel.y.hasGrid ? yTicks.filter { $0.label != nil }.map { frame.y($0.fraction) } : []
    let lines =
      xs.map { [Point($0, frame.top), Point($0, frame.bottom)] }
      + ys.map { [Point(frame.left, $0), Point(frame.right, $0)] }
    if !lines.isEmpty { drawing.add(.grid, .stroke(Path(lines: lines), Stroke(theme.grid, width: 0.5))) }
  }

  func draw(in frame: Box, on drawing: inout Drawing) {
    drawSpines(frame, &drawing)
    if showsX { drawXLabels(frame, &drawing) }
    if showsY { drawYLabels(frame, &drawing) }
    drawTitle(frame, &drawing)
    ends?.draw(Plot(frame: frame, x: x, y: y, theme: theme), on: &drawing)
    bar?.draw(beside: frame, on: &drawing)
    let labels = showsX ? xTickHeight : 0
    strip?.draw(below: frame, offset: tickGap + labels, isRuled: labels > 0 || !showsX, on: &drawing)
  }

  private func drawSpines(_ frame: Box, _ drawing: inout Drawing) {
    var lines = [[Point(frame.left, frame.top), Point(frame.left, frame.bottom), Point(frame.right, frame.bottom)]]
    lines += xTicks.map { tick in
      let x = frame.x(tick.fraction)
      return [Point(x, frame.bottom), Point(x, frame.bottom + tick.length(theme))]
    }
    lines += yTicks.map { tick in
      let y = frame.y(tick.fraction)
      return [Point(frame.left, y), Point(frame.left - tick.length(theme), y)]
    }
    drawing.add(.frame, .stroke(Path(lines: lines), Stroke(theme.text, width: theme.spineWidth)))
  }

  private func drawXLabels(_ frame: Box, _ drawing: inout Drawing) {
    let baseline = frame.bottom + tickGap + theme.smallSize * 0.85
    for tick in xTicks {
      guard let label = tick.label else { continue }
      let x = frame.x(tick.fraction)
      let item =
        xAngle == 0
        ? label.placed("x tick", at: Point(x, baseline), .center, color: theme.text)
        : label.placed(
          "x tick", at: Point(x + 1, frame.bottom + tickGap), Anchor(x: 1, y: 0.3), angle: xAngle, color: theme.text)
      drawing.add(.label, .text(item))
    }
    var line = frame.bottom + tickGap + xTickHeight + (strip?.height ?? 0) + lineHeight
    for label in xLabel {
      drawing.add(.label, .text(label.placed("x label", at: Point(frame.center.x, line), .center, color: theme.text)))
      line += lineHeight
    }
  }

  private func drawYLabels(_ frame: Box, _ drawing: inout Drawing) {
    for tick in yTicks {
      guard let label = tick.label else { continue }
      // A superscript must not lift the digits off the tick, so the middle is that of the base line's digits.
      let y = frame.y(tick.fraction) + theme.smallSize * 0.36
      drawing.add(.label, .text(label.placed("y tick", at: Point(frame.left - tickGap, y), .right, color: theme.text)))
    }
    var line = frame.left - tickGap - yTickWidth - 2 - Double(yLabel.count - 1) * lineHeight - yLabelDrop
    for label in yLabel {
      let point = Point(line, frame.center.y)
      drawing.add(.label, .text(label.placed("y label", at: point, .center, angle: 90, color: theme.text)))
      line += lineHeight
    }
  }

  private func drawTitle(_ frame: Box, _ drawing: inout Drawing) {
    var baseline = frame.top - titleHeight - 5 + max(theme.titleSize, theme.fontSize) * 0.85
    var left = frame.left
    if let letterLayout {
      drawing.add(.label, .text(letterLayout.placed("letter", at: Point(left, baseline), .left, color: theme.text)))
      left += letterLayout.width + 5
    }
    for line in title {
      drawing.add(.label, .text(line.placed("panel title", at: Point(left, baseline), .left, color: theme.text)))
      baseline += lineHeight
    }
  }
}

/// A tick with its label set.
struct PlacedTick {
  var fraction: Double
  var label: TextLayout?

  var isOnAxis: Bool { fraction >= -1e-6 && fraction <= 1 + 1e-6 }

  /// Minor ticks are shorter.
  func length(_ theme: Theme) -> Double { theme.tickLength * (label == nil ? 0.6 : 1) }

  /// `ticks` on `scale` with labels of `size` points.
  static func all(_ ticks: Ticks, on scale: any Scale, size: Double) throws -> [PlacedTick] {
    try ticks.all.map { tick in
      PlacedTick(fraction: scale.fraction(tick.value), label: try tick.label.map { try TextLayout($0, size: size) })
    }
  }
}
