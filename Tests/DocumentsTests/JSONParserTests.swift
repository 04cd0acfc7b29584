import Testing

@testable import Documents

@Suite struct JSONParserTests {
  @Test func `values of every type are read`() throws {
    #expect(
      try parsed(#" {"a": [1, -2.5, true, false, null], "b": {"c": "d"}, "e": [], "f": {}} "#) == [
        "a": [1, -2.5, true, false, JSON(.null)], "b": ["c": "d"], "e": [], "f": [:],
      ])
    #expect(try parsed(bytes: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
  }

  @Test func `every value and key knows its first byte`() throws {
    let json = try parsed("{\n  \"a\": [1,\n \"x\"]}")
    #expect(json.place.lineAndColumn == (1, 1))
    #expect(json.members?[0].place.description == "m.json:2:3")
    #expect(json["a"]?.place.description == "m.json:2:8")
    #expect(json["a"]?.elements?[1].place.description == "m.json:3:2")
  }

  @Test(arguments: [
    ("", "m.json:1:1: the file ends where a value was expected"),
    ("{", "m.json:1:2: the file ends where a key in double quotes was expected"),
    ("{\"a\"", "m.json:1:5: the file ends where `:` after the key `a` was expected"),
    ("{\"a\" 1}", "m.json:1:6: expected `:` after the key `a`, found `1`"),
    ("{\"a\": 1", "m.json:1:8: the file ends where `,` or `}` was expected"),
    ("{\"a\": 1,}", "m.json:1:9: expected a key in double quotes, found `}`"),
    ("[1, ]", "m.json:1:5: expected a value, found `]`"),
    ("[1 2]", "m.json:1:4: expected `,` or `]`, found `2`"),
    ("[1] x", "m.json:1:5: expected the end of the file, found `x`"),
    ("// no", "m.json:1:1: expected a value, found `/`"),
    ("{a: 1}", "m.json:1:2: expected a key in double quotes, found `a`"),
    ("tru", "m.json:1:1: expected a value, found `t`"),
    ("[\"é\", é]", "m.json:1:7: expected a value, found `é`"),
  ])
  func `what does not fit is named where it stands`(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test func `a key may stand once in an object, however many there are`() throws {
    #expect(
      refusal(#"{"a": 1, "b": {"a": 2}, "a": 3}"#) == "m.json:1:25: the key `a` stands twice in this object; keep one")
    for count in [11, 12, 13, 14, 200] {
      let members = (0..<count).map { "\"k\($0)\": {\"k\($0)\": 1}" }
      #expect(try parsed("{\(members.joined(separator: ","))}").members?.count == count)
      for twice in [0, count - 1] {
        #expect(
          refusal("{\((members + ["\"k\(twice)\": 1"]).joined(separator: ","))}")?.contains("`k\(twice)` stands twice")
            == true)
      }
    }
  }

  @Test func `nesting is limited, exactly`() throws {
    let deepest = String(repeating: "[", count: 129) + String(repeating: "]", count: 129)
    #expect(refusal(deepest) == nil)
    #expect(refusal("[" + deepest + "]") == "m.json:1:130: nested deeper than 128 levels; flatten the document")
    #expect(refusal(String(repeating: "[", count: 1_000_000))?.contains("nested deeper") == true)
    #expect(refusal(String(repeating: "{\"a\":", count: 1_000_000))?.contains("nested deeper") == true)
  }

  @Test func `every prefix of a document is refused without a trap`() {
    let text = Array(#"{"a": [1, -2.5e3, "x\n\ud83d\ude00é"], "b": null}"#.utf8)
    for length in 0..<text.count { #expect(refusal(bytes: Array(text[..<length])) != nil) }
  }
}
