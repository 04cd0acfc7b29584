import Testing

@testable import Plotting

struct MarkTests {
  @Test func `an extent covers finite values and remembers the least positive one`() {
    var extent = Extent()
    #expect(extent.isEmpty)
    extent.include([.nan, -3, .infinity, 0, 0.5, 7])
    #expect(extent.lower == -3 && extent.upper == 7 && extent.lowestPositive == 0.5)
  }

  @Test func `extents join`() {
    var (a, b) = (Extent(), Extent())
    a.include([1, 2])
    b.include([5])
    b.isFlushBelow = true
    a.include(b)
    #expect(a.lower == 1 && a.upper == 5 && a.isFlushBelow && !a.isFlushAbove)
    a.include(Extent())
    #expect(a.lower == 1 && a.upper == 5)
  }

  @Test func `values stand where the scales say, y upwards`() {
    let plot = Fixture.plot()
    #expect(plot.point(0, 0) == Point(0, 100) && plot.point(10, 5) == Point(100, 50))
    #expect(plot.point(.nan, 5) == nil)
  }

  @Test func `places far outside stay within the renderer's numbers`() {
    #expect(Fixture.plot().point(1e300, -1e300)?.isDrawable == true)
  }

  @Test func `markers along a dense curve have no rims, repeats at one place and scattered ones do`() {
    let plot = Fixture.plot()
    let curve = (0..<20).map { Point(Double($0) * 5, Double($0)) }
    #expect(plot.rim(curve, size: 3) == nil && plot.rim(curve.reversed(), size: 1.5) == plot.theme.background)
    let repeats = (0..<20).map { Point(Double($0 / 3) * 15, Double($0 % 3)) }
    #expect(plot.rim(repeats, size: 3) == plot.theme.background)
    let scattered = (0..<20).map { Point(Double($0) * 5, Double($0 * 37 % 101)) }
    #expect(plot.rim(scattered, size: 3) == plot.theme.background)
  }

  @Test func `runs end at missing points`() {
    #expect(Plot.runs([Point(0, 0), nil, Point(1, 0), Point(2, 0), nil, nil]).map(\.count) == [1, 2])
  }

  @Test func `a place on an axis gives its value back`() throws {
    let plot = try Fixture.logPlot()
    #expect(abs(plot.value(0.5) - 100) < 1e-6 && abs(plot.height(0.25) - 1e-3) < 1e-9)
  }
}
