import Testing

@testable import Plotting

struct MarkupTests {
  private func text(_ label: String) throws -> String { try TextLayout(label, size: 10).pieces.map(\.text).joined() }

  @Test(
    arguments: [
      ("n $n2$", [.text("n ", .regular), .text("n", .italic), .text("2", .regular)]), ("\\mu", [.text("μ", .regular)]),
      ("$\\mu$", [.text("μ", .italic)]), ("$\\Omega$", [.text("Ω", .regular)]),
      ("test_error^2", [.text("test_error^2", .regular)]),
      ("$f''$", [.text("f", .italic), .space(4), .text("′′", .regular)]),
    ] as [(String, [Markup.Node])])
  func `letters between dollar signs are italic, digits and capitals upright, and primes set off from a letter once`(
    label: String, nodes: [Markup.Node]
  ) throws {
    #expect(try Markup.nodes(label) == nodes)
  }

  @Test(arguments: ["$x_i^2$", "$x^{2}_{i}$"])
  func `scripts take one character or a group, in either order`(label: String) throws {
    let scripts = Markup.Node.scripts(below: [.text("i", .italic)], above: [.text("2", .regular)])
    #expect(try Markup.nodes(label) == [.text("x", .italic), scripts])
  }

  @Test(
    arguments: [
      ("$a-b$", [.text("a", .italic), .space(22), .text("−", .regular), .space(22), .text("b", .italic)]),
      ("$-b$", [.text("−", .regular), .text("b", .italic)]),
      ("$(-1)$", [.text("(", .regular), .text("−1)", .regular)]),
    ] as [(String, [Markup.Node])])
  func `a minus is spaced between two things and tight before one`(label: String, nodes: [Markup.Node]) throws {
    #expect(try Markup.nodes(label) == nodes)
  }

  @Test(arguments: [
    ("$\\lVert f - f^*\\rVert \\le 10^{-3}$", "‖f−f*‖≤10−3"), ("$2\\times10^5$", "2×105"), ("a\\$b\\{c\\}", "a$b{c}"),
    ("$\\log n$", "logn"), ("$\\text{no math}_1$", "no math1"), ("$\\hat{\\beta}$", "βˆ"), ("50\\,%", "50\u{2009}%"),
  ]) func `labels read as people write them`(label: String, wanted: String) throws {
    #expect(try text(label) == wanted)
  }

  @Test(arguments: [
    ("\\alfa", PlottingError.unknownCommand("alfa", text: "\\alfa")), ("$x", .unbalanced("$", text: "$x")),
    ("{x", .unbalanced("{", text: "{x")), ("x}", .unbalanced("}", text: "x}")),
    ("\\text{x", .unbalanced("{", text: "\\text{x")), ("\\", .unknownCommand("", text: "\\")),
  ]) func `unknown commands and open groups are errors that name them`(label: String, error: PlottingError) {
    #expect(throws: error) { try Markup.nodes(label) }
  }

  @Test func `escaped text comes back as it was`() throws {
    let wild = "a\\mu $x$ {y} _z^"
    #expect(try text(Markup.escaped(wild)) == wild)
  }

  @Test func `the fonts have a glyph for every symbol`() throws {
    let fonts = try Fonts.shared()
    let signs = [Symbols.greek, Symbols.upright, Symbols.binary, Symbols.accents].flatMap(\.values)
    for style in FontStyle.allCases {
      let missing = fonts.face(style)?.lacks(signs.joined() + "−0123456789…") ?? signs
      #expect(missing.isEmpty, "\(style)")
    }
  }

  @Test func `a misspelt command is corrected`() {
    #expect(Symbols.nearest(to: "lamda") == "lambda" && Symbols.nearest(to: "qwertz") == nil)
  }
}
