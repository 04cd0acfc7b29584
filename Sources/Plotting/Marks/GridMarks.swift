import Foundation

/// A coloured cell for every (x, y) of a grid.
public struct HeatMapMark: Mark, Ranged, Colored, Tabular {
  private let series: Series
  private let grid: CellGrid
  public var colors: ColorScale
  /// Whether every cell shows its number.
  public let showsValues: Bool

  /// The cells of `series`, whose values are coloured by `colors`.
  ///
  /// - Throws: ``PlottingError`` if a cell has two values or there are too many cells.
  public init(_ series: Series, colors: ColorScale, showsValues: Bool = false) throws {
    grid = try CellGrid(series, mark: "heatmap")
    (self.series, self.colors, self.showsValues) = (series, colors, showsValues)
  }

  public func draw(on plot: inout Plot) throws {
    guard let columns = CellGrid.edges(grid.xs, on: plot.x), let rows = CellGrid.edges(grid.ys, on: plot.y) else {
      return
    }
    let cells = colors.colors(grid.values)
    let (lefts, bottoms) = (columns.map(plot.frame.x), rows.map(plot.frame.y))
    if HeatMapMark.isUniform(columns), HeatMapMark.isUniform(rows) {
      let width = grid.xs.count
      let flipped = (0..<grid.ys.count).reversed().flatMap { cells[($0 * width)..<(($0 + 1) * width)] }
      let box = Box(left: lefts[0], top: bottoms[bottoms.count - 1], right: lefts[lefts.count - 1], bottom: bottoms[0])
      plot.draw(.raster(Raster(box: box, columns: width, rows: grid.ys.count, cells: flipped)))
    } else {
      for (cell, color) in cells.enumerated() {
        guard let color else { continue }
        let (column, row) = (cell % grid.xs.count, cell / grid.xs.count)
        // Neighbours overlap by a hair, so that no seam shows between antialiased edges.
        let box = Box(
          left: lefts[column], top: bottoms[row + 1] - 0.15, right: lefts[column + 1] + 0.15, bottom: bottoms[row])
        plot.draw(.fill(Path(box), color))
      }
    }
    if showsValues { try drawValues(cells, lefts, bottoms, on: &plot) }
  }

  private static func isUniform(_ edges: [Double]) -> Bool {
    let step = (edges[edges.count - 1] - edges[0]) / Double(edges.count - 1)
    return edges.enumerated().allSatisfy { abs($0.element - edges[0] - Double($0.offset) * step) < 1e-6 }
  }

  private func drawValues(_ cells: [Color?], _ lefts: [Double], _ bottoms: [Double], on plot: inout Plot) throws {
    guard cells.count <= 400 else { return }
    for (cell, color) in cells.enumerated() {
      guard let color else { continue }
      let (column, row) = (cell % grid.xs.count, cell / grid.xs.count)
      let layout = try TextLayout(NumberLabel.short(rounded(grid.values[cell])), size: plot.labelSize)
      let (width, height) = (lefts[column + 1] - lefts[column], bottoms[row] - bottoms[row + 1])
      if layout.width > width - 2 || layout.height > height - 2 { continue }
      let middle = Point((lefts[column] + lefts[column + 1]) / 2, (bottoms[row] + bottoms[row + 1]) / 2)
      let inks = [Color(0, 0, 0), Color(255, 255, 255)]
      let ink = inks[color.contrast(inks[0]) >= color.contrast(inks[1]) ? 0 : 1]
      let item = layout.placed("cell", at: middle, Anchor(x: 0.5, y: 0.5), color: ink)
      if plot.frame.contains(item.bounds) { plot.draw(.text(item), role: .label) }
    }
  }

  /// Three significant digits.
  private func rounded(_ value: Double) -> Double { Double(String(format: "%.3g", value)) ?? value }

  public func extend(x: inout Extent, y: inout Extent) {
    x.include(Extent(flush: CellGrid.outerEdges(grid.xs)))
    y.include(Extent(flush: CellGrid.outerEdges(grid.ys)))
  }

  public var kind: String { "heatmap" }
  public var tabulated: [Series] { [series] }
}

extension MarkKind {
  static let heatmap = MarkKind(
    "heatmap", "a coloured cell for every place of a grid",
    example: #"""
      [{"heatmap": {"data": "table", "x": "n", "y": "seed", "value": "error", "numbers": true}}]
      """#
  ) { fields in
    let colors = ColorSpecification(fields)
    let values = fields.boolean("numbers", "whether every cell shows its number", required: false)
    return Recipe(
      x: fields.channel("x", "the columns"), y: fields.channel("y", "the rows"),
      value: fields.channel("value", "what the colours show", numbers: true)
    ) { try HeatMapMark($0, colors: try colors.scale($0.value), showsValues: values) }
  }
}

/// Lines of equal value over a grid.
///
/// Marching squares with linear interpolation; a cell with a missing corner has no lines, and in a saddle the mean of
/// the corners decides. Source: W. E. Lorensen, H. E. Cline, Marching cubes, SIGGRAPH 1987, in two dimensions.
public struct ContourMark: Mark, Ranged, Colored, Tabular {
  private let series: Series
  private let grid: CellGrid
  private let levels: [Double]
  private let isSmooth: Bool
  public var colors: ColorScale

  /// The lines of `series` at `levels`, or at about eight round values if that is empty.
  ///
  /// - Parameter isSmooth: whether the values between the places follow smooth curves instead of straight lines.
  /// - Throws: ``PlottingError`` if a place has two values or there are too many.
  public init(_ series: Series, levels: [Double], colors: ColorScale, isSmooth: Bool = false) throws {
    self.series = series
    self.isSmooth = isSmooth
    grid = try CellGrid(series, mark: "contour")
    self.colors = colors
    let space = TickSpace(length: 200, fontSize: 7, isHorizontal: false)
    self.levels = levels.isEmpty ? try colors.scale.ticks(space).all.map(\.value) : levels
  }

  public func draw(on plot: inout Plot) {
    guard grid.xs.count > 1, grid.ys.count > 1 else { return }
    let grid = isSmooth ? grid.refined : grid
    for level in levels {
      let color = colors.hasBar ? colors.color(level) ?? series.look.color : series.look.color
      let lines = ContourMark.joined(
        segments(level, grid).compactMap { a, b in
          guard let start = plot.point(a.0, a.1), let end = plot.point(b.0, b.1) else { return nil }
          return [start, end]
        })
      let stroke = Stroke(color, width: series.look.width * 0.8, dash: colors.hasBar ? [] : series.look.stroke.dash)
      if !lines.isEmpty { plot.draw(.stroke(Path(lines: lines), stroke)) }
    }
  }

  private typealias Place = (Double, Double)

  private func segments(_ level: Double, _ grid: CellGrid) -> [(Place, Place)] {
    var found: [(Place, Place)] = []
    for row in 0..<(grid.ys.count - 1) {
      for column in 0..<(grid.xs.count - 1) { cross(column, row, level, grid, &found) }
    }
    return found
  }

  /// The lines through one cell, between crossings of its edges; the corners run counter-clockwise.
  private func cross(
    _ column: Int, _ row: Int, _ level: Double, _ grid: CellGrid, _ found: inout [(Place, Place)]
  ) {
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
    let values = corners.map { grid.value($0.0, $0.1) }
    guard values.allSatisfy(\.isFinite) else { return }
    var crossings: [Place] = []
    for edge in 0..<4 {
      let (a, b) = (values[edge], values[(edge + 1) % 4])
      guard (a >= level) != (b >= level) else { continue }
      let t = (level - a) / (b - a)
      let (from, to) = (corners[edge], corners[(edge + 1) % 4])
      func between(_ places: [Double], _ a: Int, _ b: Int) -> Double { places[a] + t * (places[b] - places[a]) }
      crossings.append((between(grid.xs, from.0, to.0), between(grid.ys, from.1, to.1)))
    }
    if crossings.count == 2 { found.append((crossings[0], crossings[1])) }
    guard crossings.count == 4 else { return }
    let isMiddleAbove = values.reduce(0) { $0 + $1 / 4 } >= level
    let joinsFirst = isMiddleAbove == (values[0] >= level)
    found.append((crossings[0], crossings[joinsFirst ? 1 : 3]))
    found.append((crossings[2], crossings[joinsFirst ? 3 : 1]))
  }

  /// Chains segments that share an end into long lines, so that dashes and joins run through.
  private static func joined(_ segments: [[Point]]) -> [[Point]] {
    func key(_ point: Point) -> Point { Point((point.x * 1024).rounded(), (point.y * 1024).rounded()) }
    var byEnd: [Point: [Int]] = [:]
    for (index, segment) in segments.enumerated() {
      for point in segment { byEnd[key(point), default: []].append(index) }
    }
    var used = [Bool](repeating: false, count: segments.count)
    func extended(_ line: [Point]) -> [Point] {
      var line = line
      while let end = line.last, let next = byEnd[key(end)]?.first(where: { !used[$0] }) {
        used[next] = true
        let points = segments[next]
        line.append(key(points[0]) == key(end) ? points[1] : points[0])
      }
      return line
    }
    return segments.indices.compactMap { index in
      if used[index] { return nil }
      used[index] = true
      return extended(extended(segments[index]).reversed())
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
  static let contour = MarkKind(
    "contour", "lines of equal value over a grid",
    example: #"""
      [{"contour": {"data": "table", "x": "n", "y": "seed", "value": "error"}}]
      """#
  ) { fields in
    let colors = ColorSpecification(fields)
    let limit = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let levels = fields.numbers("levels", in: limit, "the values of the lines; chosen if left out", required: false)
    let smooth = fields.boolean(
      "smooth", "whether the values between the places follow smooth curves", required: false)
    return Recipe(
      x: fields.channel("x", "the columns"), y: fields.channel("y", "the rows"),
      value: fields.channel("value", "what is equal along a line", numbers: true)
    ) { try ContourMark($0, levels: levels, colors: try colors.scale($0.value), isSmooth: smooth) }
  }
}
