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
