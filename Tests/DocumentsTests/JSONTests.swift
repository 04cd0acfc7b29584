import Testing

@testable import Documents

@Suite struct JSONTests {
  @Test func `whole numbers are whole however they are written`() throws {
    for text in ["1000", "1e3", "1000.0"] { #expect(try parsed(text).integer == 1000) }
    #expect(try parsed("1.5").integer == nil && parsed("1e300").integer == nil)
    #expect(try parsed("\"1\"").integer == nil && parsed("3").double == 3)
  }

  @Test func `equality is of content, not of place, and a member is found by its key`() throws {
    #expect(try parsed("[1, {\"a\": \"b\"}]") == parsed("  [1,{\"a\":\"b\"}]"))
    #expect(try parsed("[1]") != parsed("[2]"))
    let json = try parsed(#"{"a": 1, "b": [2]}"#)
    #expect(json["b"] == [2] && json["c"] == nil)
    #expect(JSON(.null)["a"] == nil && json["b"]?.members == nil && json.elements == nil)
  }

  @Test func `a value without a place stands at its key`() {
    let place = Place(source: SourceText(name: "--set a=1", bytes: [], hasLines: false), offset: 0)
    #expect(JSON.Member("a", 1, place: place).value.place == place)
    #expect(JSON.Member("a", 1, place: place).place == place && JSON.Member("a", 1).place == .none)
  }

  @Test func `a tree is compact in memory`() {
    #expect(MemoryLayout<JSON>.stride == 32 && MemoryLayout<JSON.Member>.stride == 56)
  }

  @Test func `values of every type are read`() throws {
    #expect(
      try parsed(#" {"a": [1, -2.5, true, false, null], "b": {"c": "d"}, "e": [], "f": {}} "#) == [
        "a": [1, -2.5, true, false, JSON(.null)], "b": ["c": "d"], "e": [], "f": [:],
      ])
    #expect(try parsed(bytes: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
  }

  @Test func `every value and key knows its first byte`() throws {
    let json = try parsed("{\n  \"a\": [1,\n \"x\"]}")
    #expect(json.place.lineAndColumn == (1, 1) && json.members?[0].place.description == "m.json:2:3")
    #expect(json["a"]?.place.description == "m.json:2:8")
    #expect(json["a"]?.elements?[1].place.description == "m.json:3:2")
  }

  @Test(arguments: [
    ("", "m.json:1:1: the file ends where a value was expected; close what is open, or restore the rest of the file"),
    (
      "{",
      "m.json:1:2: the file ends where a key in double quotes was expected; close what is open, or restore the rest of the file"
    ),
    (
      "{\"a\"",
      "m.json:1:5: the file ends where `:` after the key `a` was expected; close what is open, or restore the rest of the file"
    ),
    ("{\"a\" 1}", "m.json:1:6: expected `:` after the key `a`, found `1`; write a colon before it"),
    (
      "{\"a\": 1",
      "m.json:1:8: the file ends where `,` or `}` was expected; close what is open, or restore the rest of the file"
    ),
    ("{\"a\": 1,}", "m.json:1:9: expected a key in double quotes, found `}`; drop the comma before it"),
    ("[1, ]", "m.json:1:5: expected a value, found `]`; drop the comma before it, or write a value"),
    ("[1 2]", "m.json:1:4: expected `,` or `]`, found `2`; write a comma before it, or drop it"),
    ("[1] x", "m.json:1:5: expected the end of the file, found `x`; drop what follows the first value"),
    ("// no", "m.json:1:1: expected a value, found `/`; JSON has no comments: drop it"),
    ("{a: 1}", "m.json:1:2: expected a key in double quotes, found `a`; put the key in double quotes"),
    (
      "tru",
      "m.json:1:1: expected a value, found `t`; put a text in double quotes; other words are true, false and null"
    ),
    (
      "[\"é\", é]",
      "m.json:1:7: expected a value, found `é`; put a text in double quotes; other words are true, false and null"
    ),
  ]) func `what does not fit is named where it stands`(text: String, message: String) {
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

  private static let halfSurrogate =
    #"m.json:1:2: an escape is half of a surrogate pair; write both halves, such as \ud83d\ude00, or the character itself"#

  @Test(
    arguments: [
      "9223372036854775807": .integer(.max), "-9223372036854775808": .integer(.min), "-0": .integer(0),
      "9223372036854775808": .number(0x1p63), "0.1": .number(0.1), "1e-400": .number(0), "-2E+2": .number(-200),
      "1.7976931348623157e308": .number(.greatestFiniteMagnitude),
    ] as [String: JSON.Content])
  func `whole numbers that fit 64 bits stay exact, others are the nearest doubles`(
    text: String, content: JSON.Content
  ) throws { #expect(try parsed(text).content == content) }

  @Test(arguments: [
    ("01", "m.json:1:1: a number must not begin with 0; drop the leading zero"),
    ("-", "m.json:1:2: the file ends where a digit was expected; close what is open, or restore the rest of the file"),
    ("-x", "m.json:1:2: expected a digit, found `x`; write the number out, such as 1.0 or 1e-5"),
    (
      "1.",
      "m.json:1:3: the file ends where a digit after the decimal point was expected; close what is open, or restore the rest of the file"
    ),
    (
      "1e",
      "m.json:1:3: the file ends where a digit in the exponent was expected; close what is open, or restore the rest of the file"
    ),
    ("1e999", "m.json:1:1: the number 1e999 does not fit a double; write a smaller one"),
    (".5", "m.json:1:1: expected a value, found `.`; begin a number with a digit, such as 0.5"),
    ("+1", "m.json:1:1: expected a value, found `+`; begin a number with a digit, such as 0.5"),
  ]) func `numbers of other forms are refused`(text: String, message: String) { #expect(refusal(text) == message) }

  @Test func `escapes stand for their characters`() throws {
    #expect(try parsed(#""\"\\\/\b\f\n\r\té\ud83d\ude00z""#).string == "\"\\/\u{8}\u{C}\n\r\té😀z")
    #expect(try parsed(#""a\u0000b""#).string == "a\0b")
  }

  @Test(arguments: [
    (#""a"#, "m.json:1:1: a string is not closed; add the closing double quote"),
    (
      #""a\"#,
      "m.json:1:4: the file ends where an escape was expected; close what is open, or restore the rest of the file"
    ),
    (#""\x""#, #"m.json:1:2: unknown escape in a string; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
    (#""\u12""#, #"m.json:1:2: unknown escape in a string; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
    (#""\u+123""#, #"m.json:1:2: unknown escape in a string; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
    (#""\ud800""#, halfSurrogate), (#""\ud800A""#, halfSurrogate), (#""\udc00""#, halfSurrogate),
    ("\"a\nb\"", "m.json:1:3: control character 10 in a string; write it as an escape such as \\n"),
    ("\"\\n\u{1}\"", "m.json:1:4: control character 1 in a string; write it as an escape such as \\n"),
  ]) func `strings of other forms are refused`(text: String, message: String) { #expect(refusal(text) == message) }

  @Test func `bytes that are no UTF-8 are refused, with and without escapes`() {
    let message = "m.json:1:1: a string is not valid UTF-8; save the file as UTF-8"
    #expect(refusal(bytes: [0x22, 0xFF, 0x22]) == message)
    #expect(refusal(bytes: [0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22]) == message)
    #expect(refusal(bytes: [0x22, 0xED, 0xA0, 0x80, 0x22]) == message)
  }
}
