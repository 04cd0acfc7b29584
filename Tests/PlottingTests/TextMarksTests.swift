import Testing

@testable import Plotting

struct TextMarksTests {
  private func drawn(_ text: String, x: Double, y: Double, to target: (Double, Double)? = nil) throws -> Plot {
    try Fixture.drawn(AnnotationMark(text: text, x: x, y: y, target: target, color: Color(0, 0, 0)))
  }

  @Test func `a text stands beside its place and within the frame`() throws {
    let plot = try drawn("far right", x: 10, y: 5)
    #expect(plot.frame.contains(try #require(plot.items.first?.shape.text).bounds))
  }

  @Test func `an arrow ends just before its target`() throws {
    let record = try drawn("here", x: 5, y: 9, to: (5, 2)).record
    #expect(record.count == 3 && record[2].hasPrefix("guide fill #000000: 50,78.5"))
  }

  @Test func `a place outside the axes has no text`() throws {
    #expect(try drawn("lost", x: 50, y: 5).items.isEmpty)
  }

  private func texts(_ x: [Double], _ texts: [String]) throws -> [String] {
    var series = Fixture.series(x: x)
    (series.texts, series.label) = (texts, "row")
    let strip = try TableStrip(TableMark(rows: [series]), LinearScale(0...10), .light, width: 100)
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
