import Documents
import Foundation
import Plotting
import Reporting

/// The figure of all claims: the margin of the number that decides each, a panel for each paper, colour and shape by verdict.
struct ClaimsFigure {
  /// Margins beyond this are drawn here, as triangles.
  static let limit = 3.0

  private let papers: [PaperSummary]

  init(_ papers: [PaperSummary]) { self.papers = papers }

  /// The look of a verdict: a colour, which is made brighter on a dark page, and a shape.
  private static let looks: [(verdict: Verdict, paint: String, marker: String)] = [
    (.reproduced, "#1a7f4e", "circle"), (.notReproduced, "#b3261e", "square"), (.inconclusive, "#a15c00", "diamond"),
    (.notRun, "muted", "plus"),
  ]

  private struct Mark {
    let paper: Int
    let claim: PaperSummary.Claim

    /// Where it is drawn; on the line where nothing was judged.
    var shown: Double {
      let margin = claim.margin ?? 0
      return max(-ClaimsFigure.limit, min(ClaimsFigure.limit, margin))
    }
    var isBeyond: Bool { abs(claim.margin ?? 0) > ClaimsFigure.limit }
  }

  private var marks: [Mark] {
    papers.enumerated().flatMap { index, paper in paper.claims.map { Mark(paper: index, claim: $0) } }
  }

  /// What is drawn: a row for each claim; the margin is left empty where nothing was judged.
  func data() throws -> Table {
    let marks = marks
    return try Table([
      ("paper", .texts(marks.map { papers[$0.paper].title })), ("claim", .texts(marks.map(\.claim.id))),
      ("title", .texts(marks.map(\.claim.heading))), ("verdict", .texts(marks.map(\.claim.verdict.rawValue))),
      ("margin", .numbers(marks.map { $0.claim.margin ?? .nan })), ("shown", .numbers(marks.map(\.shown))),
    ])
  }

  /// The drawing calls, for a light page and for a dark one.
  ///
  /// - Throws: `PlottingError` if a font is missing.
  func drawings() throws -> (light: Drawing, dark: Drawing) {
    let marks = marks
    let table = try Table([
      ("panel", .numbers(marks.map { Double($0.paper) })), ("claim", .texts(marks.map(\.claim.id))),
      ("verdict", .texts(marks.map(\.claim.verdict.rawValue))), ("shown", .numbers(marks.map(\.shown))),
      ("low", .numbers(marks.map { min($0.shown, 0) })), ("high", .numbers(marks.map { max($0.shown, 0) })),
      ("beyond", .numbers(marks.map { $0.isBeyond ? $0.shown / Self.limit : 0 })),
    ])
    let fields = Fields(specification(marks), context: "the figure of all claims")
    let figure = FigureSpecification(fields)
    if let problem = fields.problems.first { throw problem }
    let made = try figure.made(tables: Dictionary(fields.references.map { ($0.path, table) }) { first, _ in first })
    return (made.drawing, made.dark)
  }

  private func specification(_ marks: [Mark]) -> JSON {
    func text(_ text: String) -> JSON { JSON(.string(text)) }
    func looks(_ shape: String?, where isShown: (Mark) -> Bool) -> JSON {
      let present = Set(marks.filter(isShown).map(\.claim.verdict))
      return JSON(
        .array(
          Self.looks.filter { present.contains($0.verdict) }.map {
            [
              "value": text($0.verdict.rawValue), "paint": text($0.paint),
              "marker": text(shape ?? $0.marker),
            ]
          }))
    }
    func points(_ beyond: Int, _ shape: String?, label: String, _ isShown: (Mark) -> Bool) -> JSON? {
      guard marks.contains(where: isShown) else { return nil }
      return [
        "points": [
          "y": "shown", "color": "verdict", "looks": looks(shape, where: isShown), "size": 6, "opacity": 1,
          "where": ["beyond": JSON(.integer(beyond))], "label": text(label),
        ]
      ]
    }
    let stems: JSON = ["errorbars": ["low": "low", "high": "high", "cap": 0, "width": 1.2, "paint": "muted"]]
    let shapes = [
      points(0, nil, label: "{verdict}") { !$0.isBeyond },
      points(1, "triangle", label: "") { $0.isBeyond && $0.shown > 0 },
      points(-1, "triangle-down", label: "") { $0.isBeyond && $0.shown < 0 },
    ].compactMap { $0 }
    let line: JSON = [
      "rule": ["y": 0, "paint": "muted", "dash": "dashed", "width": 0.8, "color": ""]
    ]
    let facets = papers.enumerated().map { index, paper -> JSON in
      [
        "value": JSON(.integer(index)), "label": text("\(paper.authors), \(paper.year)".replacing("$", with: "")),
        "x": ["names": JSON(.array(paper.claims.map { text($0.id) }))],
      ]
    }
    let end = JSON(.number(Self.limit * 1.1))
    let panels: [JSON.Member] =
      marks.isEmpty ? [] : [.init("facet", "panel"), .init("facets", JSON(.array(facets)))]
    let rest: JSON = [
      "size": "double", "aspect": 0.42, "columns": JSON(.integer(min(2, max(1, papers.count)))), "data": "claims",
      "legend": "below",
      "x": ["column": "claim", "scale": "category", "label": ""],
      "y": [
        "scale": "linear", "label": "margin", "from": JSON(.number(-Self.limit * 1.1)), "to": end,
        "ticks": [-3, -2, -1, 0, 1, 2, 3],
      ], "marks": JSON(.array([line, stems] + shapes)),
    ]
    return JSON(.object((rest.members ?? []) + panels))
  }
}
