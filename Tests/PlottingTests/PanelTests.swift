import Testing

@testable import Plotting

struct PanelTests {
  @Test func `extents cover all marks that have data`() {
    var panel = Panel()
    panel.marks = [
      LineMark(Fixture.series(x: [1, 2], y: [3, 4])),
      SlopeMark(exponent: 1, text: "", look: Look(color: Color(0, 0, 0))), RuleMark(Fixture.series(y: [-7])),
    ]
    #expect(panel.extents.x.lower == 1 && panel.extents.x.upper == 2)
    #expect(panel.extents.y.lower == -7 && panel.extents.y.upper == 4)
  }

  @Test func `a point that one axis cannot show does not stretch the other`() {
    var panel = Panel()
    panel.x.scale = .log
    let series = Fixture.series(x: [0, 1, 2], y: [9, 3, 4], low: [8, 2, 3], high: [10, 4, 5])
    for mark in [LineMark(series), PointsMark(series), BandMark(series), ErrorBarsMark(series)] as [any Mark] {
      panel.marks = [mark]
      #expect(panel.extents.x.lowestPositive == 1 && panel.extents.y.upper <= 5)
    }
    panel.x.scale = .linear
    #expect(panel.extents.y.upper == 10)
  }

  @Test func `error bars are drawn over markers, and what seeks a free place after both`() {
    let series = Fixture.series(x: [1], y: [1], low: [0], high: [2])
    var panel = Panel()
    panel.marks = [ErrorBarsMark(series), RuleMark(series), PointsMark(series), LineMark(series)]
    #expect(panel.marksAtPlaces.compactMap { ($0 as? any Tabular)?.kind } == ["points", "line", "errorbars"])
  }

  @Test func `marks of one label share an entry, and ends replace entries`() {
    var series = Fixture.series(x: [1], y: [1], low: [0], high: [2])
    series.label = "both"
    var panel = Panel()
    panel.marks = [BandMark(series), LineMark(series)]
    #expect(panel.entries.map(\.label) == ["both"])
    #expect(panel.entries[0].swatches.count == 2)
    #expect(panel.entriesWithoutEnd.isEmpty)
  }
}
