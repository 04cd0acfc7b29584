import Foundation
import Testing

@testable import Plotting

/// Labels and data of people who mean harm: in a figure they are glyphs or an error, never markup of the file.
@Suite struct HostileTextTests {
  private static let texts = [
    "<script>alert(1)</script>", "</svg><script>x</script>", "\\\" onload=\\\"alert(1)", "]]><x/>", "&entity;",
    "<!-- x",
    ") /JS (app.alert(1)) (", "/OpenAction", "\\\\input{/etc/passwd}", "\\\\write18{x}", "%PDF-1.5", "\\u001b]0;x",
    "\\u0000", "a\\nb", "\\u202e",
  ]

  private func gallery(_ text: String) throws -> Gallery {
    let figure = """
      {"title": "\(text)", "panels": [{"data": "t", "title": "\(text)", "x": {"label": "\(text)"}, "marks": [
        {"bars": {"x": "s", "y": "n", "color": "s"}}, {"annotation": {"x": 0, "y": 1, "text": "\(text)"}}]}]}
      """
    return try Gallery(figure, tables: "{\"t\": {\"n\": [1, 2], \"s\": [\"\(text)\", \"b\"]}}")
  }

  @Test(arguments: texts) func `no label becomes markup of a picture`(_ text: String) throws {
    let gallery = try gallery(text)
    do {
      let drawing = try gallery.drawing()
      let svg = String(decoding: try drawing.svg(), as: UTF8.self)
      for part in ["<script", "<x/>", "&entity;", "<!--", "]]>"] { #expect(!svg.contains(part), "\(part)") }
      // A label stands between tags, where a quote ends nothing.
      for tag in svg.matches(of: #/<[^>]*>/#) { #expect(!tag.0.contains("onload"), "\(tag.0)") }
      #expect(svg.components(separatedBy: "</svg>").count == 2)
      // The title stands in the metadata as a string, which ends where it should.
      let pdf = String(decoding: try drawing.pdf(), as: UTF8.self).replacing("(/OpenAction)", with: "")
      for part in ["/JS (", "/OpenAction", "/JavaScript", "/Launch"] { #expect(!pdf.contains(part), "\(part)") }
    } catch let error as PlottingError {
      // A command that labels do not know, or a character without a glyph.
      #expect("\(error)".unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" }, "\(error)")
    }
  }
}
