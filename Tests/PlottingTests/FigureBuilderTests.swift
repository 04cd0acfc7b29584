import Documents
import Testing

@testable import Plotting

struct FigureBuilderTests {
  private func gallery(_ figure: String) throws -> Gallery {
    let tables = """
      {"t": {"n": [1, 2, 1, 2, 1, 2], "e": [5, 4, 3, 2, null, -1], "d": [10, 10, 9, 9, 9, 9],
             "kind": ["a", "a", "a", "a", "b", "b"]}}
      """
    return try Gallery(text: "{\"figure\": \(figure), \"tables\": \(tables)}")
  }

  @Test func `a facet makes a panel for each value, numbers rising`() throws {
    let figure =
      #"{"size": "double", "panels": [{"data": "t", "facet": "d", "marks": [{"line": {"x": "n", "y": "e", "series": "kind"}}]}]}"#
    #expect(try gallery(figure).drawing().texts("panel title") == ["d = 9", "d = 10"])
  }

  @Test func `rows are filtered by numbers, texts and lists`() throws {
    for (condition, count) in [(#"{"d": 9}"#, 4), (#"{"kind": "b"}"#, 2), (#"{"n": [1, 3], "kind": "a"}"#, 2)] {
      let figure = #"{"panels": [{"data": "t", "marks": [{"points": {"x": "n", "y": "e", "where": CONDITION}}]}]}"#
      let gallery = try gallery(figure.replacing("CONDITION", with: condition))
      #expect(try gallery.specification.data(tables: gallery.tables).rowCount == count)
    }
  }

  @Test func `a value has one colour in all panels and its label from the template`() throws {
    let figure = """
      {"size": "double", "panels": [
        {"data": "t", "marks": [{"line": {"x": "n", "y": "e", "color": "kind", "label": "kind {kind}, $d = {d}$"}}]},
        {"data": "t", "marks": [{"line": {"x": "n", "y": "e", "color": "kind", "where": {"kind": "b"}}}]}]}
      """
    let gallery = try gallery(figure)
    let panels = try FigureBuilder(gallery.specification, gallery.tables).figure().panels
    let looks = panels.map { $0.marks.compactMap { $0 as? LineMark } }
    #expect(looks[0].map(\.label) == ["kind a, $d = 10$", "kind b, $d = 9$"])
    #expect(looks[0][1].color == looks[1][0].color && looks[0][0].color != looks[0][1].color)
    #expect(looks[0][0].series.look.dash != looks[0][1].series.look.dash)
  }

  @Test func `the data list every row and whether it is drawn`() throws {
    let figure =
      #"{"panels": [{"data": "t", "title": "P", "y": {"scale": "log"}, "marks": [{"line": {"x": "n", "y": "e"}}]}]}"#
    let gallery = try gallery(figure)
    let table = try gallery.specification.data(tables: gallery.tables)
    #expect(try table.numbers("drawn") == [1, 1, 1, 1, 0, 0])
    #expect(try table.texts("mark") == Array(repeating: "line", count: 6))
    #expect(table.csv.hasPrefix("panel,mark,series,x,y,low,high,value,text,drawn\nP,line,,1,5,,,,,1\n"))
  }

  @Test func `faults of the data name the column or the input`() throws {
    let figure = #"{"panels": [{"data": "t", "marks": [{"line": {"x": "n", "y": "COLUMN", "color": "n"}}]}]}"#
    #expect(throws: Problem.self) { try gallery(figure.replacing("COLUMN", with: "err")).drawing() }
    let bands = #"{"panels": [{"data": "t", "marks": [{"band": {"x": "n", "low": "kind", "high": "e"}}]}]}"#
    #expect(throws: PlottingError.notNumbers(column: "kind", mark: "band")) { try gallery(bands).drawing() }
    let specification = try gallery(bands).specification
    #expect(throws: PlottingError.noTable(input: "panels[0].data")) { try specification.draw(tables: [:]) }
  }

  @Test func `hundreds of series or panels are refused`() throws {
    let values = (0..<500).map(String.init).joined(separator: ",")
    let tables = "{\"t\": {\"a\": [\(values)], \"b\": [\(values)]}}"
    let series = #"{"panels": [{"data": "t", "marks": [{"line": {"x": "a", "y": "b", "color": "a"}}]}]}"#
    #expect(throws: PlottingError.tooManySeries(column: "a", count: 500, limit: 400)) {
      try Gallery(text: "{\"figure\": \(series), \"tables\": \(tables)}").drawing()
    }
    let panels = #"{"panels": [{"data": "t", "facet": "a", "marks": [{"line": {"x": "a", "y": "b"}}]}]}"#
    #expect(throws: PlottingError.tooManyPanels(column: "a", count: 500, limit: 60)) {
      try Gallery(text: "{\"figure\": \(panels), \"tables\": \(tables)}").drawing()
    }
  }
}
