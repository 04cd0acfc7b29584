import Foundation

/// A coloured cell for every (x, y) of a grid.
public struct HeatMapMark: Mark, Ranged, Colored, Tabular {
  private let series: Series
  private let grid: CellGrid
  public let colors: ColorScale
  /// Whether every cell shows its number.
  public var showsValues = false

  /// The cells of `series`, whose values are coloured by `colors`.
  ///
  /// - Throws: ``PlottingError`` if a cell has two values or there are too many cells.
  public init(_ series: Series, colors: ColorScale) throws {
    self.series = series
    grid = try CellGrid(series, mark: "heatmap")
    self.colors = colors
  }

  public func draw(on plot: inout Plot) throws {
    guard let columns = CellGrid.edges(grid.xs, on: plot.x), let rows = CellGrid.edges(grid.ys, on: plot.y) else {
      return
    }
    let cells = colors.colors(grid.values)
    let frame = plot.frame
    let lefts = columns.map { frame.left + $0 * frame.width }
    let bottoms = rows.map { frame.bottom - $0 * frame.height }
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
      let ink = color.lab.x > 60 ? Color(0, 0, 0) : Color(255, 255, 255)
      let item = layout.placed("cell", at: middle, Anchor(x: 0.5, y: 0.5), color: ink)
      if plot.frame.contains(item.bounds) { plot.draw(.text(item), role: .label) }
    }
  }

  /// Three significant digits.
  private func rounded(_ value: Double) -> Double { Double(String(format: "%.3g", value)) ?? value }

  public func extend(x: inout Extent, y: inout Extent) {
    for (places, keyPath) in [(grid.xs, true), (grid.ys, false)] {
      var extent = Extent()
      extent.include(CellGrid.outerEdges(places))
      (extent.isFlushBelow, extent.isFlushAbove) = (true, true)
      if keyPath { x.include(extent) } else { y.include(extent) }
    }
  }

  public var kind: String { "heatmap" }
  public var tabulated: [Series] { [series] }
}

extension MarkKind {
  static let heatmap = MarkKind("heatmap", "a coloured cell for every place of a grid") { fields in
    let colors = ColorSpecification(fields)
    let values = fields.boolean("numbers", "whether every cell shows its number", required: false)
    return Recipe(
      x: fields.channel("x", "the columns"), y: fields.channel("y", "the rows"),
      value: fields.channel("value", "what the colours show", numbers: true)
    ) { series in
      var mark = try HeatMapMark(series, colors: try colors.scale(series.value))
      mark.showsValues = values
      return mark
    }
  }
}

/// Values on the cells of a rectangular grid, from rows of (x, y, value).
struct CellGrid: Sendable {
  static let limit = 4_000_000
  /// Rising.
  let xs: [Double]
  /// Rising.
  let ys: [Double]
  /// Row after row of rising y; NaN where no value is given.
  let values: [Double]

  /// The grid of `series`.
  ///
  /// - Throws: ``PlottingError`` if a cell has two values or the grid is too large.
  init(_ series: Series, mark: String) throws {
    let rows = series.x.indices.filter { series.x[$0].isFinite && series.y[$0].isFinite }
    xs = Set(rows.map { series.x[$0] }).sorted()
    ys = Set(rows.map { series.y[$0] }).sorted()
    let (cells, overflow) = xs.count.multipliedReportingOverflow(by: ys.count)
    if overflow || cells > CellGrid.limit {
      throw PlottingError.tooManyCells(mark: mark, count: overflow ? .max : cells, limit: CellGrid.limit)
    }
    let columns = Dictionary(uniqueKeysWithValues: xs.enumerated().map { ($1, $0) })
    let lines = Dictionary(uniqueKeysWithValues: ys.enumerated().map { ($1, $0) })
    var values = [Double](repeating: .nan, count: cells)
    var seen = Set<Int>()
    for row in rows {
      guard let column = columns[series.x[row]], let line = lines[series.y[row]] else { continue }
      let cell = line * xs.count + column
      if !seen.insert(cell).inserted { throw PlottingError.notGrid(mark: mark, cells: cells, values: rows.count) }
      values[cell] = series.value[row]
    }
    self.values = values
  }

  func value(_ column: Int, _ row: Int) -> Double { values[row * xs.count + column] }

  /// The ends of the outermost cells: half a step beyond the outermost places, in ratios where that keeps them positive.
  static func outerEdges(_ places: [Double]) -> [Double] {
    guard let first = places.first, let last = places.last else { return [] }
    if places.count == 1 { return [first - 0.5, first + 0.5] }
    let before = first - (places[1] - first) / 2
    let after = last + (last - places[places.count - 2]) / 2
    return [first > 0 && before <= 0 ? first * (first / places[1]).squareRoot() : before, after]
  }

  /// The edges between cells as fractions of the axis, one more than there are places; nil if the scale cannot show one.
  static func edges(_ places: [Double], on scale: any Scale) -> [Double]? {
    let middles = places.map(scale.fraction)
    guard let first = middles.first, let last = middles.last, !middles.contains(where: \.isNaN) else { return nil }
    if middles.count == 1 {
      let half = scale.fraction(places[0] + 0.5) - first
      return half.isNaN ? [0, 1] : [max(first - half, 0), min(first + half, 1)]
    }
    let inner = zip(middles, middles.dropFirst()).map { ($0 + $1) / 2 }
    return [2 * first - inner[0]] + inner + [2 * last - inner[inner.count - 1]]
  }
}
