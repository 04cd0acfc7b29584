import Testing

@testable import Documents

@Suite struct ProblemTests {
  @Test(arguments: [
    (
      Fault.unknownKey("lamda", context: "stage `krr`", known: ["lambda", "n"]),
      "unknown key `lamda` in stage `krr`; did you mean `lambda`?"
    ),
    (.unknownKey("x\ny", context: "c", known: []), "unknown key `x\u{FFFD}y` in c; remove it"),
    (
      .missingKey("n", context: "stage `a`", help: "the number of points"),
      "stage `a` lacks `n`; add it: the number of points"
    ),
    (
      .wrongType(key: "n", context: "c", expected: "a number", found: "a list"), "`n` in c must be a number, not a list"
    ),
    (
      .outOfRange(key: "n", context: "c", range: "1 to 5", found: "9"),
      "`n` in c is 9, outside 1 to 5; choose a value inside"
    ),
    (.notOneOf(key: "m", context: "c", choices: ["rows"], found: "row"), "`m` in c is `row`; did you mean `rows`?"),
    (.emptyList(key: "m", context: "c"), "`m` in c is an empty list; give at least one value"),
    (.refused(key: "m", context: "c", fact: "3 is even", remedy: "take 5"), "3 is even in c; take 5"),
    (.table(name: "t.csv", fact: "it is empty", remedy: "fill it"), "t.csv: it is empty; fill it"),
    (.stated(fact: "a fact", remedy: "a remedy"), "a fact; a remedy"),
    (.syntax(expected: "`:`", found: "\u{7}"), "expected `:`, found `\u{FFFD}`"),
  ])
  func `a fault says what is wrong and what to do`(fault: Fault, sentence: String) {
    #expect(fault.description == sentence)
  }

  @Test func `a problem names its place, all of them in order`() {
    let source = SourceText(name: "m", bytes: Array("ab".utf8))
    let late = Problem(.notUTF8, at: Place(source: source, offset: 1))
    let early = Problem(.leadingZero, at: Place(source: source, offset: 0))
    let nowhere = Problem(.badEscape)
    #expect(late.description == "m:1:2: a string is not valid UTF-8; save the file as UTF-8")
    #expect(Problems([late, early, nowhere]).all == [nowhere, early, late])
    #expect(Problems([late, early]).description.split(separator: "\n").count == 2)
  }

  @Test func `printable text is one short line`() {
    #expect("a\nb\u{1B}[31m\u{85}".printable == "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}")
    #expect("a\u{2028}b\u{2029}\u{202E}".printable == "a\u{FFFD}b\u{FFFD}\u{FFFD}")
    #expect(String(repeating: "x", count: 81).printable == String(repeating: "x", count: 79) + "…")
    #expect(("e" + String(repeating: "\u{301}", count: 100_000)).printable.utf8.count < 1_000)
  }
}
