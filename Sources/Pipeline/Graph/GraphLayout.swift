/// Positions for a drawing of the graph, from left to right, in points; y grows downwards.
///
/// Layers by longest path, order within a layer by barycentres, positions by least squares: the method of Sugiyama,
/// Tagawa and Toda (1981), arrows across several layers led through places of their own.
public struct GraphLayout: Sendable, Equatable {
  /// The rectangle of each box of the outline.
  public let boxes: [Rectangle]
  /// The points through which each arrow of the outline runs.
  public let arrows: [[Point]]
  /// The size of the whole.
  public let width: Double
  public let height: Double

  /// A point of the drawing.
  public struct Point: Sendable, Equatable {
    public let x: Double
    public let y: Double
  }

  /// A box of the drawing by its upper left corner.
  public struct Rectangle: Sendable, Equatable {
    public let x: Double
    public let y: Double
    public let width: Double
    public let height: Double
  }

  /// Distances of the drawing.
  public struct Style: Sendable {
    public var boxHeight = 30.0
    public var padding = 8.0
    public var layerGap = 40.0
    public var rowGap = 10.0
    public var margin = 8.0
    /// The width of a line of text.
    public var textWidth: @Sendable (String) -> Double = { 6 * Double($0.count) }

    /// Distances that suit text of about ten points.
    public init() {}
  }

  /// Lays out `outline`.
  public init(_ outline: GraphOutline, style: Style = Style()) {
    let layers = LayeredGraph(outline)
    let widths = outline.boxes.map { max(style.textWidth($0.name), style.textWidth($0.caption)) + 2 * style.padding }
    var left: [Double] = []
    var next = style.margin
    var right: [Double] = []
    for layer in layers.layers {
      let width = layer.map { $0 < widths.count ? widths[$0] : 0 }.max() ?? 0
      left.append(next)
      right.append(next + width)
      next += width + style.layerGap
    }
    let heights = layers.layerOf.indices.map { $0 < widths.count ? style.boxHeight : 0 }
    let middles = layers.middles(heights: heights, gap: style.rowGap)
    let top = zip(middles, heights).map { $0 - $1 / 2 }.min() ?? 0
    let rows = middles.map { $0 - top + style.margin }
    boxes = widths.indices.map { box in
      Rectangle(
        x: left[layers.layerOf[box]], y: rows[box] - style.boxHeight / 2, width: widths[box], height: style.boxHeight)
    }
    let rectangles = boxes
    arrows = zip(outline.arrows, layers.paths).map { arrow, path in
      let start = Point(x: rectangles[arrow.from].x + rectangles[arrow.from].width, y: rows[arrow.from])
      let bends = path.flatMap { bend in
        [Point(x: left[layers.layerOf[bend]], y: rows[bend]), Point(x: right[layers.layerOf[bend]], y: rows[bend])]
      }
      return [start] + bends + [Point(x: rectangles[arrow.to].x, y: rows[arrow.to])]
    }
    width = layers.layers.isEmpty ? 2 * style.margin : next - style.layerGap + style.margin
    height = (zip(rows, heights).map { $0 + $1 / 2 }.max() ?? style.margin) + style.margin
  }
}
