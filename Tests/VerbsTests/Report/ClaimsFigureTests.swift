import Documents
import Plotting
import Reporting
import TestTools
import Testing
import VerbsTestSupport

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

  /// Two checks of which each turns the claim, and numbers that keep their order.
  private static func turning() throws -> PaperSummary {
    let two = try TurnSample.claim([
      TurnSample.check("far", [("bound", 1, 4, "reproduced", "not reproduced")]),
      TurnSample.check(
        "near",
        [
          ("tolerance", 0.5, 0.1, "not reproduced", "inconclusive"),
          ("tolerance", 0.5, 0.2, "inconclusive", "reproduced"),
        ]),
      TurnSample.check("zero", [("bound", 0, 0.1, "reproduced", "not reproduced")]),
    ])
    let order = try TurnSample.claim([TurnSample.check("order", [("step", 0, 1, "reproduced", "inconclusive")])])
    let tiny = try TurnSample.claim([TurnSample.check("tiny", [("bound", 1e-3, 1e-8, "not reproduced", "reproduced")])])
    let huge = try TurnSample.claim([TurnSample.check("huge", [("bound", 2, 300, "reproduced", "not reproduced")])])
    return try TurnSample.paper([("A1", two), ("A2", order), ("A3", tiny), ("A4", huge)])
  }

  @Test func `the data hold the turn nearest to ours, as a factor, and where it is drawn`() throws {
    let read = try PaperSummary(encoded: try Self.turning().encoded())
    #expect(try read == Self.turning())
    let data = try ClaimsFigure([read]).data()
    // By 4 up or by 0.2 / 0.5 down, that is by 2.5.
    #expect(try data.texts("check") == ["near", "", "tiny", "huge"])
    #expect(try data.texts("threshold") == ["tolerance", "", "bound", "bound"])
    #expect(try data.texts("turned") == ["inconclusive", "", "not reproduced", "not reproduced"])
    func numbers(_ column: String) throws -> [Double] { try data.numbers(column).map { $0.isNaN ? -1 : $0 } }
    #expect(try numbers("ours") == [0.5, -1, 1e-3, 2] && numbers("at") == [0.2, -1, 1e-8, 300])
    #expect(close(try numbers("factor"), [0.4, -1, 1e-5, 150], 1e-12))
    #expect(close(try numbers("factor.shown"), [0.4, -1, 0.1, 10], 1e-12))
    // A summary that was written before holds no turn.
    #expect(try ClaimsFigure([Self.summary([("A1", "reproduced", "1")])]).data().texts("check") == [""])
  }

  @Test func `factors stand below margins, and nothing where no factor turns the verdict`() throws {
    let one = try Self.turning()
    let old = try Self.summary([("B1", "reproduced", "0.5")])
    func axes(_ papers: [PaperSummary]) -> [VerdictAxis] { ClaimsFigure(papers).panels.panels.map(\.axis) }
    #expect(axes([one]) == [.margin, .factor] && axes([old]) == [.margin] && axes([old, old]) == [.margin, .margin])
    #expect(axes([one, old]) == [.margin, .margin, .factor, .factor])
    #expect(axes([one, old, one]) == [.margin, .margin, .factor, .factor, .margin, .factor])
    let panels = ClaimsFigure([one, old]).panels
    #expect(panels.panels[2].marks.map(\.name) == ["A1", "A3", "A4"] && panels.panels[3].marks.isEmpty)
    #expect(panels.panels[2].marks.map(\.beyond) == [0, -1, 1])
    // Four margins on the line, since these rows have none, and one of the other paper; three factors.
    let drawing = try panels.drawings().light
    let shapes = TurnSample.shapes(drawing)
    // A verdict that has triangles alone stands in the legend all the same, once.
    #expect(drawing.textBoxes.map(\.text).count { $0 == "not reproduced" } == 1)
    #expect(shapes.count == 8 && shapes.count { $0 == .triangle } == 1 && shapes.count { $0 == .triangleDown } == 1)
    #expect(shapes.count { $0 == .diamond } == 1)
  }

  @Test(arguments: [[12], [12, 6], [7, 10, 4], [12, 6, 7, 10], [3, 12, 6, 7, 10]])
  func `at every width and on every background all can be read`(_ counts: [Int]) throws {
    let authors = ["A. Author", "Mor Shpigel Nacson, Rotem Mulayoff, Greg Ongie, Tomer Michaeli and Daniel Soudry"]
    let papers = try counts.enumerated().map { index, count in
      try TurnSample.paper(
        TurnSample.many(["A", "B", "C", "D", "E"][index], count), authors: authors[index % 2])
    }
    try TurnSample.look(ClaimsFigure(papers).panels, "\(counts)")
  }

  @Test
  func `every verdict has a colour and a shape, what lies beyond the axis a triangle, and no text covers another`()
    throws
  {
    let all = ["reproduced", "not reproduced", "inconclusive", "not run"]
    let many = (1...12).map { ("A\($0)", all[$0 % 4], $0 % 4 == 3 ? nil : "\(Double($0) - 6)") }
    let drawing = try ClaimsFigure([try Self.summary(many), try Self.summary([("B1", "inconclusive", "-0.5")])])
      .panels.drawings().light
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
      #expect(try !ClaimsFigure(papers).panels.drawings().light.png(scale: 1).isEmpty)
      #expect(try ClaimsFigure(papers).data().rowCount == papers.count)
    }
  }
}
