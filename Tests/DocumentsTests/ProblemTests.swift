import Testing

@testable import Documents

@Suite struct ProblemTests {
  private static let sentences: [(Fault, String)] = [
    (.unknownKey("x\ny", context: "c", known: []), "unknown key `x\u{FFFD}y` in c; remove it"),
    (.unknownKey("lamda", context: "c", known: ["lambda", "n"]), "unknown key `lamda` in c; did you mean `lambda`?"),
    (.missingKey("n", context: "stage `a`", help: "the number"), "stage `a` lacks `n`; add it: the number"),
    (.wrongType(key: "n", context: "c", expected: "a list", found: "null"), "`n` in c must be a list, not null"),
    (
      .outOfRange(key: "n", context: "c", range: "1 to 5", found: "9"),
      "`n` in c is 9, outside 1 to 5; choose a value inside"
    ), (.notOneOf(key: "m", context: "c", choices: ["rows"], found: "row"), "`m` in c is `row`; did you mean `rows`?"),
    (.emptyList(key: "m", context: "c"), "`m` in c is an empty list; give at least one value"),
    (
      .emptyList(key: "m", context: "c", isOptional: true),
      "`m` in c is an empty list; give at least one value, or leave it out"
    ),
    (.refused(key: "m", context: "c", fact: "3 is even", remedy: "take 5"), "3 is even in c; take 5"),
    (.table(name: "t.csv", fact: "it is empty", remedy: "fill it"), "t.csv: it is empty; fill it"),
    (.stated("a fact; a remedy"), "a fact; a remedy"),
    (.syntax(expected: .value, found: "\u{7}"), "expected a value, found `\u{FFFD}`; write a value before it"),
  ]

  @Test(arguments: sentences) func `a fault says what is wrong and what to do`(fault: Fault, sentence: String) {
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

  private let source = SourceText(name: "m.json", bytes: Array("ab\né€x\n\nz".utf8))

  @Test(arguments: [
    (0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (8, 2, 3), (9, 2, 4), (10, 3, 1), (11, 4, 1), (12, 4, 2),
    // Beyond the text its edge counts.
    (999, 4, 2), (-5, 1, 1),
  ]) func `columns count characters, lines newlines`(offset: Int, line: Int, column: Int) {
    #expect(Place(source: source, offset: offset).lineAndColumn == (line, column))
    #expect(Place(source: SourceText(name: "e", bytes: []), offset: 0).lineAndColumn == (1, 1))
  }

  @Test func `a place names its file, an option only itself`() {
    #expect(Place(source: source, offset: 3).description == "m.json:2:1")
    #expect(Place(source: SourceText(name: "--set a", bytes: [], hasLines: false), offset: 0).description == "--set a")
    #expect(Place.none.description == "" && Place.none.lineAndColumn == (0, 0))
  }

  @Test func `places are ordered by file and offset, and equal only in one text`() {
    let other = SourceText(name: "n.json", bytes: [])
    #expect(Place(source: source, offset: 9) < Place(source: other, offset: 1))
    #expect(Place(source: source, offset: 1) < Place(source: source, offset: 2))
    #expect(Place(source: source, offset: 1) != Place(source: SourceText(name: "m.json", bytes: []), offset: 1))
  }

  @Test func `a hundred thousand places in a large file do not cost a pass each`() {
    let large = SourceText(name: "l", bytes: Array(repeating: UInt8(ascii: "\n"), count: 2_000_000))
    let lines = stride(from: 0, to: 2_000_000, by: 20).map { Place(source: large, offset: $0).lineAndColumn.line }
    #expect(lines.count == 100_000 && lines.last == 1_999_981)
  }

  private func distance(_ a: String, _ b: String, _ limit: Int = 99) -> Int {
    Suggestion.distance(Array(a.unicodeScalars), Array(b.unicodeScalars), atMost: limit)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ca", "ac", 1), ("ca", "abc", 3), ("lamda", "lambda", 1),
    ("flaw", "lawn", 2), ("abcd", "badc", 2), ("same", "same", 0),
  ]) func `distances are those of optimal string alignment`(a: String, b: String, expected: Int) {
    #expect(distance(a, b) == expected && distance(b, a) == expected)
    for limit in 0..<5 { #expect((distance(a, b, limit) <= limit) == (expected <= limit)) }
  }

  @Test func `the nearest name is proposed if it is near`() {
    #expect(Suggestion.nearest(to: "garm", among: ["gram", "grid", "zz"]) == "gram")
    #expect(Suggestion.nearest(to: "x", among: ["abcdef"]) == nil)
    #expect(Suggestion.nearest(to: "ab", among: ["ad", "ac"]) == "ac")
    #expect(Suggestion.nearest(to: "", among: ["a", ""]) == "")
    #expect(Suggestion.nearest(to: "a", among: []) == nil)
  }

  @Test func `without a near name the known ones are listed`() {
    #expect(Suggestion.sentence(for: "zzz", among: ["b", "a"]) == "known: `a`, `b`")
    #expect(Suggestion.sentence(for: "zzz", among: []) == "remove it")
    let many = (10..<30).map { "name\($0)" }
    #expect(Suggestion.sentence(for: "z", among: many).hasSuffix("`name21` and 8 more"))
  }
}
