/// The scale of colours beside a plot area.
struct ColorBar {
  private static let thickness = 6.0
  private static let gap = 6.0
  private let colors: ColorScale
  private let theme: Theme
  private let ticks: [PlacedTick]
  private let label: TextLayout?

  init(_ colors: ColorScale, _ theme: Theme, height: Double) throws {
    self.colors = colors
    self.theme = theme
    let space = TickSpace(length: height, fontSize: theme.smallSize, isHorizontal: false)
    let chosen = try colors.scale.ticks(space)
    ticks = try PlacedTick.all(chosen, on: colors.scale, size: theme.smallSize)
    let factor = chosen.factor.isEmpty ? "" : colors.label.isEmpty ? chosen.factor : " (\(chosen.factor))"
    let text = colors.label + factor
    label = text.isEmpty ? nil : try TextLayout(text, size: theme.fontSize).truncated(to: height * 1.04)
  }

  private var tickWidth: Double { ticks.compactMap { $0.label?.width }.max() ?? 0 }

  /// The room to the right of the plot area.
  var width: Double {
    let labels = theme.tickLength + 2 + tickWidth
    return ColorBar.gap + ColorBar.thickness + labels + (label == nil ? 0 : theme.fontSize * 1.25 + 2)
  }

  func draw(beside frame: Box, on drawing: inout Drawing) {
    let box = Box(x: frame.right + ColorBar.gap, y: frame.top, width: ColorBar.thickness, height: frame.height)
    let steps = 128
    let cells = (0..<steps).map {
      Optional(colors.map.color(1 - (Double($0) + 0.5) / Double(steps), onDark: colors.isOnDark))
    }
    drawing.add(.frame, .raster(Raster(box: box, columns: 1, rows: steps, cells: cells)))
    let outline = Path.Part(points: box.corners, isClosed: true)
    let lines = ticks.map { tick in
      let y = box.y(tick.fraction)
      return Path.Part(points: [Point(box.right, y), Point(box.right + tick.length(theme), y)])
    }
    drawing.add(.frame, .stroke(Path(parts: [outline] + lines), Stroke(theme.text, width: theme.spineWidth)))
    for tick in ticks {
      guard let label = tick.label else { continue }
      let point = Point(box.right + theme.tickLength + 2, box.y(tick.fraction) + theme.smallSize * 0.36)
      drawing.add(.label, .text(label.placed("color tick", at: point, .left, color: theme.text)))
    }
    if let label {
      let x = box.right + theme.tickLength + 2 + tickWidth + 2 + theme.fontSize
      drawing.add(
        .label, .text(label.placed("color label", at: Point(x, frame.center.y), .center, angle: 90, color: theme.text)))
    }
  }
}

/// Colours for the values of one mark, with what the colour bar says.
public struct ColorScale: Sendable {
  public var map = ColorMap.viridis
  public var scale: any Scale
  /// In the notation of labels.
  public var label = ""
  public var hasBar = true
  /// Whether the page is dark.
  public var isOnDark = false

  /// The colour of `value`; nil for a value that the scale cannot show.
  public func color(_ value: Double) -> Color? {
    let fraction = scale.fraction(value)
    return fraction.isNaN ? nil : map.color(fraction, onDark: isOnDark)
  }

  /// The colours of many values, looked up among 1,024.
  func colors(_ values: [Double]) -> [Color?] {
    let table = map.table(1024, onDark: isOnDark)
    return values.map { value in
      let fraction = scale.fraction(value)
      return fraction.isNaN ? nil : table[Int(min(max(fraction, 0), 1) * 1023)]
    }
  }
}
