import Testing

@testable import Documents

@Suite struct ReferenceTests {
  @Test func `references are recorded by path and kept out of the canonical form`() throws {
    let fields = try fields(#"{"one": "a", "many": ["b", "c"], "l": [{"x": "d"}, {"x": "e"}], "o": {"p": {"x": "f"}}}"#)
    _ = fields.reference("one", type: "table", many: false, "")
    _ = fields.reference("many", type: "table", many: true, "")
    for item in fields.objects("l", "") { _ = item.reference("x", type: "record", many: false, "") }
    _ = fields.object("o", "").object("p", "").reference("x", type: "record", many: true, "")
    #expect(fields.references.map(\.path) == ["one", "many", "l[0].x", "l[1].x", "o.p.x"])
    #expect(fields.references.map { $0.targets.map(\.name) } == [["a"], ["b", "c"], ["d"], ["e"], ["f"]])
    #expect(fields.canonical.canonical == #"{"l":[{},{}],"o":{"p":{}}}"#)
    #expect(fields.problems.isEmpty)
  }

  @Test func `a reference is a name, or where several may stand a list of names`() throws {
    #expect(
      try messages(#"{"one": ["a"], "many": ["a", 3], "none": []}"#) { fields in
        _ = fields.reference("one", type: "t", many: false, "")
        _ = fields.reference("many", type: "t", many: true, "")
        _ = fields.reference("none", type: "t", many: true, "")
      } == [
        "`one` in stage `a` must be the name of a stage, not a list",
        "`many` in stage `a` must be the name of a stage or a list of names, not the number 3",
        "`none` in stage `a` is an empty list; give at least one value",
      ])
  }
}
