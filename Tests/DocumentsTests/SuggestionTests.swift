import Testing

@testable import Documents

@Suite struct SuggestionTests {
  private func distance(_ a: String, _ b: String, _ limit: Int = 99) -> Int {
    Suggestion.distance(Array(a.unicodeScalars), Array(b.unicodeScalars), atMost: limit)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ca", "ac", 1), ("ca", "abc", 3), ("lamda", "lambda", 1),
    ("flaw", "lawn", 2), ("abcd", "badc", 2), ("same", "same", 0),
  ])
  func `distances are those of optimal string alignment`(a: String, b: String, expected: Int) {
    #expect(distance(a, b) == expected)
    #expect(distance(b, a) == expected)
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
