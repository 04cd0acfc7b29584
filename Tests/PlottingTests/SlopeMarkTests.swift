import Testing

@testable import Plotting

struct SlopeMarkTests {
  private func mark(_ exponent: Double) -> SlopeMark {
    SlopeMark(exponent: exponent, text: "$n^{-1/2}$", look: Look(color: Color(0, 0, 0)))
  }

  @Test func `on log axes a power law is a straight line of that exponent`() throws {
    var plot = try Fixture.logPlot()
    var slope = mark(-0.5)
    (slope.range, slope.height) = (1...1e4, 1)
    slope.text = ""
    try slope.draw(on: &plot)
    // y falls from 1 to 0.01: half of the four decades.
    #expect(plot.record == ["guide stroke #000000 1: 0,0 100,50"])
  }

  @Test func `on linear axes a power law is a curve`() throws {
    var plot = Fixture.plot(x: 0...2, y: 0...4)
    var slope = mark(2)
    (slope.range, slope.height) = (1...2, 1)
    try slope.draw(on: &plot)
    guard case .stroke(let path, _)? = plot.items.first?.shape else {
      Issue.record("no line")
      return
    }
    for point in path.parts[0].points {
      let (x, y) = (point.x / 50, (100 - point.y) / 25)
      #expect(abs(y - x * x) < 1e-9)
    }
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
    for item in plot.items.dropFirst() {
      switch item.shape {
      case .stroke(let path, _): #expect(path.samples(every: 2).allSatisfy { data.count(near: $0, 1) == 0 })
      case .text(let text): #expect(data.count(text.bounds) == 0)
      default: Issue.record("unexpected call")
      }
    }
  }
}
