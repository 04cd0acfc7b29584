import Testing

@testable import Plotting

struct MarkTests {
  @Test func `an extent covers finite values and remembers the least positive one`() {
    var extent = Extent()
    #expect(extent.isEmpty)
    extent.include([.nan, -3, .infinity, 0, 0.5, 7])
    #expect(extent.lower == -3 && extent.upper == 7 && extent.lowestPositive == 0.5)
    // Extents join.
    var (a, b) = (Extent(), Extent())
    a.include([1, 2])
    b.include([5])
    b.isFlushBelow = true
    a.include(b)
    #expect(a.lower == 1 && a.upper == 5 && a.isFlushBelow && !a.isFlushAbove)
    a.include(Extent())
    #expect(a.lower == 1 && a.upper == 5)
  }

  @Test func `values stand where the scales say, y upwards, and far outside within the renderer's numbers`() {
    let plot = Fixture.plot()
    #expect(plot.point(0, 0) == Point(0, 100) && plot.point(10, 5) == Point(100, 50))
    #expect(plot.point(.nan, 5) == nil && plot.point(1e300, -1e300)?.isDrawable == true)
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

  @Test func `lying bars have their lengths along x, and those on a log axis stand on its lower end`() throws {
    let plot = Fixture.plot(x: 0...10, y: 0...4)
    let lying = BarsMark(series: Fixture.series(x: [5], y: [2]), isHorizontal: true)
    #expect(
      try Fixture.drawn(lying, on: plot).record == ["data fill #112233/0.85: 0,40.4 50,40.4 50,59.6 0,59.6 close"])
    let mark = BarsMark(series: Fixture.series(x: [100], y: [0.01]))
    let record = try Fixture.drawn(mark, on: Fixture.logPlot()).record
    #expect(record[0].contains(",100 ") && record[0].contains(",50 "))
  }

  private func tabulated(_ values: [Double], _ form: HistogramMark.Form, bins: Int? = nil, density: Bool = false)
    -> Series
  {
    HistogramMark(Fixture.series(x: values), form: form, bins: bins, isDensity: density).tabulated[0]
  }

  @Test func `counts add up, the largest value is in the last bin, and bins are round numbers wide at multiples`() {
    let counts = tabulated([0, 1, 1, 2, 3, 4], .bars, bins: 4)
    #expect(counts.y == [1, 2, 1, 2] && counts.x == [0.5, 1.5, 2.5, 3.5])
    let series = tabulated((0..<200).map { Double($0) / 10 }, .bars)
    let width = series.x[1] - series.x[0]
    #expect([1, 2, 5].contains(width) && abs((series.x[0] - width / 2).remainder(dividingBy: width)) < 1e-12)
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

  @Test func `no values, one value and infinities make no trap`() {
    #expect(tabulated([], .bars).y.isEmpty && tabulated([3, 3], .bars).y == [2])
    #expect(tabulated([3], .curve).y.isEmpty && tabulated([.nan, .infinity, 1, 2], .bars, bins: 2).y == [1, 1])
  }
}

struct GuideMarksTests {
  @Test func `rules cross the panel and those outside are left out`() throws {
    let plot = try Fixture.drawn(RuleMark(series: Fixture.series(y: [5, 50])))
    #expect(
      try Fixture.drawn(RuleMark(series: Fixture.series(x: [2])), on: plot).record == [
        "guide stroke #112233 1.2: 0,50 100,50", "guide stroke #112233 1.2: 20,100 20,0",
      ])
  }

  @Test func `the text stands where the panel is free`() throws {
    var plot = Fixture.plot()
    plot.draw(.fill(Path(Box(x: 40, y: 0, width: 60, height: 100)), Color(0, 0, 0)))
    let mark = RuleMark(series: Fixture.series(y: [5]), text: "limit")
    let text = try #require(try Fixture.drawn(mark, on: plot).items.last?.shape.text)
    #expect(text.bounds.right < 40 && text.bounds.bottom < 50)
  }

  private func mark(_ exponent: Double) -> SlopeMark {
    SlopeMark(exponent: exponent, text: "$n^{-1/2}$", look: Look(color: Color(0, 0, 0)))
  }

  @Test func `on log axes a power law is a straight line of that exponent, on linear ones a curve`() throws {
    var slope = mark(-0.5)
    (slope.range, slope.height, slope.text) = (1...1e4, 1, "")
    // y falls from 1 to 0.01: half of the four decades.
    #expect(try Fixture.drawn(slope, on: Fixture.logPlot()).record == ["guide stroke #000000 1: 0,0 100,50"])
    (slope.range, slope.exponent) = (1...2, 2)
    let plot = try Fixture.drawn(slope, on: Fixture.plot(x: 0...2, y: 0...4))
    let line = try #require(plot.items.first?.shape.stroke)
    #expect(line.parts[0].points.allSatisfy { abs((100 - $0.y) / 25 - $0.x / 50 * $0.x / 50) < 1e-9 })
  }

  @Test(arguments: [false, true])
  func `without a height it keeps off the data`(isTriangle: Bool) throws {
    var plot = try Fixture.logPlot()
    plot.draw(.stroke(Path([Point(0, 0), Point(100, 100)]), Stroke(Color(0, 0, 0), width: 1)))
    var slope = mark(-1)
    slope.isTriangle = isTriangle
    try slope.draw(on: &plot)
    #expect(plot.items.count == 3)
    let data = Occupancy(Array(plot.items.prefix(1)), in: plot.frame)
    let (line, text) = (try #require(plot.items[1].shape.stroke), try #require(plot.items[2].shape.text))
    #expect(line.samples(every: 2).allSatisfy { data.count(near: $0, 1) == 0 } && data.count(text.bounds) == 0)
  }
}

struct TextMarksTests {
  private func drawn(_ text: String, x: Double, y: Double, to target: (Double, Double)? = nil) throws -> Plot {
    try Fixture.drawn(AnnotationMark(text: text, x: x, y: y, target: target, color: Color(0, 0, 0)))
  }

  @Test func `a text stands beside its place and within the frame, an arrow ends just before its target`() throws {
    let plot = try drawn("far right", x: 10, y: 5)
    #expect(plot.frame.contains(try #require(plot.items.first?.shape.text).bounds))
    let record = try drawn("here", x: 5, y: 9, to: (5, 2)).record
    #expect(record.count == 3 && record[2].hasPrefix("guide fill #000000: 50,78.5"))
    // A place outside the axes has no text.
    #expect(try drawn("lost", x: 50, y: 5).items.isEmpty)
  }

  private func texts(_ x: [Double], _ texts: [String]) throws -> [String] {
    var series = Fixture.series(x: x, label: "row")
    series.texts = texts
    let strip = try TableStrip(TableMark(rows: [series]), LinearScale(0...10), .light, width: 100)
    var drawing = Drawing(width: 200, height: 200)
    strip.draw(below: Box(x: 50, y: 0, width: 100, height: 100), offset: 10, on: &drawing)
    #expect(drawing.overlaps.isEmpty)
    return drawing.texts("strip")
  }

  @Test func `each text of a strip stands below its value, after the row's header, cut to its neighbours' distance`()
    throws
  {
    #expect(try texts([2, 5, 8], ["a", "b", "c"]) == ["row", "a", "b", "c"])
    #expect(try texts([4, 6], ["a long text", "b"])[1].hasSuffix("…"))
    // Those outside the axis and those on top of others are left out.
    #expect(try texts([2, 2, 50, .nan], ["a", "b", "c", "d"]) == ["row", "a"])
  }
}
