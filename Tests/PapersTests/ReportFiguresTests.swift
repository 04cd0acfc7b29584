import Foundation
import Pipeline
import Plotting
import Reporting
import Testing

@testable import Papers
@testable import Verbs

/// The figures of the report and of its papers' pages, drawn from the verdicts that the lock holds.
@Suite struct ReportFiguresTests {
  private static let papers = Result { () throws -> [(id: String, paper: Paper, claims: [(String, ClaimResult)])] in
    let graph = try OwnPipeline.manifest().graph
    let path = OwnPipeline.root.appending(path: "plumb.lock.json").path(percentEncoded: false)
    let lock = try #require(try LockFile(path: path)?.profiles[graph.profile])
    return try graph.nodes.filter { $0.section == "papers" }.map { node in
      let stage = try #require(node.stage as? PaperStage)
      let ids = node.inputs.flatMap(\.items).compactMap { item -> String? in
        if case .node(let above, _) = item.content { graph.nodes[above].id } else { nil }
      }
      return (
        node.id, stage.paper,
        try ids.map { id in
          let value = try #require(lock[id]?.values["verdict"])
          return (id, try ClaimResult(encoded: Data(value.canonical.utf8)))
        }
      )
    }
  }

  /// Widths of texts in points, and the dark.
  private static let pages: [(width: Double, theme: Theme.Name)] = [
    (496.8, .light), (345, .light), (496.8, .dark), (345, .dark),
  ]

  private static func look(_ panels: VerdictPanels, _ name: String) throws {
    let (figure, tables) = try panels.specification()
    for (width, theme) in pages {
      let drawing = try figure.set(width: width, theme: theme).draw(tables: tables)
      #expect(drawing.overlaps.isEmpty && drawing.illegible().isEmpty, "\(name) at \(width) points, \(theme)")
      #expect(drawing.width <= width && drawing.height < 1.3 * width, "\(name): \(drawing.height)")
    }
  }

  @Test func `in the figure of all claims every text and mark can be seen`() throws {
    let summaries = try Self.papers.get().map { _, paper, claims in
      PaperSummary(
        paper,
        claims: claims.map { ReportedClaim(id: $0.0, result: $0.1, figures: [], sources: [:], stages: []) })
    }
    let figure = ClaimsFigure(summaries)
    try Self.look(figure.panels, "report-claims")
    let data = try figure.data()
    #expect(data.rowCount == summaries.map(\.claims.count).reduce(0, +) && data.rowCount > 30)
    // Most claims turn somewhere, and the verdict beyond is another one.
    let pairs = zip(try data.texts("verdict"), try data.texts("turned"))
    #expect(pairs.count { !$0.1.isEmpty } > 25 && pairs.allSatisfy { $0 != $1 })
  }

  @Test func `in the figure of every paper's turns every text and mark can be seen, and every claim is named`() throws {
    for (id, _, claims) in try Self.papers.get() {
      let figure = TurnsFigure(claims)
      #expect(!figure.isEmpty, "\(id)")
      try Self.look(figure.panels, id)
      let words = Set(try figure.panels.drawings().light.textBoxes.map(\.text))
      #expect(claims.allSatisfy { words.contains($0.0) }, "\(id): \(words)")
    }
  }

  @Test func `each page names the files of its figure by the rule that the catalogue has`() throws {
    for node in try OwnPipeline.manifest().graph.nodes where ["papers", "reports"].contains(node.section) {
      let name = "figures/\(node.id)-\(node.section == "papers" ? "turns" : "claims")"
      #expect(
        node.exports.map(\.path).sorted()
          == ["\(name).csv", "\(name).pdf", "\(name).png", "reports/\(node.id).md"], "\(node.id)")
    }
  }
}
