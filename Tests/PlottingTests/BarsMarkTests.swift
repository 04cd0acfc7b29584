import Testing

@testable import Plotting

struct BarsMarkTests {
  @Test func `two series share the room of one place`() throws {
    var plot = Fixture.plot(x: 0...4, y: 0...10)
    for index in 0..<2 {
      var series = Fixture.series(x: [1, 2, 3], y: [5, 5, 5])
      (series.index, series.count) = (index, 2)
      try BarsMark(series).draw(on: &plot)
    }
    let lefts = plot.items.compactMap { item -> Double? in
      guard case .fill(let path, _) = item.shape else { return nil }
      return path.parts[0].points.map(\.x).min()
    }
    // The room is 0.8 of a step: 15 to 25 and 25 to 35, less a gap of 0.4.
    #expect(lefts.map { ($0 * 10).rounded() / 10 } == [15.4, 25.4])
  }

  @Test func `bars begin at zero and the axis has no margin there`() throws {
    var (x, y) = (Extent(), Extent())
    BarsMark(Fixture.series(x: [1, 2], y: [3, 4])).extend(x: &x, y: &y)
    #expect(y.lower == 0 && y.isFlushBelow && !y.isFlushAbove)
    #expect(x.lower == 0.6 && x.upper == 2.4)
  }

  @Test func `lying bars have their lengths along x`() throws {
    var plot = Fixture.plot(x: 0...10, y: 0...4)
    var mark = BarsMark(Fixture.series(x: [5], y: [2]))
    mark.isHorizontal = true
    try mark.draw(on: &plot)
    #expect(plot.record == ["data fill #112233/0.85: 0,40.4 50,40.4 50,59.6 0,59.6 close"])
  }

  @Test func `bars on a log axis stand on its lower end`() throws {
    var plot = try Fixture.logPlot()
    try BarsMark(Fixture.series(x: [100], y: [0.01])).draw(on: &plot)
    #expect(plot.record[0].contains(",100 ") && plot.record[0].contains(",50 "))
  }
}
