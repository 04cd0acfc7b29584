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
