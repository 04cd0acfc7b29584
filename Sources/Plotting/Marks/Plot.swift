/// The plot area of one panel: where marks draw.
public struct Plot: Sendable {
  /// The area on the page, in points.
  public let frame: Box
  public let x: any Scale
  public let y: any Scale
  public let theme: Theme
  /// What was drawn so far.
  public private(set) var items: [Drawing.Item] = []
  /// The labels of slopes and annotations are set at this size.
  public var labelSize: Double { theme.smallSize }

  /// An empty plot area.
  public init(frame: Box, x: any Scale, y: any Scale, theme: Theme) {
    self.frame = frame
    self.x = x
    self.y = y
    self.theme = theme
  }

  /// The page position of values; nil when a scale cannot show one of them.
  public func point(_ xValue: Double, _ yValue: Double) -> Point? {
    let (fx, fy) = (x.fraction(xValue), y.fraction(yValue))
    guard !fx.isNaN, !fy.isNaN else { return nil }
    return Point(frame.left + clamped(fx) * frame.width, frame.bottom - clamped(fy) * frame.height)
  }

  /// The page positions of pairs, nil where a scale cannot show them.
  public func points(_ xs: [Double], _ ys: [Double]) -> [Point?] {
    zip(xs, ys).map { point($0, $1) }
  }

  /// Far outside the frame a place is as good as another; the renderer's numbers end somewhere.
  private func clamped(_ fraction: Double) -> Double { min(max(fraction, -40), 41) }

  /// Draws inside the frame.
  public mutating func draw(_ shape: Drawing.Shape, role: Drawing.Role = .data, isClipped: Bool = true) {
    let clip: Box? = isClipped ? frame.expanded(by: 0.4) : nil
    items.append(Drawing.Item(role: role, shape: shape, clip: clip))
  }

  /// The colour of the rims of markers at `points`: the background's, or none where the markers follow one another so
  /// closely that rims would leave only crumbs of a curve behind them.
  func rim(_ points: [Point], size: Double) -> Color? {
    var places: [Point] = []
    for point in points.sorted(by: { $0.x < $1.x }) where point.x != places.last?.x { places.append(point) }
    let distances = zip(places, places.dropFirst()).map { a, b in
      ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
    }.sorted()
    let isDense = distances.count > 4 && distances[distances.count / 2] < 3 * size
    return isDense ? nil : theme.background
  }

  /// Draws the connected runs of `points`, broken where one is missing.
  mutating func drawLine(_ points: [Point?], _ stroke: Stroke, role: Drawing.Role = .data) {
    let runs = Plot.runs(points).filter { $0.count > 1 }
    guard !runs.isEmpty else { return }
    draw(.stroke(Path(parts: runs.map { Path.Part(points: $0, isClosed: false) }), stroke), role: role)
  }

  /// Splits at the missing points.
  static func runs(_ points: [Point?]) -> [[Point]] {
    points.split { $0 == nil }.map { $0.compactMap { $0 } }
  }
}
