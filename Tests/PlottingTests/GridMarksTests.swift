import Testing

@testable import Plotting

struct GridMarksTests {
  private let colors = ColorScale(scale: LinearScale(0...1))

  @Test func `an even grid is one raster with the largest y on top, an uneven one a box for each cell`() throws {
    let series = Fixture.series(x: [0.5, 1.5, 0.5, 1.5], y: [0.5, 0.5, 1.5, 1.5], value: [0, 0, 1, .nan])
    let plot = try Fixture.drawn(HeatMapMark(series, colors: colors), on: Fixture.plot(x: 0...2, y: 0...2))
    #expect(plot.record == ["data raster 2 x 2 in 0,0 100,100: #FDE725 to #440154"])
    let uneven = Fixture.series(x: [1, 2, 4], y: [1, 1, 1], value: [0, 0.5, 1])
    #expect(try Fixture.drawn(HeatMapMark(uneven, colors: colors)).items.count == 3)
  }

  @Test func `numbers are dark on bright cells and bright on dark ones`() throws {
    let series = Fixture.series(x: [0.5, 1.5], y: [0.5, 0.5], value: [0, 1])
    let mark = try HeatMapMark(series, colors: colors, showsValues: true)
    let plot = try Fixture.drawn(mark, on: Fixture.plot(x: 0...2, y: 0...1))
    #expect(plot.record.dropFirst().map { $0.split(separator: " ")[3] } == ["#FFFFFF", "#000000"])
  }

  @Test func `rows in any order make a rising grid`() throws {
    let series = Fixture.series(x: [2, 1, 2, 1], y: [5, 7, 7, 5], value: [1, 2, 3, 4])
    let grid = try CellGrid(series, mark: "heatmap")
    #expect(grid.xs == [1, 2] && grid.ys == [5, 7] && grid.values == [4, 1, 2, 3])
    #expect(grid.value(0, 1) == 2)
  }

  @Test func `a cell with two values and a grid too large to draw are refused, a cell without a value is missing`()
    throws
  {
    var series = Fixture.series(x: [1, 1, 2], y: [1, 1, 2], value: [1, 2, 3])
    func grid() throws -> CellGrid { try CellGrid(series, mark: "heatmap") }
    #expect(throws: PlottingError.notGrid(mark: "heatmap", cells: 4, values: 3)) { try grid() }
    series.y = [1, 2, 2]
    #expect(try grid().values[1].isNaN)
    let values = (0..<2100).map(Double.init)
    series = Fixture.series(x: values, y: values, value: values)
    #expect(throws: PlottingError.tooManyCells(mark: "heatmap", count: 4_410_000, limit: 4_000_000)) { try grid() }
  }

  @Test(arguments: [(2, 1_000_000), (1_000_000, 2), (40, 50_000), (2000, 2000), (150, 199), (1, 4_000_000), (3, 3)])
  func `a smooth grid never has more places than a grid may have`(columns: Int, rows: Int) {
    let (steps, rises) = CellGrid.refinement(columns: columns, rows: rows)
    #expect(steps >= 1 && rises >= 1)
    #expect(((columns - 1) * steps + 1) * ((rows - 1) * rises + 1) <= CellGrid.limit)
    // Where all fits there are about 200 each way.
    if columns == 3 { #expect(steps == 66 && rises == 66) }
    if columns == 2 { #expect(steps == 3 && rises == 1) }
  }

  @Test func `a smooth grid keeps the ends and the values that are given`() throws {
    let series = Fixture.series(x: [0, 1, 3, 0, 1, 3], y: [5, 5, 5, 6, 6, 6], value: [1, 2, 4, 3, 4, 6])
    let fine = try CellGrid(series, mark: "contour").refined
    #expect(fine.xs.count == 133 && fine.ys.count == 101 && fine.values.count == 133 * 101)
    #expect(fine.xs.first == 0 && fine.xs.last == 3 && fine.ys.first == 5 && fine.ys.last == 6)
    // Linear along both axes, so that the values between are known.
    for (column, row) in [(0, 0), (66, 0), (132, 100), (33, 50), (99, 25)] {
      #expect(abs(fine.value(column, row) - (1 + fine.xs[column] + 2 * (fine.ys[row] - 5))) < 1e-12)
    }
  }

  @Test func `edges lie halfway, and half a step outside`() throws {
    #expect(CellGrid.outerEdges([1, 2, 4]) == [0.5, 5] && CellGrid.outerEdges([1, 10])[0] > 0)
    let edges = try #require(CellGrid.edges([2, 4, 8], on: LinearScale(0...10)))
    #expect(zip(edges, [0.1, 0.3, 0.6, 1]).allSatisfy { abs($0 - $1) < 1e-12 } && edges.count == 4)
  }

  private func record(_ level: Double, _ function: (Double, Double) -> Double) throws -> [Path.Part] {
    var series = Fixture.series()
    for x in 0...20 {
      for y in 0...20 {
        series.x.append(Double(x) / 2)
        series.y.append(Double(y) / 2)
        series.value.append(function(Double(x) / 2, Double(y) / 2))
      }
    }
    let mark = try ContourMark(series, levels: [level], colors: ColorScale(scale: LinearScale(0...30)))
    return try Fixture.drawn(mark).items.first?.shape.stroke?.parts ?? []
  }

  @Test func `the level line of a plane is exact and in one piece, unless a missing value leaves a hole`() throws {
    let parts = try record(7.3) { x, y in x + y }
    #expect(parts.count == 1 && parts[0].points.allSatisfy { abs($0.x / 10 + (100 - $0.y) / 10 - 7.3) < 1e-9 })
    #expect(try record(5) { x, y in x == 5 && y == 5 ? .nan : x + 0.01 * y }.count == 2)
  }

  @Test func `the level line of a cone is a closed circle up to the grid's step`() throws {
    let parts = try record(3) { x, y in ((x - 5) * (x - 5) + (y - 5) * (y - 5)).squareRoot() }
    #expect(parts.count == 1)
    let points = parts[0].points
    #expect(abs(points[0].x - points[points.count - 1].x) < 1e-6)
    for point in points {
      #expect(abs(((point.x - 50) * (point.x - 50) + (point.y - 50) * (point.y - 50)).squareRoot() - 30) < 0.3)
    }
  }
}
