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
