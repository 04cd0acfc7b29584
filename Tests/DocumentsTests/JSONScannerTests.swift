import Testing

@testable import Documents

@Suite struct JSONScannerTests {
  private static let halfSurrogate =
    #"m.json:1:2: an escape is half of a surrogate pair; write both halves, such as \ud83d\ude00, or the character itself"#

  @Test func `whole numbers that fit 64 bits stay exact`() throws {
    #expect(try parsed("9223372036854775807").content == .integer(.max))
    #expect(try parsed("-9223372036854775808").content == .integer(.min))
    #expect(try parsed("9223372036854775808").content == .number(0x1p63))
    #expect(try parsed("-0").content == .integer(0))
  }

  @Test func `other numbers are the nearest doubles`() throws {
    #expect(try parsed("0.1").content == .number(0.1))
    #expect(try parsed("1e-400").content == .number(0))
    #expect(try parsed("1.7976931348623157e308").content == .number(.greatestFiniteMagnitude))
    #expect(try parsed("-2E+2").content == .number(-200))
  }

  @Test(arguments: [
    ("01", "m.json:1:1: a number must not begin with 0; drop the leading zero"),
    ("-", "m.json:1:2: the file ends where a digit was expected"),
    ("-x", "m.json:1:2: expected a digit, found `x`"),
    ("1.", "m.json:1:3: the file ends where a digit after the decimal point was expected"),
    ("1e", "m.json:1:3: the file ends where a digit in the exponent was expected"),
    ("1e999", "m.json:1:1: the number 1e999 does not fit a double; write a smaller one"),
    (".5", "m.json:1:1: expected a value, found `.`"),
    ("+1", "m.json:1:1: expected a value, found `+`"),
  ])
  func `numbers of other forms are refused`(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test func `escapes stand for their characters`() throws {
    #expect(try parsed(#""\"\\\/\b\f\n\r\té\ud83d\ude00z""#).string == "\"\\/\u{8}\u{C}\n\r\té😀z")
    #expect(try parsed(#""a\u0000b""#).string == "a\0b")
  }

  @Test(arguments: [
    (#""a"#, "m.json:1:1: a string is not closed; add the closing double quote"),
    (#""a\"#, "m.json:1:4: the file ends where an escape was expected"),
    (#""\x""#, #"m.json:1:2: unknown escape in a string; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
    (#""\u12""#, #"m.json:1:2: unknown escape in a string; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
    (#""\u+123""#, #"m.json:1:2: unknown escape in a string; JSON knows \" \\ \/ \b \f \n \r \t \uXXXX"#),
    (#""\ud800""#, halfSurrogate),
    (#""\ud800A""#, halfSurrogate),
    (#""\udc00""#, halfSurrogate),
    ("\"a\nb\"", "m.json:1:3: control character 10 in a string; write it as an escape such as \\n"),
    ("\"\\n\u{1}\"", "m.json:1:4: control character 1 in a string; write it as an escape such as \\n"),
  ])
  func `strings of other forms are refused`(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test func `bytes that are no UTF-8 are refused, with and without escapes`() {
    let message = "m.json:1:1: a string is not valid UTF-8; save the file as UTF-8"
    #expect(refusal(bytes: [0x22, 0xFF, 0x22]) == message)
    #expect(refusal(bytes: [0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22]) == message)
    #expect(refusal(bytes: [0x22, 0xED, 0xA0, 0x80, 0x22]) == message)
  }
}
