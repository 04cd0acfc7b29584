import Documents
import Testing

@testable import Pipeline

@Suite struct ManifestSectionsTests {
  private func problems(_ text: String) -> [String] {
    refusals(text).map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  @Test func `an entry is an object with a good name and a known kind`() {
    #expect(
      problems(
        """
        {"stages": {"a": 3, "b c": {}, "-d": {}, "e": {}, "f": {"kind": "maek"}, "g": {"kind": 3},
        "figures": {"kind": "make", "n": 1}, "h": {"kind": "draw", "data": "g"}}, "figures": {"i": {"kind": "draw"}}}
        """) == [
          "stage `a` must be an object, not the number 3; write { ... }",
          "`b c` is no name for an entry; use up to 100 letters, digits, `-` and `_`, a letter or digit first",
          "`-d` is no name for an entry; use up to 100 letters, digits, `-` and `_`, a letter or digit first",
          "stage `e` lacks `kind`; add the kind of the stage",
          "unknown kind `maek` of stage `f`; did you mean `make`?",
          "`kind` in stage `g` must be a string, not the number 3",
          "the entry `figures` has the name of a section; rename it",
          "`i` gives a `kind`, but every entry of `figures` is a draw; drop the key",
        ])
  }

  @Test func `the keys that every entry has are checked like any other`() {
    #expect(
      problems(
        #"{"stages": {"a": {"kind": "make", "n": 1, "transient": 1, "timeout": 0, "about": [], "export": 3}}}"#) == [
          "`transient` in stage `a` must be true or false, not the number 1",
          "`timeout` in stage `a` is 0, outside 0.001 to 31536000; choose a value inside",
          "`about` in stage `a` must be a string, not a list",
          "`export` in stage `a` must be an object, not the number 3",
        ])
    #expect(
      problems(
        #"{"stages": {"a": {"kind": "make", "n": 1}}, "figures": {"f": {"data": "a", "export": {"pdf": "a/b.pdf"}}}}"#)
        == ["unknown key `export` in figure `f`; known: `data`, `seed`, `title`"])
  }

  @Test func `names are letters, digits, dashes and underscores`() {
    for name in ["a", "0", "a-b_C9"] { #expect(ManifestEntry.isName(name)) }
    for name in ["", "-a", "_a", "a.b", "a[", "é", "a b", String(repeating: "a", count: 101)] {
      #expect(!ManifestEntry.isName(name))
    }
  }
}
