import Testing

@testable import Plotting

struct HeatMapMarkTests {
  private func series(_ x: [Double], _ y: [Double], _ value: [Double]) -> Series {
    var series = Fixture.series(x: x, y: y)
    series.value = value
    return series
  }

  private let colors = ColorScale(LinearScale(0...1))

  @Test func `an even grid is one raster with the largest y on top`() throws {
    var plot = Fixture.plot(x: 0...2, y: 0...2)
    let mark = try HeatMapMark(series([0.5, 1.5, 0.5, 1.5], [0.5, 0.5, 1.5, 1.5], [0, 0, 1, .nan]), colors: colors)
    try mark.draw(on: &plot)
    #expect(plot.record == ["data raster 2 x 2 in 0,0 100,100: #FDE725 to #440154"])
  }

  @Test func `an uneven grid is one box for each cell`() throws {
    var plot = Fixture.plot()
    try HeatMapMark(series([1, 2, 4], [1, 1, 1], [0, 0.5, 1]), colors: colors).draw(on: &plot)
    #expect(plot.items.count == 3)
  }

  @Test func `numbers are dark on bright cells and bright on dark ones`() throws {
    var plot = Fixture.plot(x: 0...2, y: 0...1)
    var mark = try HeatMapMark(series([0.5, 1.5], [0.5, 0.5], [0, 1]), colors: colors)
    mark.showsValues = true
    try mark.draw(on: &plot)
    #expect(plot.record.dropFirst().map { $0.split(separator: " ")[3] } == ["#FFFFFF", "#000000"])
  }
}

struct CellGridTests {
  @Test func `rows in any order make a rising grid`() throws {
    var series = Fixture.series(x: [2, 1, 2, 1], y: [5, 7, 7, 5])
    series.value = [1, 2, 3, 4]
    let grid = try CellGrid(series, mark: "heatmap")
    #expect(grid.xs == [1, 2] && grid.ys == [5, 7])
    #expect(grid.values == [4, 1, 2, 3])
    #expect(grid.value(0, 1) == 2)
  }

  @Test func `a cell with two values is refused and one without is missing`() throws {
    var series = Fixture.series(x: [1, 1, 2], y: [1, 1, 2])
    series.value = [1, 2, 3]
    #expect(throws: PlottingError.notGrid(mark: "heatmap", cells: 4, values: 3)) {
      try CellGrid(series, mark: "heatmap")
    }
    series.y = [1, 2, 2]
    #expect(try CellGrid(series, mark: "heatmap").values[1].isNaN)
  }

  @Test func `a grid too large to draw is refused`() {
    let values = (0..<2100).map(Double.init)
    var series = Fixture.series(x: values, y: values)
    series.value = values
    #expect(throws: PlottingError.tooManyCells(mark: "heatmap", count: 4_410_000, limit: 4_000_000)) {
      try CellGrid(series, mark: "heatmap")
    }
  }

  @Test func `edges lie halfway, and half a step outside`() throws {
    #expect(CellGrid.outerEdges([1, 2, 4]) == [0.5, 5])
    #expect(CellGrid.outerEdges([1, 10])[0] > 0)
    let edges = try #require(CellGrid.edges([2, 4, 8], on: LinearScale(0...10)))
    #expect(zip(edges, [0.1, 0.3, 0.6, 1]).allSatisfy { abs($0 - $1) < 1e-12 } && edges.count == 4)
  }
}
