import Documents
import Plotting
import Reporting
import Testing

@testable import Verbs

@Suite struct ClaimsFigureTests {
  private static func summary(_ claims: [(id: String, verdict: String, margin: String?)]) throws -> PaperSummary {
    let lines = claims.map { claim in
      #"{"id": "\#(claim.id)", "heading": "\#(claim.id). T", "verdict": "\#(claim.verdict)", "nearest": "n""#
        + (claim.margin.map { #", "margin": \#($0)"# } ?? "") + "}"
    }
    return try PaperSummary(
      encoded: .init(
        #"""
        {"title": "T_$1$", "authors": "A. $Author_", "venue": "V", "link": "https://example.org", "year": 2021,
         "claims": [\#(lines.joined(separator: ", "))]}
        """#.utf8))
  }

  @Test func `the data hold the margin of every claim, and where it is drawn`() throws {
    let papers = [
      try Self.summary([("A1", "reproduced", "0.5"), ("A2", "reproduced", "\"inf\"")]),
      try Self.summary([("B1", "not reproduced", "-4.5"), ("B2", "not run", nil)]),
    ]
    let data = try ClaimsFigure(papers).data()
    #expect(try data.texts("claim") == ["A1", "A2", "B1", "B2"])
    #expect(try data.texts("verdict") == ["reproduced", "reproduced", "not reproduced", "not run"])
    #expect(try data.numbers("shown") == [0.5, 3, -3, 0])
    let margins = try data.numbers("margin")
    #expect(margins.prefix(3) == [0.5, .infinity, -4.5] && margins[3].isNaN)
  }

  @Test
  func `every verdict has a colour and a shape, what lies beyond the axis a triangle, and no text covers another`()
    throws
  {
    let all = ["reproduced", "not reproduced", "inconclusive", "not run"]
    let many = (1...12).map { ("A\($0)", all[$0 % 4], $0 % 4 == 3 ? nil : "\(Double($0) - 6)") }
    let drawing = try ClaimsFigure([try Self.summary(many), try Self.summary([("B1", "inconclusive", "-0.5")])])
      .drawings().light
    let words = drawing.textBoxes.map(\.text)
    for word in all + ["A1", "A12", "B1", "margin"] { #expect(words.contains(word), "\(word) in \(words)") }
    #expect(drawing.overlaps.isEmpty, "\(drawing.overlaps)")
    let markers = drawing.items.compactMap { item in if case .markers(let markers) = item.shape { markers } else { nil }
    }
    let shapes = Set(markers.map(\.shape))
    #expect(shapes.count == 6, "\(shapes)")
  }

  @Test func `one claim, and none at all, make a figure too`() throws {
    for papers in [[], [try Self.summary([("A1", "not run", nil)])]] {
      #expect(try !ClaimsFigure(papers).drawings().light.png(scale: 1).isEmpty)
      #expect(try ClaimsFigure(papers).data().rowCount == papers.count)
    }
  }
}
