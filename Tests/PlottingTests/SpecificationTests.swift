import Documents
import Testing

@testable import Plotting

struct SpecificationTests {
  private func problems(_ figure: String) throws -> [String] {
    try Gallery(text: "{\"figure\": \(figure), \"tables\": {\"t\": {\"a\": [1], \"b\": [2]}}}").problems.map(
      \.description)
  }

  @Test(arguments: [
    (#"{"panels": [{"data": "t", "marks": [{"lime": {}}]}]}"#, "a mark is an object with one key, its kind"),
    (
      #"{"panels": [{"data": "t", "marks": [{"line": {"x": "a", "y": "b"}, "points": {"x": "a", "y": "b"}}]}]}"#,
      "one key"
    ),
    (#"{"panels": [{"marks": [{"line": {"x": "a", "y": "b"}}]}]}"#, "the mark `line` has no `data`"),
    (
      #"{"panels": [{"data": "t", "marks": [{"line": {"x": "a", "y": "b", "colour": "a"}}]}]}"#, "did you mean `color`?"
    ),
    (
      #"{"panels": [{"data": "t", "x": {"from": 2, "to": 1}, "marks": [{"rule": {"y": 1}}]}]}"#,
      "`from` is not below `to`"
    ),
    (
      #"{"panels": [{"data": "t", "x": {"scale": "log", "from": 0}, "marks": [{"rule": {"y": 1}}]}]}"#, "cannot reach 0"
    ),
    (
      #"{"panels": [{"data": "t", "marks": [{"points": {"x": "a", "y": "b", "doge": 1}}]}]}"#, "did you mean `dodge`?"
    ),
    (
      #"{"panels": [{"data": "t", "marks": [{"points": {"x": "a", "y": "b", "dodge": "a"}}]}]}"#, "`dodge`"
    ),
    (#"{"panels": [{"data": "t", "marks": [{"points": {"x": "a", "y": "b", "opne": true}}]}]}"#, "mean `open`?"),
    (#"{"panels": [{"data": "t", "marks": [{"rule": {"y": 1, "x": 2}}]}]}"#, "a rule stands at `x` or at `y`"),
    (#"{"panels": [{"data": "t", "marks": [{"rule": {"y": true}}]}]}"#, "neither a column nor a number"),
    (#"{"panels": [{"data": "t", "marks": [{"rule": {"y": 1, "paint": "blue"}}]}]}"#, "`paint` is not a colour"),
    (#"{"panels": [{"data": "t", "marks": [{"rule": {"y": 1, "where": 3}}]}]}"#, "`where` is not an object"),
    (#"{"panels": [{"data": "t", "marks": [{"slope": {"exponent": 1, "x": [3, 2]}}]}]}"#, "from a lower to a higher x"),
    (#"{"panels": [{"data": "t", "marks": [{"annotation": {"text": "a", "x": 1, "y": 1, "to": [1]}}]}]}"#, "x and y"),
    (#"{"size": "triple", "panels": [{"marks": [{"rule": {"y": 1}}]}]}"#, "known: `double`"),
  ])
  func `what is wrong in a specification is said with its remedy`(figure: String, sentence: String) throws {
    let found = try problems(figure)
    #expect(found.contains { $0.contains(sentence) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("figure.json:1:") && !$0.contains("\n") })
  }

  @Test func `the schema names every kind of mark with its fields`() {
    let fields = Fields.describing("figure")
    _ = FigureSpecification(fields)
    let panels = fields.schema.first { $0.key == "panels" }
    guard case .list(.object(let panel))? = panels?.shape,
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
    let gallery = try Gallery(text: "{\"figure\": \(text), \"tables\": {\"t\": {\"a\": [1], \"b\": [2]}}}")
    #expect(gallery.tables.keys.sorted() == ["data", "panels[0].marks[0].line.data"])
  }
}
