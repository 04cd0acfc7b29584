/// Lines of equal value over a grid.
///
/// Marching squares with linear interpolation; a cell with a missing corner has no lines, and in a saddle the mean of
/// the corners decides. Source: W. E. Lorensen, H. E. Cline, Marching cubes, SIGGRAPH 1987, in two dimensions.
public struct ContourMark: Mark, Ranged, Colored, Tabular {
  private let series: Series
  private let grid: CellGrid
  private let levels: [Double]
  public let colors: ColorScale

  /// The lines of `series` at `levels`, or at about eight round values if that is empty.
  ///
  /// - Throws: ``PlottingError`` if a place has two values or there are too many.
  public init(_ series: Series, levels: [Double], colors: ColorScale) throws {
    self.series = series
    grid = try CellGrid(series, mark: "contour")
    self.colors = colors
    let space = TickSpace(length: 200, fontSize: 7, isHorizontal: false)
    self.levels = levels.isEmpty ? try colors.scale.ticks(space).all.map(\.value) : levels
  }

  public func draw(on plot: inout Plot) {
    guard grid.xs.count > 1, grid.ys.count > 1 else { return }
    for level in levels {
      let color = colors.hasBar ? colors.color(level) ?? series.look.color : series.look.color
      let parts = segments(level).compactMap { a, b -> Path.Part? in
        guard let start = plot.point(a.0, a.1), let end = plot.point(b.0, b.1) else { return nil }
        return Path.Part(points: [start, end], isClosed: false)
      }
      let lines = ContourMark.joined(parts)
      let stroke = Stroke(color, width: series.look.width * 0.8, dash: colors.hasBar ? [] : series.look.stroke.dash)
      if !lines.isEmpty { plot.draw(.stroke(Path(parts: lines), stroke)) }
    }
  }

  private typealias Place = (Double, Double)

  private func segments(_ level: Double) -> [(Place, Place)] {
    var found: [(Place, Place)] = []
    for row in 0..<(grid.ys.count - 1) {
      for column in 0..<(grid.xs.count - 1) { cross(column, row, level, &found) }
    }
    return found
  }

  /// The lines through one cell, between crossings of its edges; the corners run counter-clockwise.
  private func cross(_ column: Int, _ row: Int, _ level: Double, _ found: inout [(Place, Place)]) {
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
    let values = corners.map { grid.value($0.0, $0.1) }
    guard values.allSatisfy(\.isFinite) else { return }
    var crossings: [Place] = []
    for edge in 0..<4 {
      let (a, b) = (values[edge], values[(edge + 1) % 4])
      guard (a >= level) != (b >= level) else { continue }
      let t = (level - a) / (b - a)
      let (from, to) = (corners[edge], corners[(edge + 1) % 4])
      crossings.append(
        (
          grid.xs[from.0] + t * (grid.xs[to.0] - grid.xs[from.0]),
          grid.ys[from.1] + t * (grid.ys[to.1] - grid.ys[from.1])
        ))
    }
    if crossings.count == 2 { found.append((crossings[0], crossings[1])) }
    guard crossings.count == 4 else { return }
    let isMiddleAbove = values.reduce(0) { $0 + $1 / 4 } >= level
    let joinsFirst = isMiddleAbove == (values[0] >= level)
    found.append((crossings[0], crossings[joinsFirst ? 1 : 3]))
    found.append((crossings[2], crossings[joinsFirst ? 3 : 1]))
  }

  /// Chains segments that share an end into long lines, so that dashes and joins run through.
  static func joined(_ segments: [Path.Part]) -> [Path.Part] {
    func key(_ point: Point) -> Point { Point((point.x * 1024).rounded(), (point.y * 1024).rounded()) }
    var byEnd: [Point: [Int]] = [:]
    for (index, segment) in segments.enumerated() {
      for point in segment.points { byEnd[key(point), default: []].append(index) }
    }
    var used = [Bool](repeating: false, count: segments.count)
    func extended(_ line: [Point]) -> [Point] {
      var line = line
      while let end = line.last, let next = byEnd[key(end)]?.first(where: { !used[$0] }) {
        used[next] = true
        let points = segments[next].points
        line.append(key(points[0]) == key(end) ? points[1] : points[0])
      }
      return line
    }
    return segments.indices.compactMap { index in
      if used[index] { return nil }
      used[index] = true
      let forward = extended(segments[index].points)
      return Path.Part(points: extended(forward.reversed()), isClosed: false)
    }
  }

  public func extend(x: inout Extent, y: inout Extent) {
    x.include(grid.xs)
    y.include(grid.ys)
  }

  public var kind: String { "contour" }
  public var tabulated: [Series] { [series] }
}

extension MarkKind {
  static let contour = MarkKind("contour", "lines of equal value over a grid") { fields in
    let colors = ColorSpecification(fields)
    let limit = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let levels = fields.numbers("levels", in: limit, "the values of the lines; chosen if left out", required: false)
    return Recipe(
      x: fields.channel("x", "the columns"), y: fields.channel("y", "the rows"),
      value: fields.channel("value", "what is equal along a line", numbers: true)
    ) { try ContourMark($0, levels: levels, colors: try colors.scale($0.value)) }
  }
}
