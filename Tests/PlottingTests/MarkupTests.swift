import Testing

@testable import Plotting

struct MarkupTests {
  private func text(_ label: String) throws -> String { try TextLayout(label, size: 10).pieces.map(\.text).joined() }

  @Test func `letters between dollar signs are italic and digits upright`() throws {
    #expect(try Markup.nodes("n $n2$") == [.text("n ", .regular), .text("n", .italic), .text("2", .regular)])
  }

  @Test func `names stand for Greek letters inside and outside math`() throws {
    #expect(try Markup.nodes("\\mu") == [.text("μ", .regular)])
    #expect(try Markup.nodes("$\\mu$") == [.text("μ", .italic)])
    #expect(try Markup.nodes("$\\Omega$") == [.text("Ω", .regular)])
  }

  @Test func `scripts take one character or a group, in either order`() throws {
    let both: [Markup.Node] = [
      .text("x", .italic), .scripts(below: [.text("i", .italic)], above: [.text("2", .regular)]),
    ]
    #expect(try Markup.nodes("$x_i^2$") == both)
    #expect(try Markup.nodes("$x^{2}_{i}$") == both)
  }

  @Test func `a prime is set off from its letter, a second prime is not`() throws {
    #expect(try Markup.nodes("$f''$") == [.text("f", .italic), .space(4), .text("′′", .regular)])
  }

  @Test func `underscores outside math are plain`() throws {
    #expect(try Markup.nodes("test_error^2") == [.text("test_error^2", .regular)])
  }

  @Test func `a minus is spaced between two things and tight before one`() throws {
    #expect(
      try Markup.nodes("$a-b$") == [
        .text("a", .italic), .space(22), .text("−", .regular), .space(22), .text("b", .italic),
      ])
    #expect(try Markup.nodes("$-b$") == [.text("−", .regular), .text("b", .italic)])
    #expect(try Markup.nodes("$(-1)$") == [.text("(", .regular), .text("−1)", .regular)])
  }

  @Test(arguments: [
    ("$\\lVert f - f^*\\rVert \\le 10^{-3}$", "‖f−f*‖≤10−3"), ("$2\\times10^5$", "2×105"), ("a\\$b\\{c\\}", "a$b{c}"),
    ("$\\log n$", "logn"), ("$\\text{no math}_1$", "no math1"), ("$\\hat{\\beta}$", "βˆ"), ("50\\,%", "50\u{2009}%"),
  ]) func `labels read as people write them`(label: String, wanted: String) throws {
    #expect(try text(label) == wanted)
  }

  @Test func `unknown commands and open groups are errors that name them`() {
    #expect(throws: PlottingError.unknownCommand("alfa", text: "\\alfa")) { try Markup.nodes("\\alfa") }
    #expect(throws: PlottingError.unbalanced("$", text: "$x")) { try Markup.nodes("$x") }
    #expect(throws: PlottingError.unbalanced("{", text: "{x")) { try Markup.nodes("{x") }
    #expect(throws: PlottingError.unbalanced("}", text: "x}")) { try Markup.nodes("x}") }
    #expect(throws: PlottingError.unbalanced("{", text: "\\text{x")) { try Markup.nodes("\\text{x") }
    #expect(throws: PlottingError.unknownCommand("", text: "\\")) { try Markup.nodes("\\") }
  }

  @Test func `escaped text comes back as it was`() throws {
    let wild = "a\\mu $x$ {y} _z^"
    #expect(try text(Markup.escaped(wild)) == wild)
  }
}

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
