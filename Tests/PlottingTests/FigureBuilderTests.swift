import Documents
import Testing

@testable import Plotting

struct FigureBuilderTests {
  private func gallery(_ figure: String) throws -> Gallery {
    let tables = """
      {"t": {"n": [1, 2, 1, 2, 1, 2], "e": [5, 4, 3, 2, null, -1], "d": [10, 10, 9, 9, 9, 9],
             "kind": ["a", "a", "a", "a", "b", "b"]}}
      """
    return try Gallery(figure, tables: tables)
  }

  @Test func `a facet makes a panel for each value, numbers rising`() throws {
    let figure =
      #"{"size": "double", "panels": [{"data": "t", "facet": "d", "marks": [{"line": {"x": "n", "y": "e", "series": "kind"}}]}]}"#
    #expect(try gallery(figure).drawing().texts("panel title") == ["d = 9", "d = 10"])
  }

  @Test func `rows are filtered by numbers, texts and lists`() throws {
    for (condition, count) in [(#"{"d": 9}"#, 4), (#"{"kind": "b"}"#, 2), (#"{"n": [1, 3], "kind": "a"}"#, 2)] {
      let figure = #"{"panels": [{"data": "t", "marks": [{"points": {"x": "n", "y": "e", "where": CONDITION}}]}]}"#
      #expect(try gallery(figure.replacing("CONDITION", with: condition)).data().rowCount == count)
    }
  }

  @Test func `a value has one colour in all panels and its label from the template`() throws {
    let figure = """
      {"size": "double", "panels": [
        {"data": "t", "marks": [{"line": {"x": "n", "y": "e", "color": "kind", "label": "kind {kind}, $d = {d}$"}}]},
        {"data": "t", "marks": [{"line": {"x": "n", "y": "e", "color": "kind", "where": {"kind": "b"}}}]}]}
      """
    let looks = try gallery(figure).figure().panels.map { $0.marks.compactMap { $0 as? LineMark } }
    #expect(looks[0].map(\.label) == ["kind a, $d = 10$", "kind b, $d = 9$"])
    #expect(looks[0][1].color == looks[1][0].color && looks[0][0].color != looks[0][1].color)
    #expect(looks[0][0].series.look.dash != looks[0][1].series.look.dash)
  }

  @Test func `the data list every row and whether it is drawn`() throws {
    let figure =
      #"{"panels": [{"data": "t", "title": "P", "y": {"scale": "log"}, "marks": [{"line": {"x": "n", "y": "e"}}]}]}"#
    let table = try gallery(figure).data()
    #expect(try table.numbers("drawn") == [1, 1, 1, 1, 0, 0])
    #expect(try table.texts("mark") == Array(repeating: "line", count: 6))
    #expect(table.csv.hasPrefix("panel,mark,series,x,y,low,high,value,text,drawn\nP,line,,1,5,,,,,1\n"))
  }

  @Test func `faults of the data name the column or the input`() throws {
    let figure = #"{"panels": [{"data": "t", "marks": [{"line": {"x": "n", "y": "COLUMN", "color": "n"}}]}]}"#
    #expect(throws: Problem.self) { try gallery(figure.replacing("COLUMN", with: "err")).drawing() }
    let bands = #"{"panels": [{"data": "t", "marks": [{"band": {"x": "n", "low": "kind", "high": "e"}}]}]}"#
    let text = Problem(
      .table(
        name: "table", fact: "row 1 has `a` in column `kind`, which is no number",
        remedy: "name a column of numbers, or leave a cell empty where its number is missing"))
    #expect(throws: text) { try gallery(bands).drawing() }
    let specification = try gallery(bands).specification
    #expect(throws: PlottingError.noTable(input: "panels[0].data")) { try specification.draw(tables: [:]) }
  }

  private func complaint(_ marks: String, _ axes: String = "", _ columns: String) throws -> String {
    let figure = "{\"panels\": [{\"data\": \"t\", \(axes) \"marks\": [{\(marks)}]}]}"
    let drawing = Result { try Gallery(figure, tables: "{\"t\": {\(columns)}}").drawing() }
    if case .failure(let error) = drawing { return "\(error)" }
    return ""
  }

  @Test func `a facet that no table has is refused, one without rows leaves an empty panel`() throws {
    let line = #""line": {"x": "x", "y": "y"}"#
    let found = try complaint(line, #""facet": "q","#, #""x": [1], "y": [2]"#)
    #expect(found.hasPrefix("no table of the panel has the column `q`"))
    #expect(try complaint(line, #""facet": "x","#, #""x": [], "y": []"#).isEmpty)
  }

  private static let logY = #""y": {"scale": "log"},"#
  private static let logX = #""x": {"scale": "log"},"#
  private static let logColors = #""heatmap": {"x": "x", "y": "x", "value": "y", "colorbar": {"scale": "log"}}"#
  private static let steep = #""slope": {"exponent": -100, "x": [0.001, 1000], "y": 1e-300}"#

  @Test(arguments: [
    (#""line": {"x": "x", "y": "y"}"#, logY, "no value of `y` is positive, and the y axis"),
    (#""line": {"x": "z", "y": "x"}"#, logX, "no value of `z` is positive, and the x axis"),
    (logColors, "", "no value of `y` is positive, and the colour axis"),
    (#""histogram": {"x": "big"}"#, "", "`big` holds -1.7e+308, too large for a histogram"),
    (#""histogram": {"x": "same", "form": "curve"}"#, "", "the values of `same` are all equal"),
    (#""slope": {"exponent": 100, "x": [0, 1], "y": 0}"#, "", "the slope of exponent 100 begins at x = 0"),
    (steep, logX + logY, "the slope of exponent −100 leaves the range of numbers"),
    (
      #""line": {"x": "x", "y": "x", "label": "a {smae} b"}"#, "",
      "`{smae}` in the label `a {smae} b` is no column; did"
    ), (#""line": {"x": "x", "y": "x", "label": "日本語"}"#, "", "the font DejaVu Sans Condensed has no `日`, `本`, `語`"),
  ]) func `what would leave a figure empty or wrong is refused by its name`(
    marks: String, axes: String, sentence: String
  ) throws {
    let columns = #""x": [1, 2], "y": [0, 0], "z": [-1, -2], "same": [1, 1], "big": [-1.7e308, 1.7e308]"#
    let found = try complaint(marks, axes, columns)
    #expect(found.hasPrefix(sentence), "\(found)")
  }

  @Test(arguments: [
    "$x_{max}$ and $x^{ab}$", "$\\mathrm{abc}$", "\\mathrm{abc}", "$\\tilde{x}$", "$n = {n}$", "\\{nope\\}",
    "$10^{-3}$", "{n}{kind}",
  ]) func `braces of TeX are no columns`(label: String) throws {
    #expect(throws: Never.self) { try LabelTemplate.require(label, known: ["n", "kind"]) }
  }

  @Test func `a column of missing numbers is no column of names`() throws {
    // As it comes back from its file.
    let figure = #"{"panels": [{"data": "t", "marks": [{"points": {"x": "a", "y": "b"}}]}]}"#
    let gallery = try Gallery(figure, tables: #"{"t": {"a": [""], "b": [""]}}"#)
    #expect(try gallery.data().numbers("drawn") == [0])
    #expect(!(try gallery.drawing().texts("x tick").contains("–")))
  }

  @Test func `hundreds of series or panels are refused`() throws {
    let values = (0..<500).map(String.init).joined(separator: ",")
    for (figure, error) in [
      (
        #"{"data": "t", "marks": [{"line": {"x": "a", "y": "b", "color": "a"}}]}"#,
        PlottingError.tooManySeries(column: "a", count: 500, limit: 400)
      ),
      (
        #"{"data": "t", "facet": "a", "marks": [{"line": {"x": "a", "y": "b"}}]}"#,
        .tooManyPanels(column: "a", count: 500, limit: 60)
      ),
    ] {
      let gallery = try Gallery(figure, tables: "{\"t\": {\"a\": [\(values)], \"b\": [\(values)]}}")
      #expect(throws: error) { try gallery.drawing() }
    }
  }

  private static let ends = #""low": "low", "high": "high""#

  private func data(_ marks: String, _ axes: String = "") throws -> Table {
    let tables = """
      {"t": {"x": [1, 2, 3, 4], "y": [-1, 5, 20, 7], "low": [-9, 4, 15, -3], "high": [-2, 6, 25, 30], "l": [2, 2, 3, 3],
             "p": ["odd", "even", "odd", "even"]}}
      """
    let figure = "{\"panels\": [{\"data\": \"t\", \(axes) \"marks\": [\(marks)]}]}"
    let gallery = try Gallery(figure, tables: tables)
    #expect(gallery.problems.isEmpty, "\(gallery.problems)")
    return try gallery.data()
  }

  @Test(arguments: [
    (#""points": {"x": "x", "y": "y"}"#, #""y": {"from": 0, "to": 10},"#, [0, 1, 0, 1.0]),
    (#""points": {"x": "x", "y": "y"}"#, #""x": {"to": 3},"#, [1, 1, 1, 0]),
    (#""points": {"x": "x", "y": "y"}"#, #""y": {"scale": "log", "to": 10},"#, [0, 1, 0, 1]),
    (#""errorbars": {"x": "x", \#(ends)}"#, #""y": {"from": 0, "to": 10},"#, [0, 1, 0, 1]),
    (#""errorbars": {"x": "x", \#(ends)}"#, #""y": {"scale": "log", "to": 10},"#, [0, 1, 0, 1]),
    (#""errorbars": {"y": "x", \#(ends), "horizontal": true}"#, #""x": {"from": 0, "to": 10},"#, [0, 1, 0, 1]),
  ]) func `a row is drawn if some of it lies within the axes`(mark: String, axes: String, drawn: [Double]) throws {
    #expect(try data("{\(mark)}", axes).numbers("drawn") == drawn)
  }
}
