import Testing

@testable import Plotting

struct TableMarkTests {
  private func texts(_ x: [Double], _ texts: [String]) throws -> [String] {
    var series = Fixture.series(x: x)
    series.texts = texts
    series.label = "row"
    let strip = try TableStrip(TableMark([series]), LinearScale(0...10), .light, width: 100)
    var drawing = Drawing(width: 200, height: 200)
    strip.draw(below: Box(x: 50, y: 0, width: 100, height: 100), offset: 10, on: &drawing)
    #expect(drawing.overlaps.isEmpty)
    return drawing.texts("strip")
  }

  @Test func `each text stands below its value, after the row's header`() throws {
    #expect(try texts([2, 5, 8], ["a", "b", "c"]) == ["row", "a", "b", "c"])
  }

  @Test func `texts outside the axis and texts on top of others are left out`() throws {
    #expect(try texts([2, 2, 50, .nan], ["a", "b", "c", "d"]) == ["row", "a"])
  }

  @Test func `a text is cut to the distance of its neighbours`() throws {
    #expect(try texts([4, 6], ["a long text", "b"])[1].hasSuffix("…"))
  }
}
