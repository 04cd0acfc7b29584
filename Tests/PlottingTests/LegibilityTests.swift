import Testing

@testable import Plotting

struct LegibilityTests {
  private func text(_ label: String, size: Double, color: Color = Color(0, 0, 0)) throws -> Drawing.Shape {
    .text(try TextLayout(label, size: size).placed("note", at: Point(10, 50), .left, color: color))
  }

  @Test func `small texts and scripts are found`() throws {
    let drawing = Drawing(
      width: 100, height: 100, try text("large", size: 7), try text("small", size: 5.5), try text("$x^2$", size: 6))
    #expect(drawing.illegible() == [.small("note \"small\"", size: 5.5)])
    #expect(drawing.illegible(least: 6.5).count == 2)
    #expect(drawing.illegible().first?.description == "note \"small\" is set at 5.5 points")
  }

  @Test func `scripts are set at 6 points at least, unless their text is smaller`() throws {
    func sizes(_ size: Double) throws -> [Double] { try TextLayout("$a_b$", size: size).pieces.map(\.size) }
    #expect(try sizes(7.4) == [7.4, 6] && sizes(5) == [5, 5] && sizes(25) == [25, 17.5])
  }

  @Test func `faint texts, lines, areas and markers are found, bands and grids are not`() throws {
    let faint = Color(hex: 0xAAAAAA)
    var drawing = Drawing(
      width: 100, height: 100, try text("faint", size: 7, color: Color(hex: 0x777777)),
      .stroke(Path([Point(0, 0), Point(9, 9)]), Stroke(faint, width: 1)),
      .fill(Path(Box(x: 0, y: 0, width: 5, height: 5)), faint),
      .fill(Path(Box(x: 0, y: 0, width: 5, height: 5)), Color(0, 0, 0, opacity: 0.2)),
      .markers(Markers(shape: .square, size: 3, fill: Color(0, 0, 0, opacity: 0.3), rim: nil, points: [Point(1, 1)])))
    drawing.add(.grid, .stroke(Path([Point(0, 0), Point(9, 9)]), Stroke(faint, width: 1)))
    let found = drawing.illegible()
    #expect(found.count == 4)
    guard case .faintText("note \"faint\"", let contrast)? = found.first else { return #expect(Bool(false)) }
    #expect(abs(contrast - 4.48) < 0.01)
    #expect(found.dropFirst().map(\.description).allSatisfy { $0.hasPrefix("data ") || $0.hasPrefix("square") })
  }

  @Test func `what is dark on a light page is faint on a dark one`() {
    var drawing = Drawing(width: 9, height: 9, .fill(Path(Box(x: 0, y: 0, width: 5, height: 5)), Color(0, 0, 0)))
    #expect(drawing.illegible().isEmpty)
    drawing.background = Theme.dark.background
    #expect(drawing.illegible().count == 1)
  }

  /// Marks that are faint on purpose, by figure, as their descriptions begin: levels of a colour scale that has both ends of
  /// it, rims in the colour of the page, rules of a table.
  private static let faint: [String: [String]] = [
    "contours": ["#26AA82", "#6ECD5A", "#D9E31D", "#482877", "#38598C"].map { "data line \($0)" },
    "dark": ["circle "], "distributions": ["data line #FFFFFF", "data line #14171C"],
    "table-strip": ["frame line #E4E4E4", "frame line #33383F"],
  ]

  @Test(arguments: Gallery.names, [nil, Theme.Name.dark])
  func `figures of the gallery can be read at every width and in the dark`(name: String, theme: Theme.Name?) throws {
    let gallery = try Gallery(name)
    for width in [496.8, 397, 345] {
      let drawing = try gallery.specification.fitted(to: width).set(theme: theme).draw(tables: gallery.tables)
      let flaws = drawing.illegible().filter { flaw in
        if case .faintMark(let mark, _) = flaw {
          !(Self.faint[name] ?? []).contains(where: mark.hasPrefix)
        } else {
          true
        }
      }
      #expect(flaws.isEmpty, "\(name) at \(width): \(flaws)")
      #expect(drawing.overlaps.isEmpty && drawing.width <= width, "\(name) at \(width)")
    }
  }
}
