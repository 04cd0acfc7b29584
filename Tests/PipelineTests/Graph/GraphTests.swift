import Documents
import Testing

@testable import Pipeline

@Suite struct GraphTests {
  static let text = """
    {"stages": {
      "gram": {"kind": "make", "sweep": {"n": [1, 2], "seed": [1, 2]}},
      "grid": {"kind": "make", "n": 1},
      "fit": {"kind": "join", "tables": "gram"}},
     "figures": {"rates": {"data": "fit"}}}
    """

  private func ids(_ names: [String]) throws -> [String] {
    let graph = try manifest(Self.text).graph
    return try graph.select(names).map { graph.nodes[$0].id }
  }

  @Test func `an instance, an entry and a section are named as they are`() throws {
    #expect(try ids(["gram[n=2,seed=1]"]) == ["gram[n=2,seed=1]"])
    #expect(try ids(["gram"]).count == 4)
    #expect(try ids(["figures"]) == ["rates"])
    #expect(try ids(["rates", "fit", "fit"]) == ["fit", "rates"])
    #expect(try ids([]).isEmpty)
  }

  @Test func `a star stands for any letters of an instance or an entry`() throws {
    #expect(try ids(["gr*"]).count == 5)
    #expect(try ids(["*seed=2]"]) == ["gram[n=1,seed=2]", "gram[n=2,seed=2]"])
    #expect(try ids(["*"]).count == 7)
    #expect(try ids(["f*t"]) == ["fit"])
  }

  @Test func `every unknown name is reported, with the nearest one`() throws {
    #expect {
      try ids(["garm", "fit", "x*", "gram[n=3,seed=1]"])
    } throws: { error in
      (error as? Problems)?.all.map(\.description) == [
        "there is no entry, instance or section `garm`; did you mean `gram`?",
        "nothing matches `x*`; see plumb list",
        "there is no entry, instance or section `gram[n=3,seed=1]`; did you mean `gram[n=1,seed=1]`?",
      ]
    }
  }

  @Test(arguments: [
    ("*", "", true), ("", "", true), ("", "a", false), ("a*b", "ab", true), ("a*b", "acb", true),
    ("a*b", "acbc", false), ("*a*", "bab", true), ("**", "x", true), ("a*a*a", "aa", false), ("a*a*a", "aaa", true),
    ("*ab*ab", "abab", true), ("*ab*ab", "ababa", false),
  ])
  func `patterns match whole texts`(pattern: String, text: String, matches: Bool) {
    #expect(Pattern.matches(pattern, text) == matches)
  }

  @Test func `a pattern of many stars does not take exponential time`() {
    let text = String(repeating: "a", count: 5_000)
    #expect(!Pattern.matches(String(repeating: "*a", count: 50) + "b", text))
  }
}
