import Documents
import Foundation
import Plotting
import Reporting

/// A number on an axis that has ends, with the look of a verdict; what lies beyond stands at the end, as a triangle.
struct VerdictMark {
  /// Where it stands along x: the name of a category, or a place.
  let name: String
  let place: Double
  let verdict: Verdict
  /// Where it is drawn along y.
  let shown: Double
  /// 1 above the axis, -1 below, else 0.
  let beyond: Int
  /// The line that its stem comes from.
  let line: Double
}

/// An axis of such numbers, about a line that says where nothing is left.
enum VerdictAxis: String {
  /// Margins, about 0.
  case margin
  /// Factors, on a log scale about 1.
  case factor

  /// The line.
  var line: Double { self == .margin ? 0 : 1 }

  /// Numbers beyond these are drawn here.
  var ends: ClosedRange<Double> { self == .margin ? -3...3 : 0.1...10 }

  /// Ends with room for whole marks.
  private var frame: (from: Double, to: Double) { self == .margin ? (-3.4, 3.4) : (1 / 13.5, 13.5) }

  private var ticks: [Double] { self == .margin ? [-3, -2, -1, 0, 1, 2, 3] : [0.1, 0.3, 1, 3, 10] }

  /// The mark of `value`; one that is missing stands on the line.
  func mark(_ value: Double?, _ verdict: Verdict, name: String = "", place: Double = 0) -> VerdictMark {
    let value = value ?? line
    let shown = max(ends.lowerBound, min(ends.upperBound, value))
    return VerdictMark(
      name: name, place: place, verdict: verdict, shown: shown, beyond: value > shown ? 1 : value < shown ? -1 : 0,
      line: line)
  }

  fileprivate var json: JSON {
    [
      "scale": self == .margin ? "linear" : "log", "label": JSON(.string(rawValue)), "from": JSON(.number(frame.from)),
      "to": JSON(.number(frame.to)), "ticks": JSON(.array(ticks.map { JSON(.number($0)) })),
    ]
  }
}

/// A figure of panels with such marks, colour and shape by verdict.
struct VerdictPanels {
  /// One panel.
  struct Panel {
    let axis: VerdictAxis
    let title: String
    let along: Along
    let marks: [VerdictMark]
  }

  /// What stands along x.
  enum Along {
    /// A place for each name; whether the names are written.
    case names([String], isWritten: Bool)
    /// Places from 0 to `last`, groups of them with names below, and lines between the groups.
    case places(last: Double, groups: [(name: String, place: Double)], lines: [Double])
  }

  let panels: [Panel]
  let columns: Int
  let aspect: Double

  /// The look of a verdict: a colour, which is made brighter on a dark page, and a shape.
  private static let looks: [(verdict: Verdict, paint: String, marker: String)] = [
    (.reproduced, "#1a7f4e", "circle"), (.notReproduced, "#b3261e", "square"), (.inconclusive, "#a15c00", "diamond"),
    (.notRun, "muted", "plus"),
  ]

  /// The drawing calls, for a light page and for a dark one.
  ///
  /// - Throws: `PlottingError` if a font is missing.
  func drawings() throws -> (light: Drawing, dark: Drawing) {
    let (figure, tables) = try specification()
    let made = try figure.made(tables: tables)
    return (made.drawing, made.dark)
  }

  /// The figure, and its only table under the paths of all references to it.
  func specification() throws -> (figure: FigureSpecification, tables: [String: Table]) {
    let fields = Fields(json, context: "a figure of verdicts")
    let figure = FigureSpecification(fields)
    if let problem = fields.problems.first { throw problem }
    let table = try table()
    return (figure, Dictionary(fields.references.map { ($0.path, table) }) { first, _ in first })
  }

  /// What a row of the table is: a stem has three, the last of which ends its line.
  private enum Role: String { case mark, stem, group, line }

  private func table() throws -> Table {
    var rows: [(panel: Int, role: Role, mark: VerdictMark, shown: Double)] = []
    for (index, panel) in panels.enumerated() {
      rows += panel.marks.map { (index, .mark, $0, $0.shown) }
      rows += panel.marks.flatMap { mark in [mark.line, mark.shown, .nan].map { (index, .stem, mark, $0) } }
      guard case .places(_, let groups, let lines) = panel.along else { continue }
      rows += groups.map { (index, .group, panel.axis.mark(nil, .notRun, name: $0.name, place: $0.place), .nan) }
      rows += lines.map { (index, .line, panel.axis.mark(nil, .notRun, place: $0), .nan) }
    }
    return try Table([
      ("panel", .numbers(rows.map { Double($0.panel) })), ("role", .texts(rows.map(\.role.rawValue))),
      ("name", .texts(rows.map(\.mark.name))), ("place", .numbers(rows.map(\.mark.place))),
      ("verdict", .texts(rows.map(\.mark.verdict.rawValue))), ("shown", .numbers(rows.map(\.shown))),
      ("beyond", .numbers(rows.map { Double($0.mark.beyond) })),
      ("told", .numbers(rows.map { told.contains($0.mark.verdict) ? 1 : 0 })),
    ])
  }

  /// The verdicts that have a mark of their own shape; one that has only triangles is told by these.
  private var told: Set<Verdict> { Set(panels.flatMap(\.marks).filter { $0.beyond == 0 }.map(\.verdict)) }

  private var json: JSON {
    [
      "size": "double", "aspect": JSON(.number(aspect)), "columns": JSON(.integer(columns)), "data": "marks",
      "legend": "below", "panels": JSON(.array(panels.enumerated().map { json($0.element, $0.offset) })),
    ]
  }

  private func json(_ panel: Panel, _ index: Int) -> JSON {
    func rows(_ role: Role, _ more: [JSON.Member] = []) -> JSON {
      JSON(
        .object(
          [.init("panel", JSON(.integer(index))), .init("role", JSON(.string(role.rawValue)))] + more))
    }
    func points(_ beyond: Int, _ shape: String?, isTold: Bool) -> JSON? {
      let chosen = panel.marks.filter { $0.beyond == beyond && told.contains($0.verdict) == isTold }
      let verdicts = Set(chosen.map(\.verdict))
      guard !verdicts.isEmpty else { return nil }
      let label = beyond == 0 || !isTold ? "{verdict}" : ""
      let looks = Self.looks.filter { verdicts.contains($0.verdict) }.map { look -> JSON in
        [
          "value": JSON(.string(look.verdict.rawValue)), "paint": JSON(.string(look.paint)),
          "marker": JSON(.string(shape ?? look.marker)),
        ]
      }
      return [
        "points": [
          "y": "shown", "color": "verdict", "looks": JSON(.array(looks)), "size": 6, "opacity": 1,
          "where": rows(
            .mark, [.init("beyond", JSON(.integer(beyond))), .init("told", JSON(.integer(isTold ? 1 : 0)))]),
          "label": JSON(.string(label)),
        ]
      ]
    }
    let line: JSON = ["rule": ["y": JSON(.number(panel.axis.line)), "paint": "muted", "dash": "dashed", "width": 0.8]]
    let stems: JSON = ["line": ["y": "shown", "width": 1, "paint": "muted", "label": "", "where": rows(.stem)]]
    let marks =
      (panel.marks.isEmpty ? [] : [stems])
      + [
        points(0, nil, isTold: true), points(1, "triangle", isTold: true), points(-1, "triangle-down", isTold: true),
        points(1, "triangle", isTold: false), points(-1, "triangle-down", isTold: false),
      ].compactMap { $0 }
    var (x, around): (JSON, [JSON])
    switch panel.along {
    case .names(let names, let isWritten):
      var lists: [JSON.Member] = []
      if !names.isEmpty { lists.append(.init("names", JSON(.array(names.map { JSON(.string($0)) })))) }
      if !names.isEmpty, !isWritten { lists.append(.init("labels", JSON(.array(names.map { _ in "" })))) }
      (x, around) = (JSON(.object([.init("column", "name"), .init("scale", "category")] + lists)), [])
    case .places(let last, let groups, let lines):
      // No number along the axis has a meaning: a tick beyond it is none.
      x = ["column": "place", "scale": "linear", "from": -1, "to": JSON(.number(last + 1)), "ticks": [-2]]
      around = groups.isEmpty ? [] : [["table": ["text": "name", "label": "", "where": rows(.group)]]]
      if !lines.isEmpty {
        around.append(["rule": ["x": "place", "paint": "muted", "dash": "dotted", "width": 0.5, "where": rows(.line)]])
      }
    }
    return [
      "title": JSON(.string(panel.title)), "x": x, "y": panel.axis.json, "marks": JSON(.array(around + [line] + marks)),
    ]
  }
}
