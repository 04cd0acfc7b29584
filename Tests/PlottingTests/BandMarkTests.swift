import Testing

@testable import Plotting

struct BandMarkTests {
  @Test func `a band goes along the low edge and back along the high one, broken at gaps`() {
    var plot = Fixture.plot()
    BandMark(Fixture.series(x: [0, 1, 2, 3, 4], low: [0, 1, .nan, 1, 2], high: [2, 3, 3, 4, 5])).draw(on: &plot)
    #expect(
      plot.record == ["data fill #112233/0.22: 0,100 10,90 10,70 0,80 close | 30,90 40,80 40,50 30,60 close"])
  }

  @Test func `on a log axis a band below zero reaches the edge`() throws {
    var plot = try Fixture.logPlot()
    BandMark(Fixture.series(x: [1, 10], low: [-1, 0], high: [0.1, 0.01])).draw(on: &plot)
    #expect(plot.record == ["data fill #112233/0.22: 0,100 25,100 25,50 0,25 close"])
  }
}
