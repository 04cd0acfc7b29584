import Testing

@testable import Plotting

struct LegendBlockTests {
  private let entries = (1...6).map { LegendEntry(label: "entry \($0)", swatches: [.area(Color(0, 0, 0))]) }

  @Test func `entries stand in columns that fit the width`() throws {
    let (column, rows) = (
      try LegendBlock(column: entries, .light, limit: 200), try LegendBlock(rows: entries, .light, limit: 200)
    )
    #expect(rows.width <= 200 && rows.height < column.height && rows.width > column.width)
    var drawing = Drawing(width: 220, height: 100)
    rows.draw(at: Point(5, 5), on: &drawing)
    #expect(drawing.texts("legend").count == 6 && drawing.overlaps.isEmpty)
    #expect(drawing.legends.count == 1)
  }

  @Test func `the top right corner is preferred, then the next free place`() throws {
    let block = try LegendBlock(column: Array(entries.prefix(2)), .light, limit: 70)
    var plot = Fixture.plot()
    let first = try #require(block.freePlace(in: plot))
    #expect(abs(first.x + block.width - 97) < 1e-9 && abs(first.y - 3) < 1e-9)
    plot.draw(.fill(Path(Box(x: 50, y: 0, width: 50, height: 100)), Color(0, 0, 0)))
    let second = try #require(block.freePlace(in: plot))
    #expect(second.x + block.width < 50)
    plot.draw(.fill(Path(plot.frame), Color(0, 0, 0)))
    #expect(block.freePlace(in: plot) == nil)
  }
}
