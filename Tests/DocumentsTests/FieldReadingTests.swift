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

  @Test func `a required value that is missing is asked for by its meaning`() throws {
    #expect(try message(nil) { $0.integer("k", in: 0...1, "the depth") } == "c lacks `k`; add it: the depth")
  }

  @Test func `values of another type, range or choice are refused`() throws {
    #expect(try message("1") { $0.string("k", "") } == "`k` in c must be a string, not the number 1")
    #expect(try message("\"yes\"") { $0.boolean("k", "") } == "`k` in c must be true or false, not the string \"yes\"")
    #expect(
      try message("1.5") { $0.integer("k", in: 0...9, "") } == "`k` in c must be a whole number, not the number 1.5")
    #expect(
      try message("10") { $0.integer("k", in: 0...9, "") } == "`k` in c is 10, outside 0 to 9; choose a value inside")
    #expect(
      try message("0") { $0.integer("k", in: 1...Int.max, "") }
        == "`k` in c is 0, outside 1 to any size; choose a value inside")
    #expect(try message("null") { $0.number("k", in: 0...9, "") } == "`k` in c must be a number, not null")
    #expect(
      try message("-0.5") { $0.number("k", in: 0...0.25, "") }
        == "`k` in c is -0.5, outside 0 to 0.25; choose a value inside")
    #expect(try message("\"drak\"") { $0.choice("k", Shade.light, "") } == "`k` in c is `drak`; did you mean `dark`?")
    #expect(
      try message("[1, \"x\"]") { $0.numbers("k", in: 0...9, "") } == "`k` in c must be a number, not the string \"x\"")
    #expect(try message("3") { $0.strings("k", "") } == "`k` in c must be a list of strings, not the number 3")
    #expect(
      try message("[]") { $0.integers("k", in: 0...9, "") } == "`k` in c is an empty list; give at least one value")
  }

  @Test func `a wrong value is noted even where it may be left out`() throws {
    #expect(try message("[]") { $0.optionalString("k", "") } == "`k` in c must be a string, not a list")
  }

  @Test func `a nested value of the wrong type is one problem, not one for each key in it`() throws {
    for (text, found) in [("3", "the number 3"), ("[]", "a list")] {
      #expect(
        try messages("{\"o\": \(text)}") { _ = $0.object("o", "").string("s", "") } == [
          "`o` in stage `a` must be an object, not \(found)"
        ])
      #expect(
        try messages("{\"o\": \(text)}") { _ = $0.optionalObject("o", "")?.string("s", "") } == [
          "`o` in stage `a` must be an object, not \(found)"
        ])
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

  @Test func `values are named by their type in words`() throws {
    let json = try parsed(#"[null, true, 3, 0.5, "x", [], {}]"#)
    #expect(
      json.elements?.map(\.kindName) == [
        "null", "true or false", "the number 3", "the number 0.5", "the string \"x\"", "a list", "an object",
      ])
  }

  @Test func `lists name the plural of what they hold`() {
    let shapes: [FieldDescription.Shape] = [
      .boolean, .integer(0...1), .number(0...1), .string, .choice(["a"]), .any, .list(.any), .object([]),
      .dictionary([]), .reference(type: "t", many: false),
    ]
    #expect(
      shapes.map(\.plural) == [
        "true or false", "whole numbers", "numbers", "strings", "strings", "values", "lists", "objects", "objects",
        "names",
      ])
  }
}
