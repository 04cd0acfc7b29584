import Testing

@testable import Plotting

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

  @Test func `on log axes a power law is a straight line of that exponent`() throws {
    var slope = mark(-0.5)
    (slope.range, slope.height, slope.text) = (1...1e4, 1, "")
    // y falls from 1 to 0.01: half of the four decades.
    #expect(try Fixture.drawn(slope, on: Fixture.logPlot()).record == ["guide stroke #000000 1: 0,0 100,50"])
  }

  @Test func `on linear axes a power law is a curve`() throws {
    var slope = mark(2)
    (slope.range, slope.height) = (1...2, 1)
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
