import Testing

@testable import Plotting

struct ErrorBarsMarkTests {
  @Test func `a bar has two caps`() {
    var plot = Fixture.plot()
    ErrorBarsMark(Fixture.series(x: [5], low: [2], high: [8])).draw(on: &plot)
    #expect(plot.record == ["data stroke #112233 0.8: 50,80 50,20 | 48.7,80 51.3,80 | 48.7,20 51.3,20"])
  }

  @Test func `a bar that leaves a log axis has no cap there`() throws {
    var plot = try Fixture.logPlot()
    ErrorBarsMark(Fixture.series(x: [100], low: [-1], high: [0.01])).draw(on: &plot)
    #expect(plot.record == ["data stroke #112233 0.8: 50,100 50,50 | 48.7,50 51.3,50"])
  }

  @Test func `lying bars run along x`() {
    var plot = Fixture.plot()
    var mark = ErrorBarsMark(Fixture.series(y: [5], low: [2], high: [8]))
    mark.isHorizontal = true
    mark.draw(on: &plot)
    #expect(plot.record[0].contains("20,50 80,50"))
  }
}
