import Testing

@testable import Plotting

struct ErrorBarsMarkTests {
  @Test func `a bar has two caps`() {
    var plot = Fixture.plot()
    ErrorBarsMark(Fixture.series(x: [5], low: [2], high: [8])).draw(on: &plot)
    #expect(plot.record == ["data stroke #112233 0.8: 50,80 50,20 | 46.9,80 53.1,80 | 46.9,20 53.1,20"])
  }

  @Test func `a bar that leaves a log axis has no cap there`() throws {
    var plot = try Fixture.logPlot()
    ErrorBarsMark(Fixture.series(x: [100], low: [-1], high: [0.01])).draw(on: &plot)
    #expect(plot.record == ["data stroke #112233 0.8: 50,100 50,50 | 46.9,50 53.1,50"])
  }

  @Test func `lying bars run along x`() {
    var plot = Fixture.plot()
    var mark = ErrorBarsMark(Fixture.series(y: [5], low: [2], high: [8]))
    mark.isHorizontal = true
    mark.draw(on: &plot)
    #expect(plot.record[0].contains("20,50 80,50"))
  }

  @Test(arguments: MarkerShape.allCases)
  func `the caps of a bar shorter than its marker stand out on both sides`(shape: MarkerShape) throws {
    var series = Fixture.series(x: [5], y: [5], low: [4.95], high: [5.05])
    series.look.marker = shape
    var panel = Panel()
    panel.marks = [ErrorBarsMark(series), PointsMark(series)]
    var (plot, alone) = (Fixture.plot(), Fixture.plot())
    for mark in panel.marksAtPlaces { try mark.draw(on: &plot) }
    PointsMark(series).draw(on: &alone)
    func ink(_ plot: Plot, at x: Double) throws -> Bool {
      var drawing = Drawing(width: 100, height: 100)
      drawing.items = plot.items
      let image = try #require(Image(png: try drawing.png(scale: 3)))
      return image[Int(x * 4), 200] != 0xFFFFFF
    }
    for x in [47.2, 52.8] {
      #expect(try ink(plot, at: x))
      #expect(try !ink(alone, at: x))
    }
  }

  @Test func `a bar that reaches beyond both ends of the axis is drawn, one beside it is not`() {
    var plot = Fixture.plot()
    ErrorBarsMark(Fixture.series(x: [5, 20, 5], low: [-5, 2, 11], high: [15, 8, 12])).draw(on: &plot)
    #expect(plot.record == ["data stroke #112233 0.8: 50,150 50,-50 | 46.9,150 53.1,150 | 46.9,-50 53.1,-50"])
  }

  @Test func `stems have no caps`() {
    var mark = ErrorBarsMark(Fixture.series(x: [5], low: [2], high: [8]))
    mark.cap = 0
    var plot = Fixture.plot()
    mark.draw(on: &plot)
    #expect(plot.record == ["data stroke #112233 0.8: 50,80 50,20"])
  }

  @Test func `a series set aside takes its bars along`() {
    var series = Fixture.series(x: [5], low: [2], high: [8])
    series.shift = 7
    var plot = Fixture.plot()
    ErrorBarsMark(series).draw(on: &plot)
    #expect(plot.record[0].contains("57,80 57,20 | 53.9,80 60.1,80"))
  }
}
