import Testing

@testable import Pipeline

@Suite struct SelectorTests {
  private func parts(_ text: String) -> String? {
    Selector(text).map { selector in
      let fixed = selector.fixed.map { "\($0.axis)→\($0.text)" }.joined(separator: " ")
      return "\(selector.entry)|\(fixed)|\(selector.output ?? "-")"
    }
  }

  @Test(arguments: [
    ("gram", "gram||-"), ("gram.table", "gram||table"), ("gram[n=1]", "gram|n→1|-"),
    ("gram[n=1,kernel.layers=3].table", "gram|n→1 kernel.layers→3|table"), ("gram[n=1e3]", "gram|n→1000|-"),
    ("gram[t=a.b].x", "gram|t→a.b|x"), ("gram[t=\"a,]b\",n=2]", "gram|t→\"a,]b\" n→2|-"),
    ("gram[r=[1,2.0],n=2].x", "gram|r→[1,2] n→2|x"), ("gram[t=\"plain\"]", "gram|t→plain|-"), ("", "||-"),
    ("gram[t=\"a\\\"]\"]", "gram|t→\"a\\\"]\"|-"),
  ])
  func `a reference is an entry, axis values and an output`(text: String, expected: String) {
    #expect(parts(text) == expected)
  }

  @Test(arguments: [
    "gram[", "gram[]", "gram[n]", "gram[=1]", "gram[n=1", "gram[n=1]x", "gram.", "gram[n=1].", "a[n=\"]",
  ])
  func `other forms are no references`(text: String) {
    #expect(parts(text) == nil)
  }
}
