import Testing

@testable import Documents

@Suite struct FieldsTests {
  @Test func `what is read is canonical in reading order, equal for equal meaning`() throws {
    let read = { (fields: Fields) -> String in
      _ = fields.integer("n", in: 0...9, "")
      _ = fields.numbers("x", in: 0...9, "")
      if let inner = fields.optionalObject("o", "") { _ = inner.string("s", "") }
      for item in fields.objects("l", "", required: false) { _ = item.boolean("b", "") }
      for (_, item) in fields.dictionary("d", "", required: false) { _ = item.integer("i", in: 0...9, "") }
      return fields.canonical.canonical
    }
    let first = try read(
      fields(#"{"n": 3.0, "x": [1, 2.50], "o": {"s": "t"}, "l": [{"b": true}], "d": {"k": {"i": 1}}}"#))
    #expect(first == #"{"d":{"k":{"i":1}},"l":[{"b":true}],"n":3,"o":{"s":"t"},"x":[1,2.5]}"#)
    #expect(
      try read(fields(#"{"d": {"k": {"i": 1}}, "l": [{"b": true}], "o": {"s": "t"}, "x": [1e0, 2.5], "n": 3}"#))
        == first)
  }

  @Test func `unknown keys are named at every level`() throws {
    #expect(
      try messages(#"{"n": 1, "m": 2, "o": {"s": "t", "r": 1}, "l": [{}, {"c": 1}], "d": {"k": {"j": 1}}}"#) { fields in
        _ = fields.integer("n", in: 0...9, "")
        _ = fields.object("o", "").string("s", "")
        for item in fields.objects("l", "") { _ = item.boolean("b", "", required: false) }
        for (_, item) in fields.dictionary("d", "") { _ = item.optionalInteger("i", in: 0...9, "") }
      } == [
        "unknown key `m` in stage `a`; did you mean `d`?", "unknown key `r` in `o` of stage `a`; did you mean `s`?",
        "unknown key `c` in `l[1]` of stage `a`; did you mean `b`?",
        "unknown key `j` in `k` of `d` of stage `a`; did you mean `i`?",
      ])
  }

  @Test func `a describing reader records the schema and judges nothing`() {
    let fields = Fields.describing("x")
    #expect(fields.integer("n", in: 3...5, "count") == 3)
    let inner = fields.object("o", "inner")
    #expect(inner.string("s", "text") == "")
    for item in fields.objects("l", "list", required: false) { _ = item.boolean("b", "flag") }
    for (_, item) in fields.dictionary("d", "by name") { _ = item.number("x", in: 0...1, "share") }
    _ = fields.reference("r", type: "table", many: true, "data", required: false)
    fields.refuse("n", "wrong", remedy: "right")
    fields.finish()
    #expect(fields.isDescribing && fields.has("anything") && fields.keys.isEmpty)
    #expect(fields.problems.isEmpty)
    let row = { (key: String, help: String, required: Bool, shape: FieldDescription.Shape) in
      FieldDescription(key: key, help: help, isRequired: required, shape: shape)
    }
    #expect(
      fields.schema == [
        row("n", "count", true, .integer(3...5)), row("o", "inner", true, .object([row("s", "text", true, .string)])),
        row("l", "list", false, .list(.object([row("b", "flag", true, .boolean)]))),
        row("d", "by name", true, .dictionary([row("x", "share", true, .number(0...1))])),
        row("r", "data", false, .reference(type: "table", many: true)),
      ])
  }

  @Test func `a reader may refuse what it alone can judge`() throws {
    let fields = try fields(#"{"n": 4}"#)
    if fields.integer("n", in: 0...9, "").isMultiple(of: 2) {
      fields.refuse("n", "4 is even", remedy: "take an odd one")
    }
    #expect(fields.problems.map(\.description) == ["m.json:1:7: 4 is even in stage `a`; take an odd one"])
    #expect(fields.has("n") && !fields.has("m"))
  }

  @Test func `large objects are read in linear time`() throws {
    let count = 50_000
    let text = "{\"d\": {\((0..<count).map { "\"k\($0)\": {\"i\": \($0 % 9)}" }.joined(separator: ","))}}"
    let fields = try fields(text)
    #expect(
      fields.dictionary("d", "").reduce(0) { $0 + $1.fields.integer("i", in: 0...9, "") }
        == (0..<count).reduce(0) { $0 + $1 % 9 })
    fields.finish()
    #expect(fields.problems.isEmpty)
  }
}
