import Testing

@testable import Plotting

struct SymbolsTests {
  @Test func `the fonts have a glyph for every symbol`() throws {
    let fonts = try Fonts.shared()
    let signs = [Symbols.greek, Symbols.upright, Symbols.binary, Symbols.accents].flatMap(\.values)
    for style in FontStyle.allCases {
      let missing = fonts.face(style)?.lacks(signs.joined() + "−0123456789…") ?? signs
      #expect(missing.isEmpty, "\(style)")
    }
  }

  @Test func `a misspelt command is corrected`() {
    #expect(Symbols.nearest(to: "lamda") == "lambda")
    #expect(Symbols.nearest(to: "qwertz") == nil)
  }
}
