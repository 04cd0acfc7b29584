import Testing

@testable import Documents

@Suite struct FieldTypesTests {
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
      .dictionary([]),
      .reference(type: "t", many: false),
    ]
    #expect(
      shapes.map(\.plural) == [
        "true or false", "whole numbers", "numbers", "strings", "strings", "values", "lists", "objects", "objects",
        "names",
      ])
  }
}
