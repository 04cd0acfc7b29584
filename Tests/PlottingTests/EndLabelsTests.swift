import Testing

@testable import Plotting

struct EndLabelsTests {
  @Test func `places that are apart stay, places that are close spread about their mean`() {
    #expect(EndLabels.spread([0, 50, 100], 10, upTo: 200) == [0, 50, 100])
    #expect(EndLabels.spread([50, 50], 10, upTo: 200) == [45, 55])
    #expect(EndLabels.spread([50, 52, 70], 10, upTo: 200) == [46, 56, 70])
  }

  @Test func `no place lies beyond the limit`() {
    #expect(EndLabels.spread([95, 96, 97], 10, upTo: 97) == [77, 87, 97])
    #expect(EndLabels.spread([], 10, upTo: 1).isEmpty)
  }

  @Test func `labels have their lines' colours and do not overlap`() throws {
    let marks = (0..<6).map { index -> LineMark in
      var series = Fixture.series(x: [0, 10], y: [0, 5 + 0.1 * Double(index)])
      series.label = "line \(index)"
      return LineMark(series)
    }
    let labels = try EndLabels(marks, .light, limit: 60)
    var drawing = Drawing(width: 100 + labels.width, height: 100)
    labels.draw(Fixture.plot(), on: &drawing)
    #expect(drawing.texts("end label").sorted() == (0..<6).map { "line \($0)" })
    #expect(drawing.overlaps.isEmpty)
  }
}
