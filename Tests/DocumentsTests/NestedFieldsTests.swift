import Testing

@testable import Documents

@Suite struct NestedFieldsTests {
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
      try messages(#"{"l": [{"s": "x"}, 3]}"#) { for item in $0.objects("l", "") { _ = item.string("s", "") } } == [
        "`l` in stage `a` must be a list of objects, not the number 3"
      ])
    #expect(try messages("{}") { _ = $0.object("o", "what").string("s", "") } == ["stage `a` lacks `o`; add it: what"])
    #expect(try messages("[]") { _ in } == ["`value` in stage `a` must be an object, not a list"])
  }
}
