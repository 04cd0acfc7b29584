import Testing

@testable import Documents

@Suite struct FieldReadingTests {
  private enum Shade: String, CaseIterable { case light, dark }

  private func message<Value>(_ value: String?, _ read: (Fields) -> Value) throws -> String {
    let fields = Fields(try parsed(value.map { "{\"k\": \($0)}" } ?? "{}"), context: "c")
    _ = read(fields)
    return fields.problems.map { $0.fault.description }.joined(separator: " | ")
  }

  @Test func `values of the right type are read as they are`() throws {
    let fields = Fields(
      try parsed(
        #"{"s": "x", "ss": ["a", "b"], "b": true, "i": 3, "is": [1, 2e0], "n": 2, "ns": [0.5], "c": "dark", "a": [1]}"#),
      context: "c")
    #expect(fields.string("s", "") == "x")
    #expect(fields.strings("ss", "") == ["a", "b"])
    #expect(fields.boolean("b", ""))
    #expect(fields.integer("i", in: 1...3, "") == 3)
    #expect(fields.integers("is", in: 1...3, "") == [1, 2])
    #expect(fields.number("n", in: 0...9, "") == 2)
    #expect(fields.numbers("ns", in: 0...9, "") == [0.5])
    #expect(fields.choice("c", Shade.light, "") == .dark)
    #expect(fields.any("a", "") == [1])
    fields.finish()
    #expect(fields.problems.isEmpty)
  }

  @Test func `a remark is read and checked, and no part of the canonical form`() throws {
    let fields = Fields(try parsed(#"{"s": "x", "r": "for readers"}"#), context: "c")
    #expect(fields.string("s", "") == "x" && fields.remark("r", "") == "for readers" && fields.remark("q", "") == nil)
    fields.finish()
    #expect(fields.problems.isEmpty && fields.canonical == ["s": "x"])
    #expect(try message("5") { $0.remark("k", "") } == "`k` in c must be a string, not the number 5")
  }

  @Test func `what may be left out reads as nothing`() throws {
    let fields = Fields(try parsed("{}"), context: "c")
    #expect(fields.optionalString("s", "") == nil)
    #expect(fields.strings("ss", "", required: false).isEmpty)
    #expect(!fields.boolean("b", "", required: false))
    #expect(fields.optionalInteger("i", in: 1...3, "") == nil)
    #expect(fields.integers("is", in: 1...3, "", required: false).isEmpty)
    #expect(fields.optionalNumber("n", in: 0...9, "") == nil)
    #expect(fields.numbers("ns", in: 0...9, "", required: false).isEmpty)
    #expect(fields.optionalChoice("c", Shade.light, "") == nil)
    #expect(fields.any("a", "", required: false) == nil)
    #expect(fields.problems.isEmpty && fields.canonical == [:])
  }

  @Test func `values that are missing, or of another type, range or choice are refused`() throws {
    #expect(try message(nil) { $0.integer("k", in: 0...1, "the depth") } == "c lacks `k`; add it: the depth")
    func refusal<Value>(_ value: String, _ read: (Fields) -> Value) throws -> String {
      let text = try message(value, read)
      #expect(text.hasPrefix("`k` in c "))
      return String(text.dropFirst("`k` in c ".count))
    }
    #expect(try refusal("1") { $0.string("k", "") } == "must be a string, not the number 1")
    #expect(try refusal("\"yes\"") { $0.boolean("k", "") } == "must be true or false, not the string \"yes\"")
    #expect(try refusal("1.5") { $0.integer("k", in: 0...9, "") } == "must be a whole number, not the number 1.5")
    #expect(try refusal("10") { $0.integer("k", in: 0...9, "") } == "is 10, outside 0 to 9; choose a value inside")
    let large = try refusal("0") { $0.integer("k", in: 1...Int.max, "") }
    #expect(large == "is 0, outside 1 to any size; choose a value inside")
    #expect(try refusal("null") { $0.number("k", in: 0...9, "") } == "must be a number, not null")
    let small = try refusal("-0.5") { $0.number("k", in: 0...0.25, "") }
    #expect(small == "is -0.5, outside 0 to 0.25; choose a value inside")
    #expect(try refusal("\"drak\"") { $0.choice("k", Shade.light, "") } == "is `drak`; did you mean `dark`?")
    #expect(try refusal("[1, \"x\"]") { $0.numbers("k", in: 0...9, "") } == "must be a number, not the string \"x\"")
    #expect(try refusal("3") { $0.strings("k", "") } == "must be a list of strings, not the number 3")
    #expect(try refusal("[]") { $0.integers("k", in: 0...9, "") } == "is an empty list; give at least one value")
    // Also where it may be left out.
    #expect(try refusal("[]") { $0.optionalString("k", "") } == "must be a string, not a list")
  }

  @Test func `a misspelt key is one problem, not also a missing one`() throws {
    func messages(_ text: String) throws -> [String] {
      let fields = Fields(try parsed(text), context: "c")
      _ = (fields.strings("arguments", "the program"), fields.string("outputs", "files"))
      fields.finish()
      return fields.problems.map(\.fault.description)
    }
    #expect(
      try messages(#"{"argumnts": ["a"], "outputs": "x"}"#) == [
        "unknown key `argumnts` in c; did you mean `arguments`?"
      ])
    #expect(
      try messages(#"{"argumnts": ["a"]}"#) == [
        "c lacks `outputs`; add it: files", "unknown key `argumnts` in c; did you mean `arguments`?",
      ])
    #expect(try messages(#"{"other": 1, "outputs": "x"}"#).count == 2)
  }

  @Test func `things are counted in words that fit`() {
    #expect([0, 1, 2].map { $0.counted("result") } == ["0 results", "1 result", "2 results"])
    #expect([0, 1, 2].map(\.are) == ["are", "is", "are"])
  }

  @Test func `a nested value of the wrong type is one problem, not one for each key in it`() throws {
    for (text, found) in [("3", "the number 3"), ("[]", "a list")] {
      let (text, sentence) = ("{\"o\": \(text)}", "`o` in stage `a` must be an object, not \(found)")
      #expect(try messages(text) { _ = $0.object("o", "").string("s", "") } == [sentence])
      #expect(try messages(text) { _ = $0.optionalObject("o", "")?.string("s", "") } == [sentence])
    }
    #expect(
      try messages(#"{"l": [{"s": "x"}, 3]}"#) { for item in $0.objects("l", "") { _ = item.string("s", "") } }
        == ["`l` in stage `a` must be a list of objects, not the number 3"])
    #expect(try messages("{}") { _ = $0.object("o", "what").string("s", "") } == ["stage `a` lacks `o`; add it: what"])
    #expect(try messages("[]") { _ in } == ["`value` in stage `a` must be an object, not a list"])
  }

  @Test func `references are recorded by path and kept out of the canonical form`() throws {
    let fields = try fields(#"{"one": "a", "many": ["b", "c"], "l": [{"x": "d"}, {"x": "e"}], "o": {"p": {"x": "f"}}}"#)
    _ = fields.reference("one", type: "table", many: false, "")
    _ = fields.reference("many", type: "table", many: true, "")
    for item in fields.objects("l", "") { _ = item.reference("x", type: "record", many: false, "") }
    _ = fields.object("o", "").object("p", "").reference("x", type: "record", many: true, "")
    #expect(fields.references.map(\.path) == ["one", "many", "l[0].x", "l[1].x", "o.p.x"])
    #expect(fields.references.map { $0.targets.map(\.name) } == [["a"], ["b", "c"], ["d"], ["e"], ["f"]])
    #expect(fields.canonical.canonical == #"{"l":[{},{}],"o":{"p":{}}}"# && fields.problems.isEmpty)
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

  @Test func `values are named by their type in words, and lists by the plural of what they hold`() throws {
    let names = ["null", "true or false", "the number 3", "the number 0.5", "the string \"x\"", "a list", "an object"]
    #expect(try parsed(#"[null, true, 3, 0.5, "x", [], {}]"#).elements?.map(\.kindName) == names)
    let shapes: [(FieldDescription.Shape, String)] = [
      (.boolean, "true or false"), (.integer(0...1), "whole numbers"), (.number(0...1), "numbers"),
      (.string, "strings"), (.choice(["a"]), "strings"), (.any, "values"), (.list(.any), "lists"),
      (.object([]), "objects"), (.dictionary([]), "objects"), (.reference(type: "t", many: false), "names"),
    ]
    for (shape, plural) in shapes { #expect(shape.plural == plural) }
  }
}

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
