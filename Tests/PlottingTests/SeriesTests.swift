import Documents
import Testing

@testable import Plotting

struct SeriesTests {
  @Test func `dashes of a look grow with the width of its line`() {
    let look = Look(color: Color(0, 0, 0), dash: [4, 2], width: 2)
    #expect(look.stroke.dash == [8, 4] && look.stroke.width == 2)
  }

  private func points(_ label: String, _ y: [Double], color: UInt32 = 0x112233) -> PointsMark {
    var series = Fixture.series(x: y.indices.map { Double($0) }, y: y)
    series.label = label
    series.look.color = Color(hex: color)
    return PointsMark(series)
  }

  private func line(_ y: [Double]) -> LineMark { LineMark(Fixture.series(x: y.indices.map { Double($0) }, y: y)) }

  @Test func `a line without a label is part of the points of its colour that it runs through`() {
    let marks: [any Mark] = [
      points("other colour", [1, 2, 3], color: 0x445566), points("elsewhere", [5, 6]), points("its own", [1, 2, 7]),
    ]
    let through = line([1, 2, 3])
    #expect(NamedSeries(marks + [through]).label(of: through) == "its own")
    var alone = line([8, 9])
    alone.series.x = [10, 11]
    #expect(NamedSeries(marks + [alone]).label(of: alone).isEmpty)
  }

  @Test func `a line of means among labelled runs is part of them`() {
    var runs = points("runs", [1, 2, 3, 5])
    runs.series.x = [0, 0, 1, 1]
    let means = line([1.5, 4])
    #expect(NamedSeries([means, runs]).label(of: means) == "runs")
  }

  @Test func `bars belong to the means rather than to the runs that they also reach over`() {
    var runs = points("one run", [1, 2, 1.5, 2.5])
    runs.series.x = [0, 0, 1, 1]
    let bars = ErrorBarsMark(Fixture.series(x: [0, 1], low: [0, 0], high: [3, 3]))
    let marks: [any Mark] = [runs, bars, points("mean", [1.5, 2])]
    #expect(NamedSeries(marks).label(of: bars) == "mean")
  }

  @Test func `a key shows all that a series draws`() {
    let series = Fixture.series(x: [0, 1], low: [0, 1], high: [2, 3])
    let marks: [any Mark] = [line([1, 2]), ErrorBarsMark(series), points("a", [1, 2]), points("b", [7, 8])]
    let entries = LegendEntry.merged(marks)
    #expect(entries.map(\.label) == ["a", "b"])
    #expect(entries.map(\.swatches.count) == [3, 1])
  }

  @Test func `a band without a label stays out of the key`() {
    let band = BandMark(Fixture.series(x: [0, 1], low: [0, 1], high: [2, 3]))
    let marks: [any Mark] = [band, points("a", [1, 2])]
    #expect(LegendEntry.merged(marks).map(\.swatches.count) == [1] && NamedSeries(marks).label(of: band) == "a")
  }

  @Test func `a guide without a label has no key`() {
    let rule = RuleMark(series: Fixture.series(y: [1]))
    #expect(LegendEntry.merged([rule, points("a", [1, 2])]).map(\.swatches.count) == [1])
  }

  private func names(_ marks: String) throws -> [String] {
    let tables = """
      {"t": {"x": [1, 2, 3, 4], "y": [1, 5, 20, 7], "l": [2, 2, 3, 3], "p": ["odd", "even", "odd", "even"],
             "k": ["n", "n", "n", "n"]}}
      """
    let figure = "{\"panels\": [{\"data\": \"t\", \"marks\": [\(marks)]}]}"
    let names = try Gallery(figure, tables: tables).data().texts("series")
    return names.indices.filter { $0 == 0 || names[$0 - 1] != names[$0] }.map { names[$0] }
  }

  @Test func `lines of one label are told apart by their group`() throws {
    let line = #"{"line": {"x": "x", "y": "y", "series": "l", "label": "theory", "where": {"k": "n"}}}"#
    #expect(try names(line) == ["theory, l = 2", "theory, l = 3"])
  }

  @Test func `lines of one label are told apart by the rows that they select`() throws {
    let lines = ["odd", "even"].map {
      #"{"line": {"x": "x", "y": "y", "label": "theory", "where": {"p": "\#($0)", "k": "n"}}}"#
    }
    #expect(try names(lines.joined(separator: ",")) == ["theory, p = odd", "theory, p = even"])
  }

  @Test func `an unlabelled line is named after the points that it joins, or else by its group`() throws {
    let line = #"{"line": {"x": "x", "y": "y", "color": "l", "label": ""}}"#
    #expect(try names(line) == ["l = 2", "l = 3"])
    let points = #"{"points": {"x": "x", "y": "y", "color": "l", "label": "$L = {l}$"}}"#
    #expect(try names("\(line),\(points)") == ["$L = 2$", "$L = 3$", "$L = 2$", "$L = 3$"])
  }

  @Test func `a label that says enough stays as it is`() throws {
    #expect(try names(#"{"line": {"x": "x", "y": "y", "where": {"l": 2}, "label": "theory"}}"#) == ["theory"])
    #expect(try names(#"{"line": {"x": "x", "y": "y", "where": {"l": 2}}}"#) == [""])
  }
}
