import Testing

@testable import Documents

@Suite struct JSONWriterTests {
  @Test func `canonical text sorts keys bytewise, drops space, and is equal for equal meaning`() throws {
    let json = try parsed(#"{"b": 1, "a": [1.0, 1e3], "é": null, "Z": {}}"#)
    #expect(json.canonical == #"{"Z":{},"a":[1,1000],"b":1,"é":null}"#)
    #expect(try parsed("[1e15, 2e15]").canonical == parsed("[1000000000000000, 2000000000000000.0]").canonical)
    #expect(try parsed(#"{"a": 1.50, "b": "\u0041"}"#).canonical == parsed(#"{"b":"A","a":15e-1}"#).canonical)
  }

  @Test func `what fits with its indentation, key and comma stands on one line`() throws {
    let json = try parsed(#"{"b":[1,{"c":2}],"a":{},"long":["xxxx","yyyy"],"d":["é","é"]}"#)
    #expect(json.pretty == #"{"b": [1, {"c": 2}], "a": {}, "long": ["xxxx", "yyyy"], "d": ["é", "é"]}"# + "\n")
    let lines = """
      {
        "b": [1, {"c": 2}],
        "a": {},
        "long": [
          "xxxx", "yyyy"
        ],
        "d": ["é", "é"]
      }

      """
    // `  "b": [1, {"c": 2}],` takes 21 columns, `  "long": ["xxxx", "yyyy"],` takes 27.
    #expect(json.printed(width: 21) == lines && json.printed(width: 26) == lines)
    #expect(json.printed(width: 20) != lines && json.printed(width: 27) != lines)
  }

  @Test func `a long list of numbers fills lines`() throws {
    let json = try parsed(#"{"a": [100, 20.5, 3, 4, 5000, -6], "b": [1, [2, 30000000000]]}"#)
    #expect(
      json.printed(width: 16) == """
        {
          "a": [
            100, 20.5,
            3, 4, 5000,
            -6
          ],
          "b": [
            1,
            [
              2,
              30000000000
            ]
          ]
        }

        """)
  }

  @Test func `numbers can stay as they are written`() throws {
    let text = "[1e-3, 1.50, -0.0, 100000000000000000000, 7]\n"
    #expect(try parsed(text).printed(numbersAsWritten: true) == text)
    #expect(try parsed(text).pretty == "[0.001, 1.5, 0, 1e+20, 7]\n")
    #expect(JSON(.array([1, 0.25])).printed(numbersAsWritten: true) == "[1, 0.25]\n")
  }

  @Test func `without columns every value begins a line`() throws {
    #expect(
      try parsed(#"{"b":[1,{"c":2}],"a":{},"d":[]}"#).printed(width: 0) == """
        {
          "b": [
            1,
            {
              "c": 2
            }
          ],
          "a": {},
          "d": []
        }

        """)
  }

  @Test func `numbers are written in their shortest exact form`() {
    let cases: [(Double, String)] = [
      (0.1, "0.1"), (-0.0, "0"), (3, "3"), (1e15, "1000000000000000"), (999_999_999_999_999, "999999999999999"),
      (1e-7, "1e-07"), (.nan, "null"), (.infinity, "null"), (.leastNonzeroMagnitude, "5e-324"),
      (0x1p53, "9007199254740992"), (1e17, "1e+17"),
    ]
    for (value, text) in cases { #expect(JSON.text(of: value) == text) }
    #expect(JSON(.integer(.min)).canonical == "-9223372036854775808")
  }

  @Test func `what is written reads back as it was`() throws {
    let json = try parsed(#"{"a": [1, 2.5, "x", null, true], "b": {"c": [{}, []]}}"#)
    #expect(try parsed(json.pretty) == json && parsed(json.canonical) == json)
    let text = "\"\\/\u{0}\u{1F}\u{7F}\n\t\ré😀\u{2028}"
    #expect(try parsed(JSON(.string(text)).canonical).string == text)
    #expect(JSON("a\"\\\n\u{1}").canonical == #""a\"\\\n\u0001""#)
  }
}
