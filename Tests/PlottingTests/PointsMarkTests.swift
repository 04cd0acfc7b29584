import Testing

@testable import Plotting

struct PointsMarkTests {
  @Test func `points outside the axes or without a place are left out`() {
    var plot = Fixture.plot()
    PointsMark(Fixture.series(x: [1, 50, .nan, 2], y: [1, 1, 1, .infinity])).draw(on: &plot)
    #expect(plot.record == ["data markers circle 3.6 #112233 rim #FFFFFF: 10,90"])
  }

  @Test func `many points are small and see-through`() {
    var plot = Fixture.plot()
    let values = (0..<1000).map { Double($0) / 100 }
    PointsMark(Fixture.series(x: values, y: values)).draw(on: &plot)
    #expect(plot.record[0].hasPrefix("data markers circle 2.2 #112233/0.85:"))
  }

  @Test func `open markers have no rim, and a series set aside moves by points of the page`() throws {
    var series = Fixture.series(x: [1, 100], y: [0.01, 0.01])
    series.shift = -3
    var mark = PointsMark(series)
    mark.isOpen = true
    var plot = try Fixture.logPlot()
    mark.draw(on: &plot)
    #expect(plot.record == ["data markers open circle 3.6 #112233: -3,50 47,50"])
    #expect(mark.tabulated[0].x == [1, 100])
  }

  @Test func `values choose the colours`() {
    var series = Fixture.series(x: [1, 2, 3], y: [1, 2, 3])
    series.value = [0, 1, .nan]
    var plot = Fixture.plot()
    PointsMark(series).draw(on: &plot)
    #expect(
      plot.record == [
        "data markers circle 3.6 #440154 rim #FFFFFF: 10,90", "data markers circle 3.6 #FDE725 rim #FFFFFF: 20,80",
      ])
  }
}
