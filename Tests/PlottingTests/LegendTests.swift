import Testing

@testable import Plotting

struct LegendTests {
  private let entries = (1...6).map { LegendEntry(label: "entry \($0)", swatches: [.area(Color(0, 0, 0))]) }

  @Test func `entries stand in columns that fit the width`() throws {
    let column = try LegendBlock(column: entries, .light, limit: 200)
    let rows = try LegendBlock(rows: entries, .light, limit: 200)
    #expect(rows.width <= 200 && rows.height < column.height && rows.width > column.width)
    var drawing = Drawing(width: 220, height: 100)
    rows.draw(at: Point(5, 5), on: &drawing)
    #expect(drawing.texts("legend").count == 6 && drawing.overlaps.isEmpty && drawing.legends.count == 1)
  }

  @Test func `a key shows a line, a capped bar and a marker, filled or open, within its row`() throws {
    let (ink, look) = (Color(0, 0, 0), Look(color: Color(0, 0, 0)))
    let swatches: [Swatch] = [
      .line(look.stroke), .bar(look.stroke, cap: 6), .marker(.square, size: 3, fill: ink, isOpen: true),
    ]
    let block = try LegendBlock(column: [LegendEntry(label: "a", swatches: swatches)], .light, limit: 100)
    var drawing = Drawing(width: 100, height: 20)
    block.draw(at: Point(0, 0), on: &drawing)
    let record = drawing.record.split(separator: "\n").map(String.init)
    #expect(record[1] == "legend stroke #000000 1.2: 0,4.8 17,4.8")
    #expect(record[2] == "legend stroke #000000 1.2: 8.5,1.4 8.5,8.2 | 5.5,1.4 11.5,1.4 | 5.5,8.2 11.5,8.2")
    #expect(record[3] == "legend markers open square 3 #000000: 8.5,4.8")
    #expect(block.height > 8.2)
  }

  @Test func `a legend for several panels shows each kind of mark once`() {
    let (solid, dashed) = (Look(color: Color(0, 0, 0)).stroke, Look(color: Color(0, 0, 0), dash: [2, 1]).stroke)
    let joined = LegendEntry.joined([
      LegendEntry(label: "a", swatches: [.line(solid)]), LegendEntry(label: "b", swatches: [.line(solid)]),
      LegendEntry(label: "a", swatches: [.line(dashed), .bar(solid, cap: 4)]),
    ])
    #expect(joined.map(\.label) == ["a", "b"])
    #expect(joined[0].swatches == [.line(solid), .bar(solid, cap: 4)])
  }

  @Test func `the top right corner is preferred, then the next free place`() throws {
    let block = try LegendBlock(column: Array(entries.prefix(2)), .light, limit: 70)
    var plot = Fixture.plot()
    let first = try #require(block.freePlace(in: plot))
    #expect(abs(first.x + block.width - 97) < 1e-9 && abs(first.y - 3) < 1e-9)
    plot.draw(.fill(Path(Box(x: 50, y: 0, width: 50, height: 100)), Color(0, 0, 0)))
    #expect(try #require(block.freePlace(in: plot)).x + block.width < 50)
    plot.draw(.fill(Path(plot.frame), Color(0, 0, 0)))
    #expect(block.freePlace(in: plot) == nil)
  }

  @Test(
    arguments: [
      ([0.0, 50, 100], 200.0, [0.0, 50, 100]), ([50, 50], 200, [45, 55]), ([50, 52, 70], 200, [46, 56, 70]),
      ([95, 96, 97], 97, [77, 87, 97]), ([], 1, []),
    ] as [([Double], Double, [Double])])
  func `places that are apart stay, others spread about their mean, none beyond the limit`(
    places: [Double], limit: Double, spread: [Double]
  ) { #expect(EndLabels.spread(places, 10, upTo: limit) == spread) }

  @Test func `labels have their lines' colours and do not overlap`() throws {
    let marks = (0..<6).map { index -> LineMark in
      var series = Fixture.series(x: [0, 10], y: [0, 5 + 0.1 * Double(index)])
      series.label = "line \(index)"
      return LineMark(series)
    }
    let labels = try EndLabels(marks, .light, limit: 60)
    var drawing = Drawing(width: 100 + labels.width, height: 100)
    labels.draw(Fixture.plot(), on: &drawing)
    #expect(drawing.texts("end label").sorted() == (0..<6).map { "line \($0)" } && drawing.overlaps.isEmpty)
  }
}
