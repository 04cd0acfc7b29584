import Documents
import Testing

@testable import Plotting

/// What the data of a figure say, and figures that would say nothing.
@Suite struct FigureDataTests {
  private static let columns = """
    {"t": {"n": [1, 2, 3], "e": [0.3, 0.2, 0.1], "m": [-1, -2, -3], "u": [-1, 2, 3], "v": [1, -2, -3],
           "kernel": ["ntk", "laplace", "ntk"], "s": ["a{b}", "$x", "a_b"], "k": ["ntk", "ntk", "ntk"]}}
    """

  private func gallery(_ marks: String, _ axes: String = "") throws -> Gallery {
    let gallery = try Gallery("{\"panels\": [{\"data\": \"t\", \(axes) \"marks\": [\(marks)]}]}", tables: Self.columns)
    #expect(gallery.problems.isEmpty, "\(gallery.problems)")
    return gallery
  }

  private func complaint(_ marks: String, _ axes: String = "") throws -> String {
    let gallery = try gallery(marks, axes)
    if case .failure(let error) = Result(catching: { try gallery.drawing() }) { return "\(error)" }
    return ""
  }

  @Test(arguments: [
    (#"{"bars": {"x": "kernel", "y": "e"}}"#, "", ["ntk", "laplace", "ntk"], ["0.3", "0.2", "0.1"]),
    (
      #"{"bars": {"x": "e", "y": "kernel", "horizontal": true}}"#, "", ["0.3", "0.2", "0.1"], ["ntk", "laplace", "ntk"]
    ),
    (#"{"line": {"x": "n", "y": "e"}}"#, #""x": {"scale": "category"},"#, ["1", "2", "3"], ["0.3", "0.2", "0.1"]),
    (#"{"line": {"x": "n", "y": "e"}}"#, "", ["1", "2", "3"], ["0.3", "0.2", "0.1"]),
  ]) func `names along an axis stand in the data as names`(mark: String, axes: String, x: [String], y: [String]) throws
  {
    let data = try gallery(mark, axes).data()
    #expect(try data.texts("x") == x && data.texts("y") == y && data.numbers("drawn") == [1, 1, 1])
  }

  @Test func `a guide among names keeps its number`() throws {
    let data = try gallery(#"{"bars": {"x": "kernel", "y": "e"}}, {"rule": {"x": 0.5}}"#).data()
    #expect(try data.texts("x") == ["ntk", "laplace", "ntk", "0.5"])
  }

  @Test func `series and panels are called in the data as they are in the table`() throws {
    let plain = try gallery(#"{"line": {"x": "n", "y": "e", "color": "s"}}"#).data()
    #expect(try plain.texts("series") == ["a{b}", "$x", "a_b"])
    let written = try gallery(#"{"line": {"x": "n", "y": "e", "color": "s", "label": "the {s}, $n$"}}"#).data()
    #expect(try written.texts("series") == ["the a{b}, $n$", "the $x, $n$", "the a_b, $n$"])
    let band =
      #"{"line": {"x": "n", "y": "e", "color": "s"}}, {"band": {"x": "n", "low": "m", "high": "e", "color": "s", "label": ""}}"#
    #expect(try Set(gallery(band).data().texts("series")) == ["a{b}", "$x", "a_b"])
    let facets = try gallery(#"{"line": {"x": "n", "y": "e"}}"#, #""facet": "s","#).data()
    #expect(try facets.texts("panel") == ["s = a{b}", "s = $x", "s = a_b"])
    // The labels of the drawing show the same characters.
    let drawing = try gallery(#"{"line": {"x": "n", "y": "e"}}"#, #""facet": "s","#).drawing()
    #expect(drawing.texts("panel title") == ["s = a{b}", "s = $x", "s = a_b"])
  }

  private static let log = #""scale": "log""#

  @Test(arguments: [
    (#"{"line": {"x": "n", "y": "e", "where": {"k": "NTK"}}}"#, "", "no row has k = NTK, so that the mark `line`"),
    (
      #"{"line": {"x": "n", "y": "e"}}, {"bars": {"x": "n", "y": "e", "where": {"n": 1, "k": "rf"}}}"#, "",
      "no row has k = rf, so that the mark `bars`"
    ),
    (#"{"line": {"x": "m", "y": "m"}}"#, #""x": {\#(log)}, "y": {\#(log)},"#, "no value of `m` is positive, and the x"),
    (
      #"{"points": {"x": "n", "y": "m"}}"#, #""x": {\#(log)}, "y": {\#(log)},"#,
      "no value of `m` is positive, and the y"
    ),
    (
      #"{"line": {"x": "u", "y": "v"}}"#, #""x": {\#(log)}, "y": {\#(log)},"#,
      "the mark `line` draws nothing: no row has numbers in `u`, `v` that both axes can show"
    ),
    (
      #"{"errorbars": {"x": "m", "low": "m", "high": "m"}}"#, #""x": {\#(log)}, "y": {\#(log)},"#,
      "no value of `m` is positive, and the"
    ),
  ]) func `a figure that would be empty is refused with its mark, columns or selection`(
    marks: String, axes: String, sentence: String
  ) throws {
    let found = try complaint(marks, axes)
    #expect(found.contains(sentence), "\(found)")
  }

  @Test func `numbers and names on one axis are refused`() throws {
    let both = #"{"bars": {"x": "kernel", "y": "e"}}, {"line": {"x": "n", "y": "e"}}"#
    #expect(
      try complaint(both)
        == "`n` = `1` is none of the names along the x axis; draw names and numbers in panels of their own")
    #expect(try complaint(both, #""x": {"scale": "category"},"#).isEmpty)
  }

  @Test(arguments: ["مرحبا", "שלום", "a\u{202E}b", "n \u{200F}", "ﷺ", "ܐ", "\u{1E900}"])
  func `text from right to left is refused wherever it stands`(_ text: String) throws {
    let line = #"{"line": {"x": "n", "y": "e"}}"#
    let found = [
      try complaint(line, #""x": {"label": "\#(text)"},"#), try complaint(line, #""title": "\#(text)","#),
      try complaint(#"{"line": {"x": "n", "y": "e", "label": "\#(text)"}}, {"points": {"x": "n", "y": "m"}}"#),
      try complaint(line + #", {"annotation": {"x": 2, "y": 0.2, "text": "\#(text)"}}"#),
    ]
    for sentence in found {
      #expect(sentence.contains("runs from right to left at") || sentence.contains("has no `"), "\(sentence)")
    }
  }
}
