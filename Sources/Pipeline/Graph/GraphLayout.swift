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

/// Boxes in layers, with a bend for every layer that an arrow crosses, ordered so that few arrows cross.
struct LayeredGraph {
  /// More bends are not made: arrows then run straight.
  private static let mostBends = 200_000
  private static let passes = 8

  /// Vertices by layer, in order; boxes first by number, then bends.
  private(set) var layers: [[Int]] = []
  private(set) var layerOf: [Int]
  private(set) var paths: [[Int]] = []
  private var before: [[Int]]
  private var after: [[Int]]

  init(_ outline: GraphOutline) {
    layerOf = Self.longestPaths(outline)
    before = Array(repeating: [], count: layerOf.count)
    after = before
    let spans = outline.arrows.reduce(0) { $0 + layerOf[$1.to] - layerOf[$1.from] - 1 }
    for arrow in outline.arrows { paths.append(spans > Self.mostBends ? [] : bends(of: arrow)) }
    layers = Array(repeating: [], count: (layerOf.max() ?? -1) + 1)
    for vertex in layerOf.indices { layers[layerOf[vertex]].append(vertex) }
    order()
  }

  /// The length of the longest path to each box; boxes that read nothing stand just before the first that reads them.
  private static func longestPaths(_ outline: GraphOutline) -> [Int] {
    var layer = Array(repeating: 0, count: outline.boxes.count)
    for arrow in outline.arrows { layer[arrow.to] = max(layer[arrow.to], layer[arrow.from] + 1) }
    var nearest = Array(repeating: Int.max, count: layer.count)
    for arrow in outline.arrows { nearest[arrow.from] = min(nearest[arrow.from], layer[arrow.to]) }
    for box in layer.indices where layer[box] == 0 && nearest[box] < .max { layer[box] = nearest[box] - 1 }
    return layer
  }

  private mutating func bends(of arrow: GraphOutline.Arrow) -> [Int] {
    var path: [Int] = []
    for layer in (layerOf[arrow.from] + 1)..<max(layerOf[arrow.from] + 1, layerOf[arrow.to]) {
      path.append(layerOf.count)
      layerOf.append(layer)
      before.append([])
      after.append([])
    }
    let whole = [arrow.from] + path + [arrow.to]
    for (from, to) in zip(whole, whole.dropFirst()) {
      after[from].append(to)
      before[to].append(from)
    }
    return path
  }

  /// Sorts each layer by the mean position of its neighbours, forth and back.
  private mutating func order() {
    var position = Array(repeating: 0.0, count: layerOf.count)
    for layer in layers { for (place, vertex) in layer.enumerated() { position[vertex] = Double(place) } }
    for pass in 0..<Self.passes {
      let forth = pass.isMultiple(of: 2)
      for number in forth ? Array(layers.indices) : layers.indices.reversed() {
        let key = layers[number].map { vertex in
          Self.mean(forth ? before[vertex] : after[vertex], position) ?? position[vertex]
        }
        let sorted = layers[number].indices.sorted { (key[$0], $0) < (key[$1], $1) }
        layers[number] = sorted.map { [layer = layers[number]] in layer[$0] }
        for (place, vertex) in layers[number].enumerated() { position[vertex] = Double(place) }
      }
    }
  }

  private static func mean(_ vertices: [Int], _ position: [Double]) -> Double? {
    vertices.isEmpty ? nil : vertices.reduce(0) { $0 + position[$1] } / Double(vertices.count)
  }

  /// The vertical middle of each vertex: near the mean of its neighbours, `gap` between vertices of one layer.
  func middles(heights: [Double], gap: Double) -> [Double] {
    var middle = Array(repeating: 0.0, count: layerOf.count)
    for layer in layers { place(layer, wanted: layer.map { _ in 0 }, heights, gap, &middle) }
    for pass in 0..<Self.passes {
      let forth = pass.isMultiple(of: 2)
      for number in forth ? Array(layers.indices) : layers.indices.reversed() {
        let wanted = layers[number].map { vertex in
          Self.mean(forth ? before[vertex] : after[vertex], middle) ?? middle[vertex]
        }
        place(layers[number], wanted: wanted, heights, gap, &middle)
      }
    }
    return middle
  }

  /// The positions nearest to the wanted ones, in least squares, that keep the order and the gaps: isotonic regression
  /// of what remains after the gaps are taken off, by pooling adjacent violators.
  private func place(_ layer: [Int], wanted: [Double], _ heights: [Double], _ gap: Double, _ middle: inout [Double]) {
    var offsets: [Double] = []
    var offset = 0.0
    for (place, vertex) in layer.enumerated() {
      if place > 0 { offset += (heights[layer[place - 1]] + heights[vertex]) / 2 + gap }
      offsets.append(offset)
    }
    var pools: [(sum: Double, count: Int)] = []
    for place in layer.indices {
      pools.append((wanted[place] - offsets[place], 1))
      while let last = pools.last, pools.count > 1, let above = pools.dropLast().last,
        above.sum * Double(last.count) > last.sum * Double(above.count)
      {
        pools.removeLast(2)
        pools.append((above.sum + last.sum, above.count + last.count))
      }
    }
    var place = 0
    for pool in pools {
      for _ in 0..<pool.count {
        middle[layer[place]] = pool.sum / Double(pool.count) + offsets[place]
        place += 1
      }
    }
  }
}
