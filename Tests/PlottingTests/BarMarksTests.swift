import Testing

@testable import Plotting

struct BarMarksTests {
  @Test func `two series share the room of one place`() throws {
    var plot = Fixture.plot(x: 0...4, y: 0...10)
    for index in 0..<2 {
      var series = Fixture.series(x: [1, 2, 3], y: [5, 5, 5])
      (series.index, series.count) = (index, 2)
      BarsMark(series: series).draw(on: &plot)
    }
    let lefts = plot.items.compactMap { $0.shape.fill?.parts[0].points.map(\.x).min() }
    // The room is 0.8 of a step: 15 to 25 and 25 to 35, less a gap of 0.4.
    #expect(lefts.map { ($0 * 10).rounded() / 10 } == [15.4, 25.4])
  }

  @Test func `bars begin at zero and the axis has no margin there`() throws {
    var (x, y) = (Extent(), Extent())
    BarsMark(series: Fixture.series(x: [1, 2], y: [3, 4])).extend(x: &x, y: &y)
    #expect(y.lower == 0 && y.isFlushBelow && !y.isFlushAbove)
    #expect(x.lower == 0.6 && x.upper == 2.4)
  }

  @Test func `lying bars have their lengths along x`() throws {
    let plot = Fixture.plot(x: 0...10, y: 0...4)
    let mark = BarsMark(series: Fixture.series(x: [5], y: [2]), isHorizontal: true)
    #expect(try Fixture.drawn(mark, on: plot).record == ["data fill #112233/0.85: 0,40.4 50,40.4 50,59.6 0,59.6 close"])
  }

  @Test func `bars on a log axis stand on its lower end`() throws {
    let mark = BarsMark(series: Fixture.series(x: [100], y: [0.01]))
    let record = try Fixture.drawn(mark, on: Fixture.logPlot()).record
    #expect(record[0].contains(",100 ") && record[0].contains(",50 "))
  }

  private func tabulated(_ values: [Double], _ form: HistogramMark.Form, bins: Int? = nil, density: Bool = false)
    -> Series
  {
    HistogramMark(Fixture.series(x: values), form: form, bins: bins, isDensity: density).tabulated[0]
  }

  @Test func `counts add up and the largest value is in the last bin`() {
    let series = tabulated([0, 1, 1, 2, 3, 4], .bars, bins: 4)
    #expect(series.y == [1, 2, 1, 2] && series.x == [0.5, 1.5, 2.5, 3.5])
  }

  @Test func `a density has area 1`() {
    let values = (0..<500).map { Double($0 * $0 % 997) }
    let bars = tabulated(values, .outline, density: true)
    let width = bars.x[1] - bars.x[0]
    #expect(abs(bars.y.reduce(0, +) * width - 1) < 1e-12)
    let curve = tabulated(values, .curve)
    let area = zip(zip(curve.x, curve.x.dropFirst()), zip(curve.y, curve.y.dropFirst()))
      .reduce(0) { $0 + ($1.0.1 - $1.0.0) * ($1.1.0 + $1.1.1) / 2 }
    #expect(abs(area - 1) < 5e-3)
  }

  @Test func `the curve of two values is the mean of two Gaussians`() {
    // Values -1 and 1: s = sqrt 2, IQR = 1, so the bandwidth is 0.9/1.34 2^{-1/5} = 0.584698...; at 0 the density is
    // exp(-1/(2 h^2))/(h sqrt(2 pi)) = 0.158055 (by mpmath).
    #expect(abs(tabulated([-1, 1], .curve).y[100] - 0.158054555) < 1e-8)
  }

  @Test func `bins are round numbers wide and begin at multiples`() {
    let series = tabulated((0..<200).map { Double($0) / 10 }, .bars)
    let width = series.x[1] - series.x[0]
    #expect([1, 2, 5].contains(width) && abs((series.x[0] - width / 2).remainder(dividingBy: width)) < 1e-12)
  }

  @Test func `no values, one value and infinities make no trap`() {
    #expect(tabulated([], .bars).y.isEmpty && tabulated([3, 3], .bars).y == [2])
    #expect(tabulated([3], .curve).y.isEmpty && tabulated([.nan, .infinity, 1, 2], .bars, bins: 2).y == [1, 1])
  }
}
