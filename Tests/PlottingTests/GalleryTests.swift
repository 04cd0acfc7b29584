import Documents
import Foundation
import Testing

@testable import Plotting

struct GalleryTests {
  @Test func `the gallery has a figure for every kind of mark`() throws {
    let panels = try Gallery.names.flatMap { try Gallery($0).specification.panels }
    #expect(Set(panels.flatMap(\.allMarks).map(\.kind)) == Set(MarkKind.all.map(\.name)))
  }

  @Test(arguments: Gallery.names)
  func `the figures that are committed are those that the manifest draws`(name: String) throws {
    let gallery = try Gallery(name)
    let folder = Gallery.root.appendingPathComponent("docs/gallery/figures")
    let data = try String(contentsOf: folder.appendingPathComponent("\(name).csv"), encoding: .utf8)
    #expect(try gallery.data().csv == data)
    #expect(try gallery.drawing().png(scale: 2) == Data(contentsOf: folder.appendingPathComponent("\(name).png")))
    let page = try String(contentsOf: Gallery.root.appendingPathComponent("docs/figures.md"), encoding: .utf8)
    #expect(page.contains("](gallery/figures/\(name).png)"))
  }

  @Test(arguments: Gallery.names)
  func `no text of the gallery overlaps, is cut off, or covers data`(name: String) throws {
    let gallery = try Gallery(name)
    #expect(try gallery.problems.isEmpty && gallery.drawing().overlaps.isEmpty)
  }

  @Test(arguments: Gallery.names)
  func `the gallery draws the same bytes every time`(name: String) throws {
    let gallery = try Gallery(name)
    let (first, second) = (try gallery.drawing(), try gallery.drawing())
    #expect(try first == second && first.pdf() == second.pdf())
    #expect(try first.png() == second.png() && first.svg() == second.svg())
  }

  /// To accept a change of look, delete the file and run the test once more: it writes what is missing, and fails.
  @Test(arguments: ["learning-curves", "bars", "axes", "table-strip", "symlog-inset", "direct-labels"])
  func `the drawing calls are those on record`(name: String) throws {
    let record = try Gallery(name).drawing().record
    let file = Gallery.folder.appendingPathComponent("golden/\(name).txt")
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try record.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("no record of \(name); wrote one, look at it and run again")
      return
    }
    let (found, wanted) = (record.split(separator: "\n"), expected.split(separator: "\n"))
    let difference = zip(found, wanted).first { $0 != $1 }
    #expect(record == expected, "first difference: \(difference.map { "\($0.0)\nfor\n\($0.1)" } ?? "length")")
  }

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
    #""bars": {"x": "a", "y": "b"}"#, #""bars": {"x": "a", "y": "b", "horizontal": true}"#, #""histogram": {"x": "b"}"#,
    #""histogram": {"x": "b", "form": "curve"}"#, #""heatmap": {"x": "a", "y": "b", "value": "i", "numbers": true}"#,
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
        let index = "[" + (0..<count).map(String.init).joined(separator: ", ") + "]"
        let first = other == values ? values : index
        let figure = """
          {"panels": [{"data": "t", "x": {"scale": "\(scale)", "label": "$x$"},
            "y": {"scale": "\(scale)", "label": "$y$"}, "marks": [{\(mark)}]}]}
          """
        let gallery = try Gallery(figure, tables: #"{"t": {"a": \#(first), "b": \#(values), "i": \#(index)}}"#)
        #expect(gallery.problems.isEmpty)
        do {
          let drawing = try gallery.drawing()
          #expect(drawing.overlaps.isEmpty, "\(name), \(scale), \(mark)")
          #expect(try drawing.png(scale: 0.5).count > 100)
          _ = try gallery.data()
        } catch {
          #expect(!"\(error)".contains("\n"))
          #expect(error is PlottingError || error is Problem)
        }
      }
    }
  }

  @Test(arguments: [10, 300, 10_000])
  func `labels of any length stay on the page`(length: Int) throws {
    for letter in ["word ", "x", "ж", "𝔼", "\\\\mu ", "e\\u0301"] {
      let long = String(repeating: letter, count: length)
      let figure = """
        {"title": "\(long)", "subtitle": "\(long)", "letters": true, "panels": [
          {"data": "t", "title": "\(long)", "x": {"label": "\(long)"}, "y": {"label": "\(long)"},
           "marks": [{"line": {"x": "a", "y": "b", "label": "\(long)"}}, {"rule": {"y": 2, "text": "\(long)"}}]}]}
        """
      let drawing = try Gallery(figure, tables: #"{"t": {"a": [1, 2, 3], "b": [1, 4, 9]}}"#).drawing()
      #expect(try drawing.overlaps.isEmpty && drawing.pdf().count < 200_000)
    }
  }

  @Test func `names of any length and number stay on the page`() throws {
    for count in [1, 3, 40, 500] {
      for length in [1, 100] {
        let names = (0..<count).map { "\"" + String(repeating: "name\($0) ", count: length) + "\"" }
        let values = (0..<count).map(String.init).joined(separator: ",")
        let tables = #"{"t": {"a": [\#(names.joined(separator: ","))], "b": [\#(values)]}}"#
        for mark in [#""bars": {"x": "a", "y": "b"}"#, #""points": {"x": "b", "y": "a"}"#] {
          let gallery = try Gallery(#"{"panels": [{"data": "t", "marks": [{\#(mark)}]}]}"#, tables: tables)
          #expect(try gallery.drawing().overlaps.isEmpty)
        }
      }
    }
  }
}
