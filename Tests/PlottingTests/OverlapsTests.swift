import Testing

@testable import Plotting

struct OverlapsTests {
  private func drawing(_ texts: [(String, Point, Double)]) throws -> Drawing {
    var drawing = Drawing(width: 100, height: 100)
    for (text, point, angle) in texts {
      let item = try TextLayout(text, size: 10).placed("note", at: point, .left, angle: angle, color: Color(0, 0, 0))
      drawing.add(.label, .text(item))
    }
    return drawing
  }

  private let legend = Box(x: 10, y: 10, width: 20, height: 20)

  private func line(_ points: Point...) -> Drawing.Shape { .stroke(Path(points), Stroke(Color(0, 0, 0), width: 1)) }

  @Test func `texts on top of each other are found and texts apart are not`() throws {
    #expect(
      try drawing([("one", Point(10, 50), 0), ("two", Point(20, 52), 0)]).overlaps == [
        .texts("note \"one\"", "note \"two\"")
      ])
    #expect(try drawing([("one", Point(10, 50), 0), ("two", Point(10, 70), 0)]).overlaps.isEmpty)
  }

  @Test func `turned texts are judged by their own corners`() throws {
    // The upright boxes of these two cross, the turned ones do not.
    let slanted = try drawing([("slanted", Point(10, 60), 45), ("slanted", Point(25, 60), 45)])
    #expect(slanted.overlaps.isEmpty)
    #expect(try drawing([("slanted", Point(10, 60), 45), ("across", Point(10, 45), 0)]).overlaps.count == 1)
  }

  @Test func `a text beyond the page is found`() throws {
    #expect(try drawing([("long text", Point(80, 50), 0)]).overlaps == [.offPage("note \"long text\"")])
  }

  @Test func `data under a legend are counted, frames are not`() {
    var drawing = Drawing(width: 100, height: 100, legends: [legend])
    drawing.add(.frame, line(Point(0, 0), Point(15, 15), Point(25, 25)))
    #expect(drawing.overlaps.isEmpty)
    drawing.add(.data, line(Point(0, 0), Point(15, 15), Point(25, 25)))
    #expect(drawing.overlaps == [.dataUnderLegend(points: 2)])
    #expect(drawing.overlaps.first?.description == "a legend covers 2 points of data")
  }

  @Test func `data that are clipped away are under no legend`() {
    for (width, overlaps) in [(8.0, []), (20, [Overlap.dataUnderLegend(points: 1)])] {
      var drawing = Drawing(width: 100, height: 100, legends: [legend])
      let clip = Box(x: 0, y: 0, width: width, height: 100)
      drawing.add(.data, line(Point(5, 5), Point(15, 15), Point(25, 25)), clip: clip)
      #expect(drawing.overlaps == overlaps)
    }
  }

  private func occupied(_ shape: Drawing.Shape) -> Occupancy {
    Occupancy([Drawing.Item(role: .data, shape: shape, clip: nil)], in: Box(x: 0, y: 0, width: 100, height: 100))
  }

  @Test func `a line covers the cells it passes`() {
    let cells = occupied(.stroke(Path([Point(0, 0), Point(100, 100)]), Stroke(Color(0, 0, 0), width: 1)))
    #expect(cells.count(Box(x: 48, y: 48, width: 4, height: 4)) > 0)
    #expect(cells.count(Box(x: 60, y: 10, width: 30, height: 20)) == 0)
  }

  @Test func `a filled area covers its inside`() {
    let cells = occupied(.fill(Path([Point(0, 0), Point(100, 0), Point(0, 100)], closed: true), Color(0, 0, 0)))
    #expect(cells.count(Box(x: 20, y: 20, width: 1, height: 1)) > 0)
    #expect(cells.count(Box(x: 80, y: 80, width: 10, height: 10)) == 0)
  }

  @Test func `markers cover their size and things far away cover nothing`() {
    let points = [Point(50, 50), Point(1e5, 1e5)]
    let cells = occupied(.markers(Markers(shape: .circle, size: 10, fill: Color(0, 0, 0), points: points)))
    #expect(cells.count(Box(x: 46, y: 46, width: 1, height: 1)) > 0)
    #expect(cells.count(near: Point(50, 70), 10) == 0)
    #expect(cells.count(Box(x: 90, y: 90, width: 10, height: 10)) == 0)
  }
}
