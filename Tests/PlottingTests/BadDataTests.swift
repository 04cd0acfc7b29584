import Documents
import Testing

@testable import Plotting

struct BadDataTests {
  private static let columns: [(String, String)] = [
    ("nothing", "[]"), ("one point", "[3]"), ("one missing", "[null]"), ("all missing", "[null, null, null]"),
    ("constant", "[5, 5, 5, 5]"), ("zeros", "[0, 0, 0]"), ("negative", "[-3, -2, -1]"),
    ("huge", "[-1e308, 0, 1e308]"), ("huge and equal", "[1.7e308, 1.7e308]"), ("tiny", "[1e-320, 2e-320, 5e-324]"),
    ("all decades", "[1e-308, 1, 1e308]"), ("nearly equal", "[1, 1.0000000000000002, 1]"),
    ("missing inside", "[1, null, 3, null, 5]"), ("texts", "[\"a\", \"b\", \"c\"]"),
    ("right to left", "[\"שלום\", \"مرحبا\", \"a\\nb\"]"), ("empty texts", "[\"\", \"\", \"\"]"),
  ]
  private static let marks = [
    #""line": {"x": "a", "y": "b", "markers": true}"#, #""points": {"x": "a", "y": "b"}"#,
    #""band": {"x": "a", "low": "b", "high": "b"}"#, #""errorbars": {"x": "a", "low": "b", "high": "b"}"#,
    #""bars": {"x": "a", "y": "b"}"#, #""bars": {"x": "a", "y": "b", "horizontal": true}"#,
    #""histogram": {"x": "b"}"#, #""histogram": {"x": "b", "form": "curve"}"#,
    #""heatmap": {"x": "a", "y": "b", "value": "i", "numbers": true}"#,
    #""contour": {"x": "a", "y": "b", "value": "i"}"#, #""rule": {"y": "b", "text": "limit"}"#,
    #""slope": {"exponent": -1}"#, #""annotation": {"text": "here", "x": 1, "y": 1, "to": [2, 2]}"#,
    #""table": {"x": "a", "text": "b"}"#, #""line": {"x": "a", "y": "b", "color": "b"}"#,
  ]
  private static let scales = ["linear", "log", "symlog", "category"]

  @Test(arguments: marks, scales)
  func `bad data make a figure or one line of explanation`(mark: String, scale: String) throws {
    for (name, values) in Self.columns {
      for other in ["[1, 2, 3]", values] {
        let count = try JSON.parse(SourceText(name: "x", bytes: Array(values.utf8))).elements?.count ?? 0
        let first = other == values ? values : "[" + (0..<count).map(String.init).joined(separator: ", ") + "]"
        let index = "[" + (0..<count).map(String.init).joined(separator: ", ") + "]"
        let text = """
          {"figure": {"panels": [{"data": "t", "x": {"scale": "\(scale)", "label": "$x$"},
            "y": {"scale": "\(scale)", "label": "$y$"}, "marks": [{\(mark)}]}]},
           "tables": {"t": {"a": \(first), "b": \(values), "i": \(index)}}}
          """
        let gallery = try Gallery(text: text)
        #expect(gallery.problems.isEmpty)
        do {
          let drawing = try gallery.drawing()
          #expect(drawing.overlaps.isEmpty, "\(name), \(scale), \(mark)")
          #expect(try drawing.png(scale: 0.5).count > 100)
          _ = try gallery.specification.data(tables: gallery.tables)
        } catch {
          #expect(!"\(error)".contains("\n"))
          #expect(error is PlottingError || error is Problem)
        }
      }
    }
  }

  @Test(arguments: [10, 300, 10_000])
  func `labels of any length stay on the page`(length: Int) throws {
    for letter in ["word ", "x", "ש", "𝔼", "\\\\mu ", "e\\u0301"] {
      let long = String(repeating: letter, count: length)
      let text = """
        {"figure": {"title": "\(long)", "subtitle": "\(long)", "letters": true, "panels": [
          {"data": "t", "title": "\(long)", "x": {"label": "\(long)"}, "y": {"label": "\(long)"},
           "marks": [{"line": {"x": "a", "y": "b", "label": "\(long)"}}, {"rule": {"y": 2, "text": "\(long)"}}]}]},
         "tables": {"t": {"a": [1, 2, 3], "b": [1, 4, 9]}}}
        """
      let drawing = try Gallery(text: text).drawing()
      #expect(drawing.overlaps.isEmpty)
      #expect(try drawing.pdf().count < 200_000)
    }
  }

  @Test func `names of any length and number stay on the page`() throws {
    for count in [1, 3, 40, 500] {
      for length in [1, 100] {
        let names = (0..<count).map { "\"" + String(repeating: "name\($0) ", count: length) + "\"" }
        let values = (0..<count).map(String.init)
        let text = """
          {"figure": {"panels": [{"data": "t", "marks": [{"MARK": {"x": "a", "y": "b"}}]}]},
           "tables": {"t": {"a": [\(names.joined(separator: ","))], "b": [\(values.joined(separator: ","))]}}}
          """
        #expect(try Gallery(text: text.replacing("MARK", with: "bars")).drawing().overlaps.isEmpty)
        let lying = text.replacing("MARK", with: "points").replacing(
          "\"x\": \"a\", \"y\": \"b\"", with: "\"x\": \"b\", \"y\": \"a\"")
        #expect(try Gallery(text: lying).drawing().overlaps.isEmpty)
      }
    }
  }
}
