import Documents
import Foundation
import Testing

@testable import Plotting

struct MarkSpecificationTests {
  /// The rows of `table` as a set, without the kinds of the marks.
  private func rows(_ gallery: Gallery) throws -> Set<[String]> {
    let table = try gallery.data()
    let columns = try ["panel", "series", "x", "y", "low", "high", "value"].map { try table.texts($0) }
    return Set((0..<table.rowCount).map { row in columns.map { $0[row] } })
  }

  private func document(_ path: String) throws -> JSON {
    let file = Gallery.root.appendingPathComponent(path)
    return try JSON.parse(SourceText(name: path, bytes: [UInt8](Data(contentsOf: file))))
  }

  /// The values of the first profile, with the interval that the loader finds for the curves of means.
  private func quick(_ json: JSON) -> JSON {
    if let quick = json["quick"], json["full"] != nil { return quick }
    guard var members = json.members else { return json.elements.map { JSON(.array($0.map(quick))) } ?? json }
    for (index, member) in members.enumerated() {
      members[index] = JSON.Member(member.key, quick(member.value))
      guard member.key == "curve", member.value["low"] == nil, var curve = members[index].value.members else {
        continue
      }
      curve += ["low", "high"].map { JSON.Member($0, JSON(.string($0))) }
      members[index] = JSON.Member("curve", JSON(.object(curve)))
    }
    return JSON(.object(members))
  }

  /// Tables with the columns that the figures of papers name, their numbers smooth functions of the places.
  private static func tables() throws -> [String: Table] {
    func table(_ axes: [(String, [String])], _ values: [(String, ([Double]) -> Double)]) throws -> Table {
      let rows = axes.reduce([[]]) { rows, axis in rows.flatMap { row in axis.1.map { row + [$0] } } }
      let ranks = axes.map { axis in Dictionary(uniqueKeysWithValues: axis.1.enumerated().map { ($1, Double($0)) }) }
      var result = Table()
      for (index, axis) in axes.enumerated() {
        let numbers = rows.compactMap { Double($0[index]) }
        try result.append(axis.0, numbers.count == rows.count ? .numbers(numbers) : .texts(rows.map { $0[index] }))
      }
      for (name, value) in values {
        try result.append(
          name, .numbers(rows.map { row in value(row.enumerated().map { Double($1) ?? ranks[$0][$1] ?? 0 }) }))
      }
      return result
    }
    func spectra(_ layers: [String]) throws -> Table {
      let degrees = (0...200).map(String.init)
      let scale: ([Double]) -> Double = { $0[1] * pow($0[2] + 1, -$0[0]) }
      var result = try table(
        [("dimension", ["3", "4", "8"]), ("layers", layers), ("degree", degrees)],
        [
          ("mu", scale), ("law", { 1.1 * scale($0) }), ("compensated", { $0[0] * $0[1] * (1 + 1 / ($0[2] + 1)) }),
          ("compensated-law", { $0[0] * $0[1] }),
          ("vanishes", { $0[1] == 2 && $0[2] > 2 && Int($0[2]) % 2 == 1 ? 1 : 0 }),
        ])
      try result.append("parity", .texts(result.integers("degree").map { $0 % 2 == 0 ? "even" : "odd" }))
      return result
    }
    let profiles = ("profile", ["|r - 1/2|", "max(0, 1 - 2r)", "random 1-Lipschitz"])
    let dimensions = ("dimension", ["2", "4", "8", "16", "32", "64"])
    let errors = ("error", ["0.12", "0.1", "0.08", "0.06", "0.05", "0.04", "0.03", "0.02"])
    func interval(_ axes: [(String, [String])], _ name: String, _ value: @escaping ([Double]) -> Double) throws -> Table
    {
      try table(axes, [(name, value), ("low", { 0.9 * value($0) }), ("high", { 1.2 * value($0) })])
    }
    let curve: ([Double]) -> Double = { (1 + $0[0]) * $0[1] / $0[2] / 20 }
    let widths = ("width", ["8", "16", "64", "256", "1024"])
    var needed = try interval([profiles, dimensions, errors], "width") { (2 + $0[0]) * $0[1] / $0[2] }
    try needed.append("status", .texts(needed.texts("error").map { $0 == "0.02" ? "not reached" : "reached" }))
    return [
      "spectra-relu[kernel=ntk]": try spectra(["2", "3", "4"]), "spectra-relu[kernel=ntk,layers=2]": try spectra(["2"]),
      "spectra-relu[kernel=ntk,layers=3]": try spectra(["3"]), "spectra-bias[kernel=ntk]": try spectra(["5"]),
      "feature-rms": try interval([profiles, dimensions, widths], "mean", curve),
      "feature-sup": try interval([profiles, dimensions, widths], "mean") { 3 * curve($0) }, "widths.widths": needed,
      "dimension-exponent-means": try interval([profiles, errors], "mean") { 1 + $0[0] / 4 + $0[1] },
    ]
  }

  @Test(arguments: ["ntk-spectra", "parity", "feature-curves", "width-against-dimension"])
  func `a figure that says each thing once is the one that spells all marks out`(name: String) throws {
    let figure = quick(try #require(document("Tests/PlottingTests/Data/written-once.json")[name]))
    let spelledOut = try #require(document("Tests/PlottingTests/Data/spelled-out.json")[name])
    let tables = try Self.tables()
    let (short, long) = (try Gallery(figure, tables), try Gallery(spelledOut, tables))
    #expect(short.problems.isEmpty && long.problems.isEmpty, "\(short.problems) \(long.problems)")
    #expect(try short.drawing().png(scale: 1) == long.drawing().png(scale: 1) && rows(short) == rows(long))
    #expect(Double(figure.canonical.utf8.count) < 0.52 * Double(spelledOut.canonical.utf8.count))
    for column in short.columns {
      let tables = column.inputs.compactMap { short.tables[$0] }
      #expect(tables.contains { $0.columns.contains { $0.name == column.name } }, "\(column)")
    }
  }

  private func gallery(_ figure: String) throws -> Gallery {
    let tables = """
      {"t": {"n": [1, 2, 1, 2, 1, 2], "e": [5, 4, 3, 2, 7, 6], "lo": [4, 3, 2, 1, 6, 5], "hi": [6, 5, 4, 3, 8, 7],
             "d": [10, 10, 9, 9, 9, 9], "kind": ["a", "a", "a", "a", "b", "b"]},
       "u": {"n": [1, 2], "e": [1, 9]}}
      """
    return try Gallery(figure, tables: tables)
  }

  private func marks(_ figure: String) throws -> [[any Tabular]] {
    let gallery = try gallery(figure)
    #expect(gallery.problems.isEmpty, "\(gallery.problems)")
    return try gallery.figure().panels.map { $0.marks.compactMap { $0 as? any Tabular } }
  }

  @Test func `a mark takes what it does not say from its panel and a panel from its figure`() throws {
    let found = try marks(
      #"""
      {"data": "t", "x": {"column": "n", "label": "X", "from": 0}, "y": {"column": "e", "scale": "log"}, "color": "kind",
       "where": {"d": 9}, "marks": [{"line": {}}],
       "panels": [{"where": {"kind": "b"}}, {"data": "u", "color": "", "marks": [{"points": {"y": "n"}}]},
                  {"where": {"d": 10}, "x": {"label": "Z"}}]}
      """#)
    #expect(found.map { $0.map { $0.tabulated[0].y } } == [[[7, 6]], [[1, 9], [1, 2]], [[5, 4]]])
    #expect(found.map { $0.map { $0.tabulated[0].label } } == [["b"], ["", ""], ["a"]])
    let gallery = try gallery(
      #"{"data": "t", "x": {"column": "n", "label": "X", "from": 0}, "panels": [{"x": {"label": "Z"}, "marks": [{"line": {"y": "e"}}]}]}"#
    )
    let axis = gallery.specification.panels[0].x
    #expect(axis.label == "Z" && axis.lower == 0)
  }

  @Test func `a figure without panels is one panel, and one without marks is refused`() throws {
    #expect(try marks(#"{"data": "t", "marks": [{"line": {"x": "n", "y": "e"}}]}"#).count == 1)
    let empty = try gallery(#"{"data": "t", "panels": [{"title": "P"}]}"#)
    #expect(empty.problems.map(\.description).contains { $0.contains("nothing is drawn") })
    let noX = try gallery(#"{"data": "t", "marks": [{"line": {"y": "e"}}]}"#)
    #expect(noX.problems.map(\.description).contains { $0.contains("the mark `line` has no `x`") }, "\(noX.problems)")
  }

  @Test func `a curve is its parts, back to front, each with what it says itself`() throws {
    let curve = #"""
      {"data": "t", "marks": [{"curve": {"x": "n", "y": "e", "low": "lo", "high": "hi", "where": {"d": 9}, "paint": "2", "label": "L", "points": {"where": {"kind": "b"}, "size": 9}, "errorbars": {}, "band": {}, "line": {"y": "lo"}}}]}
      """#
    let found = try marks(curve)[0]
    #expect(found.map(\.kind) == ["band", "line", "errorbars", "points"])
    #expect(found.map { $0.tabulated[0].label } == ["", "L", "L", "L"])
    #expect(found.map { $0.tabulated[0].y } == [[], [2, 1, 6, 5], [], [7, 6]].map { $0.map(Double.init) })
    #expect(found.allSatisfy { $0.tabulated[0].look.color == found[0].tabulated[0].look.color })
    #expect(found[3].tabulated[0].look.size == 9 && found[1].tabulated[0].look.size != 9)
    let parts = try gallery(#"{"data": "t", "marks": [{"curve": {"x": "n", "y": "e"}}]}"#)
    #expect(parts.problems.map(\.description).contains { $0.contains("a curve without parts draws nothing") })
  }

  @Test func `facets are shown in the order listed, with titles and axes of their own`() throws {
    let figure = #"""
      {"data": "t", "facet": "d", "facets": [{"value": 10, "label": "ten"}, {"value": 9, "y": {"ticks": [3, 5]}}], "panels": [{"title": "$d$ is {d}", "y": {"from": 0}, "marks": [{"line": {"x": "n", "y": "e"}}, {"line": {"data": "u", "x": "n", "y": "e"}}]}]}
      """#
    let built = try gallery(figure).figure()
    #expect(built.panels.map(\.title) == ["$d$ is ten", "$d$ is 9"])
    #expect(built.panels.map(\.y.ticks) == [[], [3, 5]] && built.panels.allSatisfy { $0.y.lower == 0 })
    #expect(built.share == .none && built.panels.allSatisfy { $0.marks.count == 2 })
    #expect(throws: PlottingError.noValue("11", column: "d", known: ["10", "9"])) {
      try self.gallery(figure.replacing(": 10,", with: ": 11,")).drawing()
    }
  }

  @Test func `looks choose, order and label series, and rank their colours`() throws {
    let figure = #"""
      {"data": "t", "marks": [{"line": {"x": "n", "y": "e", "color": "kind", "looks": [{"value": "b", "label": "B of {d}", "width": 3}, {"value": "a"}]}}, {"points": {"x": "n", "y": "e", "color": "kind"}}]}
      """#
    let found = try marks(figure)[0].map { $0.tabulated[0] }
    #expect(found.map(\.label) == ["B of 9", "a", "a", "b"])
    #expect(found[0].look.width == 3 && found[1].look.width != 3)
    #expect(found[0].look.color == Theme.light.palette[0] && found[0].look.color == found[3].look.color)
    #expect(throws: PlottingError.noValue("c", column: "kind", known: ["a", "b"])) {
      try self.gallery(figure.replacing(#": "a"}"#, with: #": "c"}"#)).drawing()
    }
  }

  @Test func `every column that a figure names is noted at its place for the tables meant`() throws {
    let gallery = try gallery(
      #"""
      {"data": "t", "where": {"d": 9}, "x": {"column": "n"}, "facet": "kind", "panels": [{"title": "$x_{max}$ {kind}",
       "marks": [{"line": {"y": "e", "color": "d", "between": {"n": [1, null]}, "label": "\\tilde{x} {hi}"}},
                 {"points": {"data": "u", "y": 2}}, {"errorbars": {"y": "e"}}, {"slope": {"exponent": 1, "text": "{no}"}}]}]}
      """#)
    #expect(gallery.problems.isEmpty)
    let noted = gallery.columns.map { "\($0.name ?? "-") \($0.inputs.joined(separator: "+"))" }
    let points = "panels[0].marks[1].points.data"
    #expect(
      noted == [
        "n data", "e data", "n data", "d data", "hi data", "n \(points)", "n data", "e data", "- data", "- data",
        "kind data+\(points)", "kind data+\(points)", "d data+\(points)",
      ])
    let found = gallery.columns.filter { $0.name == nil }
    #expect(found.map(\.path) == ["panels[0].marks[2].errorbars.low", "panels[0].marks[2].errorbars.high"])
    #expect(found.map(\.role) == [.low(of: "e"), .high(of: "e")] && found.allSatisfy(\.isRequired))
    #expect(gallery.columns.filter(\.needsNumbers).map { $0.name ?? "-" } == ["n", "-", "-"])
    let estimate = try self.gallery(#"{"data": "t", "marks": [{"band": {"x": "n"}}, {"line": {"x": "n"}}]}"#)
    #expect(estimate.columns.filter { $0.role == .estimate }.map(\.path) == ["marks[0].band.y", "marks[1].line.y"])
  }
}
