import Testing

@testable import plumb

@Suite struct ConsoleTests {
  @Test func `columns stand below each other, and no letter of any script is cut off`() {
    #expect(
      aligned([["👩‍👩‍👧‍👦𝔸", "x", "end"], ["abc", "yy", "of"], ["a\u{301}\u{327}", "", "rows"]]) == [
        "👩‍👩‍👧‍👦𝔸   x   end", "abc  yy  of", "a\u{301}\u{327}        rows",
      ])
    #expect(aligned([["one", "two"], ["a"]]) == ["one  two", "a"])
    #expect(aligned([]) == [])
  }
}
