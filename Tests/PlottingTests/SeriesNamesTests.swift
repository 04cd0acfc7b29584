import Documents
import Testing

@testable import Plotting

struct SeriesNamesTests {
  private func names(_ marks: String) throws -> [String] {
    let tables = """
      {"t": {"x": [1, 2, 3, 4], "y": [1, 5, 20, 7], "l": [2, 2, 3, 3], "p": ["odd", "even", "odd", "even"],
             "k": ["n", "n", "n", "n"]}}
      """
    let figure = "{\"panels\": [{\"data\": \"t\", \"marks\": [\(marks)]}]}"
    let gallery = try Gallery(text: "{\"figure\": \(figure), \"tables\": \(tables)}")
    let table = try gallery.specification.data(tables: gallery.tables)
    var names: [String] = []
    for name in try table.texts("series") where names.last != name { names.append(name) }
    return names
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
