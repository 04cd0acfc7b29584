import Documents
import Testing

@testable import Plotting

struct FigureSpecificationTests {
  private static func panel(_ mark: String, _ rest: String = "") -> String {
    #"{"panels": [{"data": "t", \#(rest) "marks": [{\#(mark)}]}]}"#
  }

  private static let line = #""line": {"x": "a", "y": "b"}"#
  private static let rule = #""rule": {"y": 1}"#

  @Test(arguments: [
    (panel(#""lime": {}"#), "a mark is an object with one key, its kind"),
    (panel(line + #", "points": {"x": "a", "y": "b"}"#), "one key"),
    (#"{"panels": [{"marks": [{\#(line)}]}]}"#, "the mark `line` has no `data`"),
    (panel(#""line": {"x": "a", "y": "b", "colour": "a"}"#), "did you mean `color`?"),
    (panel(rule, #""x": {"from": 2, "to": 1},"#), "`from` is not below `to`"),
    (panel(rule, #""x": {"scale": "log", "from": 0},"#), "cannot reach 0"),
    (panel(#""points": {"x": "a", "y": "b", "doge": 1}"#), "did you mean `dodge`?"),
    (panel(#""points": {"x": "a", "y": "b", "dodge": "a"}"#), "`dodge`"),
    (panel(#""points": {"x": "a", "y": "b", "opne": true}"#), "mean `open`?"),
    (panel(#""rule": {"y": 1, "x": 2}"#), "a rule stands at `x` or at `y`"),
    (panel(#""rule": {"y": true}"#), "neither a column nor a number"),
    (panel(#""rule": {"y": 1, "paint": "blue"}"#), "`paint` is not a colour"),
    (panel(#""rule": {"y": 1, "where": 3}"#), "`where` is not an object"),
    (panel(#""slope": {"exponent": 1, "x": [3, 2]}"#), "from a lower to a higher x"),
    (panel(#""annotation": {"text": "a", "x": 1, "y": 1, "to": [1]}"#), "x and y"),
    (#"{"size": "triple", "panels": [{"marks": [{\#(rule)}]}]}"#, "known: `double`"),
  ]) func `what is wrong in a specification is said with its remedy`(figure: String, sentence: String) throws {
    let found = try Gallery(figure, tables: #"{"t": {"a": [1], "b": [2]}}"#).problems.map(\.description)
    #expect(found.contains { $0.contains(sentence) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("figure.json:1:") && !$0.contains("\n") })
  }

  @Test func `the schema names every kind of mark with its fields`() {
    let fields = Fields.describing("figure")
    _ = FigureSpecification(fields)
    guard case .list(.object(let panel))? = fields.schema.first(where: { $0.key == "panels" })?.shape,
      case .list(.object(let marks))? = panel.first(where: { $0.key == "marks" })?.shape
    else {
      Issue.record("no schema of marks")
      return
    }
    #expect(marks.map(\.key) == MarkKind.all.map(\.name) + ["curve"])
    for mark in marks {
      guard case .object(let keys) = mark.shape else { continue }
      #expect(Set(keys.map(\.key)).count == keys.count, "\(mark.key) has a key twice")
      #expect(keys.contains { $0.key == "data" } && keys.contains { $0.key == "where" })
    }
  }

  @Test func `references carry the paths under which tables are given`() throws {
    let text = #"{"data": "t", "panels": [{"marks": [{"line": {"data": "t", "x": "a", "y": "b"}}]}]}"#
    let gallery = try Gallery(text, tables: #"{"t": {"a": [1], "b": [2]}}"#)
    #expect(gallery.tables.keys.sorted() == ["data", "panels[0].marks[0].line.data"])
  }
}

struct DodgeTests {
  private func shifts(_ marks: String) throws -> [[Double]] {
    let figure = #"{"panels": [{"data": "t", "x": {"scale": "log"}, "marks": [MARKS]}]}"#
    let tables = #"{"t": {"x": [1, 100, 1, 100], "y": [1, 2, 3, 4], "s": [1, 1, 2, 2]}}"#
    let gallery = try Gallery(figure.replacing("MARKS", with: marks), tables: tables)
    #expect(gallery.problems.isEmpty, "\(gallery.problems)")
    #expect(Set(try gallery.data().numbers("x")) == [1, 100])
    return try gallery.figure().panels[0].marks.map { ($0 as? any Companion).map { [$0.series.shift] } ?? [] }
  }

  @Test func `series stand side by side about their true place, each with its bars, a single one where it is`() throws {
    let found = try shifts(
      """
      {"errorbars": {"x": "x", "low": 0, "high": "y", "color": "s", "dodge": 1}},
      {"points": {"x": "x", "y": "y", "color": "s", "size": 9, "dodge": 1}},
      {"line": {"x": "x", "y": "y", "color": "s"}}
      """)
    #expect(found == [[-1.8], [1.8], [-1.8], [1.8], [0], [0]])
    #expect(try shifts(#"{"points": {"x": "x", "y": "y", "dodge": 3}}"#) == [[0]])
  }

  @Test func `marks of one series each share the places`() throws {
    let found = try shifts(
      (1...3).map { #"{"points": {"x": "x", "y": "y", "paint": "\#($0)", "dodge": 0.5}}"# }.joined(separator: ","))
    #expect(zip(found, [-1.8, 0, 1.8]).allSatisfy { abs($0[0] - $1) < 1e-12 })
  }

  @Test func `what stands beside its place stays within the axes`() throws {
    let figure = #"{"panels": [{"data": "t", "marks": [{"points": {"x": "x", "y": "x", "color": "x", "dodge": 3}}]}]}"#
    let drawing = try Gallery(figure, tables: #"{"t": {"x": [1, 2, 3, 4, 5]}}"#).drawing()
    let frames = drawing.items.filter { $0.role == .frame }.compactMap(\.shape.stroke)
      .compactMap { Box.around($0.parts.flatMap(\.points)) }
    let frame = try #require(frames.max { $0.width < $1.width })
    let points = drawing.items.flatMap { item -> [Point] in
      if item.role == .data, case .markers(let markers) = item.shape { markers.points } else { [] }
    }
    #expect(points.count == 5 && points.allSatisfy { $0.x - 1.8 >= frame.left && $0.x + 1.8 <= frame.right })
  }
}

struct SeriesTests {
  @Test func `dashes of a look grow with the width of its line`() {
    let look = Look(color: Color(0, 0, 0), dash: [4, 2], width: 2)
    #expect(look.stroke.dash == [8, 4] && look.stroke.width == 2)
  }

  private func points(_ label: String, _ y: [Double], color: UInt32 = 0x112233) -> PointsMark {
    var series = Fixture.series(x: y.indices.map { Double($0) }, y: y, label: label)
    series.look.color = Color(hex: color)
    return PointsMark(series)
  }

  private func line(_ y: [Double]) -> LineMark { LineMark(Fixture.series(x: y.indices.map { Double($0) }, y: y)) }

  @Test func `a line without a label is part of the points of its colour that it runs through`() {
    let marks: [any Mark] = [
      points("other colour", [1, 2, 3], color: 0x445566), points("elsewhere", [5, 6]), points("its own", [1, 2, 7]),
    ]
    let through = line([1, 2, 3])
    #expect(NamedSeries(marks + [through]).label(of: through) == "its own")
    var alone = line([8, 9])
    alone.series.x = [10, 11]
    #expect(NamedSeries(marks + [alone]).label(of: alone).isEmpty)
  }

  @Test func `a line of means among labelled runs is part of them, and bars belong to the means rather`() {
    var runs = points("one run", [1, 2, 1.5, 2.5])
    runs.series.x = [0, 0, 1, 1]
    let means = line([1.5, 2.2])
    #expect(NamedSeries([means, runs]).label(of: means) == "one run")
    let bars = ErrorBarsMark(Fixture.series(x: [0, 1], low: [0, 0], high: [3, 3]))
    let marks: [any Mark] = [runs, bars, points("mean", [1.5, 2])]
    #expect(NamedSeries(marks).label(of: bars) == "mean")
  }

  @Test func `a key shows all that a series draws`() {
    let series = Fixture.series(x: [0, 1], low: [0, 1], high: [2, 3])
    let marks: [any Mark] = [line([1, 2]), ErrorBarsMark(series), points("a", [1, 2]), points("b", [7, 8])]
    let entries = LegendEntry.merged(marks)
    #expect(entries.map(\.label) == ["a", "b"])
    #expect(entries.map(\.swatches.count) == [3, 1])
    // A band and a guide without a label stay out of it.
    let (band, rule) = (BandMark(series), RuleMark(series: Fixture.series(y: [1])))
    let others: [any Mark] = [band, rule, points("a", [1, 2])]
    #expect(LegendEntry.merged(others).map(\.swatches.count) == [1] && NamedSeries(others).label(of: band) == "a")
  }

  private func names(_ marks: String) throws -> [String] {
    let tables = """
      {"t": {"x": [1, 2, 3, 4], "y": [1, 5, 20, 7], "l": [2, 2, 3, 3], "p": ["odd", "even", "odd", "even"],
             "k": ["n", "n", "n", "n"]}}
      """
    let figure = "{\"panels\": [{\"data\": \"t\", \"marks\": [\(marks)]}]}"
    let names = try Gallery(figure, tables: tables).data().texts("series")
    return names.indices.filter { $0 == 0 || names[$0 - 1] != names[$0] }.map { names[$0] }
  }

  private static let colored = #"{"line": {"x": "x", "y": "y", "color": "l", "label": ""}}"#

  @Test(arguments: [
    // Lines of one label are told apart by their group, or by the rows that they select.
    #"{"line": {"x": "x", "y": "y", "series": "l", "label": "theory", "where": {"k": "n"}}}"#: [
      "theory, l = 2", "theory, l = 3",
    ],
    ["odd", "even"].map { #"{"line": {"x": "x", "y": "y", "label": "theory", "where": {"p": "\#($0)", "k": "n"}}}"# }
      .joined(separator: ","): ["theory, p = odd", "theory, p = even"],
    // An unlabelled line is named after the points that it joins, or else by its group.
    colored: ["l = 2", "l = 3"],
    colored + #",{"points": {"x": "x", "y": "y", "color": "l", "label": "$L = {l}$"}}"#: [
      "$L = 2$", "$L = 3$", "$L = 2$", "$L = 3$",
    ],
    // A label that says enough stays as it is.
    #"{"line": {"x": "x", "y": "y", "where": {"l": 2}, "label": "theory"}}"#: ["theory"],
    #"{"line": {"x": "x", "y": "y", "where": {"l": 2}}}"#: [""],
  ]) func `series are named by what tells them apart`(marks: String, wanted: [String]) throws {
    #expect(try names(marks) == wanted)
  }
}
