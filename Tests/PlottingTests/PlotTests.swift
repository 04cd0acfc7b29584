import Testing

@testable import Plotting

struct PlotTests {
  @Test func `values stand where the scales say, y upwards`() {
    let plot = Fixture.plot()
    #expect(plot.point(0, 0) == Point(0, 100))
    #expect(plot.point(10, 5) == Point(100, 50))
    #expect(plot.point(.nan, 5) == nil)
  }

  @Test func `places far outside stay within the renderer's numbers`() {
    #expect(Fixture.plot().point(1e300, -1e300)?.isDrawable == true)
  }

  @Test func `runs end at missing points`() {
    let points = [Point(0, 0), nil, Point(1, 0), Point(2, 0), nil, nil]
    #expect(Plot.runs(points).map(\.count) == [1, 2])
  }

  @Test func `a place on an axis gives its value back`() throws {
    let plot = try Fixture.logPlot()
    #expect(abs(plot.value(0.5) - 100) < 1e-6)
    #expect(abs(plot.height(0.25) - 1e-3) < 1e-9)
  }
}
