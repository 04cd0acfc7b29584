import Testing

@testable import Plotting

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
