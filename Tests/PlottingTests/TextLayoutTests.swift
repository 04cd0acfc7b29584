import Foundation
import Testing

@testable import Plotting

struct TextLayoutTests {
  @Test func `widths add up and scale with the size`() throws {
    let widths = try [("n", 10.0), ("nn", 10), ("n", 20)].map { try TextLayout($0, size: $1).width }
    #expect(widths.dropFirst().allSatisfy { abs($0 - 2 * widths[0]) < 1e-9 })
  }

  @Test func `a superscript is smaller and higher, a subscript lower`() throws {
    let layout = try TextLayout("$x_1^2$", size: 10)
    #expect(layout.pieces.map(\.size) == [10, 7, 7] && layout.pieces[1].y > 0 && layout.pieces[2].y < 0)
    // The superscript alone clears what the x leans over: 17 of 2048 units.
    #expect(abs(layout.pieces[2].x - layout.pieces[1].x - 10 * 17.0 / 2048) < 1e-9)
    let plain = try TextLayout("$x$", size: 10)
    #expect(layout.ascent > plain.ascent && layout.descent > plain.descent)
  }

  /// The columns of ink of one piece at 20 pixels to a point, as it stands in its line.
  private func ink(_ piece: Int, of layout: TextLayout) throws -> ClosedRange<Int> {
    var alone = layout
    alone.pieces = [layout.pieces[piece]]
    var drawing = Drawing(width: 60, height: 30)
    drawing.add(.label, .text(alone.placed("ink", at: Point(5, 20), .left, color: Color(0, 0, 0))))
    let image = try drawing.image(scale: 15)
    let columns = (0..<image.width).filter { column in (0..<image.height).contains { image[column, $0] & 0xFF < 0x80 } }
    return try #require(columns.first)...(try #require(columns.last))
  }

  @Test(arguments: ["$f'$", "$f^*$", "$|f|$", "$f(x)$", "$f_1|$", "$x^f|$", "$\\hat{f}|$", "$f^{2}_{1}$"])
  func `no ink of a slanted letter reaches into the upright sign that follows`(label: String) throws {
    let layout = try TextLayout(label, size: 20)
    for (index, piece) in layout.pieces.enumerated() where piece.style == .italic {
      guard let next = layout.pieces.indices.first(where: { $0 > index && layout.pieces[$0].y <= piece.y }),
        layout.pieces[next].text != "ˆ"
      else { continue }
      #expect(try ink(index, of: layout).upperBound < ink(next, of: layout).lowerBound, "\(layout.pieces[next].text)")
    }
  }

  @Test func `a subscript stands under the hook of an f, and slanted letters keep their distance`() throws {
    let script = try TextLayout("$f_S$", size: 10)
    #expect(script.pieces[1].x == script.pieces[0].width)
    let (one, both) = (try TextLayout("$f$", size: 10).width, try TextLayout("$ff$", size: 10).width)
    #expect(abs(both - 2 * one) < 1e-9)
  }

  @Test func `an accent stands clear of capitals and leans with them`() throws {
    let (small, large) = (try TextLayout("$\\tilde{x}$", size: 10), try TextLayout("$\\tilde{S}$", size: 10))
    let capitals = try TextLayout("$S$", size: 10).ascent - TextLayout("$x$", size: 10).ascent
    #expect(abs(small.pieces[1].y - large.pieces[1].y - capitals) < 0.2 && capitals > 1)
    func lean(_ layout: TextLayout) -> Double {
      layout.pieces[1].x + layout.pieces[1].width / 2 - layout.pieces[0].width / 2
    }
    #expect(lean(large) > lean(small) && lean(small) > 0 && large.ascent > small.ascent)
    #expect(try TextLayout("$\\tilde S$", size: 10) == large)
  }

  @Test func `a cut line ends in an ellipsis and keeps within its limit`() throws {
    let layout = try TextLayout("a rather long label with $\\mu_k$ in it", size: 8)
    for limit in stride(from: 10.0, through: layout.width - 1, by: 7) {
      let cut = layout.truncated(to: limit)
      #expect(cut.width <= limit && cut.pieces.last?.text.hasSuffix("…") == true)
    }
    #expect(layout.truncated(to: layout.width) == layout)
  }

  @Test func `lines break at spaces outside math, and what does not fit the last one is cut`() throws {
    let lines = try TextLayout.wrapped("aaa bbb $x + y$ ccc", size: 8, width: 45, lines: 3)
    let texts = lines.map { $0.pieces.map(\.text).joined() }
    #expect(lines.allSatisfy { $0.width <= 45 } && texts.joined().contains("x+y"))
    #expect(lines.count > 1)
    let cut = try TextLayout.wrapped(String(repeating: "word ", count: 99), size: 8, width: 60, lines: 2)
    #expect(cut.count == 2 && cut.last?.pieces.last?.text.hasSuffix("…") == true)
  }

  private let black = Color(0, 0, 0)

  @Test func `an anchor says which part of the text stands at the point`() throws {
    let layout = try TextLayout("anchor", size: 10)
    func placed(_ anchor: Anchor) -> TextItem { layout.placed("t", at: Point(50, 50), anchor, color: black) }
    let (corner, middle) = (placed(Anchor(x: 1, y: 1)).bounds, placed(Anchor(x: 0.5, y: 0.5)).bounds.center)
    #expect([corner.right, corner.bottom, middle.x, middle.y].allSatisfy { abs($0 - 50) < 1e-9 })
    #expect(placed(.left).origin == Point(50, 50))
  }

  @Test func `a quarter turn exchanges width and height exactly`() throws {
    let layout = try TextLayout("turned", size: 10)
    let bounds = layout.placed("t", at: Point(0, 0), .center, angle: 90, color: black).bounds
    #expect(abs(bounds.height - layout.width) < 1e-9 && abs(bounds.width - layout.height) < 1e-9)
    #expect(abs(bounds.center.y) < 1e-9)
  }

  @Test func `a text is moved into a box by the least amount`() throws {
    let item = try TextLayout("text", size: 10).placed("t", at: Point(-5, 50), .left, color: black)
    let moved = item.moved(into: Box(x: 0, y: 0, width: 100, height: 100))
    #expect(moved.bounds.left == 0 && moved.origin.y == 50)
  }
}

struct MarkupTests {
  private static let scripts = Markup.Node.scripts(below: [.text("i", .italic)], above: [.text("2", .regular)])

  private func text(_ label: String) throws -> String { try TextLayout(label, size: 10).pieces.map(\.text).joined() }

  @Test(
    arguments: [
      ("n $n2$", [.text("n ", .regular), .text("n", .italic), .text("2", .regular)]), ("\\mu", [.text("μ", .regular)]),
      ("$\\mu$", [.text("μ", .italic)]), ("$\\Omega$", [.text("Ω", .regular)]),
      ("test_error^2", [.text("test_error^2", .regular)]),
      ("$f''$", [.text("f", .italic), .space(4), .text("′′", .regular)]),
      // A minus is spaced between two things and tight before one.
      ("$a-b$", [.text("a", .italic), .space(22), .text("−", .regular), .space(22), .text("b", .italic)]),
      ("$-b$", [.text("−", .regular), .text("b", .italic)]),
      ("$(-1)$", [.text("(", .regular), .text("−1)", .regular)]),
      // Scripts take one character or a group, in either order.
      ("$x_i^2$", [.text("x", .italic), scripts]), ("$x^{2}_{i}$", [.text("x", .italic), scripts]),
    ] as [(String, [Markup.Node])])
  func `letters between dollar signs are italic, digits and capitals upright, and primes set off from a letter once`(
    label: String, nodes: [Markup.Node]
  ) throws {
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
