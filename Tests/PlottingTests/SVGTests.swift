import Foundation
import TestTools
import Testing

@testable import Plotting

@Suite struct SVGTests {
  private let blue = Color(hex: 0x1055D7)

  private func svg(_ shapes: Drawing.Shape..., clip: Box? = nil) throws -> String {
    var drawing = Drawing(width: 30, height: 20)
    for shape in shapes { drawing.add(.data, shape, clip: clip) }
    return String(decoding: try drawing.svg(), as: UTF8.self)
  }

  /// What stands between the tags of the drawing's group.
  private func body(_ svg: String) -> [Substring] {
    svg.split(separator: "\n").drop { !$0.hasPrefix("<g fill=\"none\"") }.dropFirst().prefix { $0 != "</g>" }.map { $0 }
  }

  @Test func `a drawing is written as it was last looked at`() throws {
    var drawing = Drawing(width: 72, height: 36, title: "A <b>", background: Color(hex: 0xFFFFFF))
    let line = Path([Point(1, 1), Point(2, 2), Point(3, 3), Point(3, 9.125), Point(30, 9.125)])
    drawing.add(
      .data, .stroke(line, Stroke(blue, width: 1.2, dash: [4, 2])), clip: Box(x: 0, y: 0, width: 40, height: 36))
    let markers = Markers(
      shape: .circle, size: 4, fill: blue.faded(0.5), rim: Color(hex: 0xFFFFFF),
      points: [Point(5, 5), Point(6.5, 4.75)])
    drawing.add(.data, .markers(markers), clip: Box(x: 0, y: 0, width: 40, height: 36))
    drawing.add(
      .label, .text(try TextLayout("$x^2$", size: 8).placed("t", at: Point(10, 20), .left, color: Color(0, 0, 0))))
    let file = Gallery.folder.appendingPathComponent("golden/primitives.svg")
    let found = String(decoding: try drawing.svg(), as: UTF8.self)
    guard let wanted = try? String(contentsOf: file, encoding: .utf8) else {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("no record of the primitives; wrote one, look at it and run again")
      return
    }
    #expect(found == wanted)
  }

  private static let paths: [([Point], String)] = [
    ([Point(0, 0), Point(10, 0), Point(10, 5)], "M0 0h10v5"),
    ([Point(0.004, 0.006), Point(-0.5, 1.25)], "M0 .01l-.5 1.24"),
    // Hundredths are rounded where they stand, so that steps do not drift.
    ([Point(0, 0), Point(1.006, 2), Point(2.012, 0)], "M0 0l1.01 2 1-2"), ([Point(3, 3), Point(3, 3)], "M3 3"),
    // The middle point is a hundredth off the way, which nobody sees.
    ([Point(0, 0), Point(5, 0.01), Point(10, 0)], "M0 0h10"),
    ([Point(0, 0), Point(5, 1), Point(10, 0)], "M0 0l5 1 5-1"),
    ([Point(.nan, 0), Point(1, 1), Point(2, .infinity), Point(2, 4)], "M1 1l1 3"),
  ]

  @Test(arguments: paths) func `paths are relative steps in hundredths`(points: [Point], wanted: String) {
    #expect(SVGPath(Path(points)).text == wanted)
  }

  @Test func `numbers have no sign, zero or point too many`() {
    #expect(
      [0, 5, -5, 50, 100, 1234, -1250, 7].map(SVGNumber.text(hundredths:)) == [
        "0", ".05", "-.05", ".5", "1", "12.34", "-12.5", ".07",
      ])
    #expect(SVGNumber.text(1e300) == "1000000" && SVGNumber.text(.nan) == "0")
  }

  @Test func `a line of many points keeps within two hundredths of a point of where it was`() {
    let points = (0...20_000).map { Point(Double($0) / 50, 50 + 40 * sin(Double($0) / 900)) }
    let kept = Thinning.straightened(points, within: SVGPath.tolerance)
    #expect(kept.count < 300)
    var next = 1
    for point in points {
      while kept[next].x < point.x { next += 1 }
      let (a, b) = (kept[next - 1], kept[next])
      let slope = (b.y - a.y) / (b.x - a.x)
      #expect(abs(a.y + slope * (point.x - a.x) - point.y) / hypot(1, slope) < 0.021)
    }
  }

  @Test func `text is text of the length of its layout, parts and turns in their places`() throws {
    let layout = try TextLayout("error $\\mu_k$", size: 7)
    let text = try svg(.text(layout.placed("t", at: Point(5, 15), .left, angle: 90, color: Color(0, 0, 0))))
    let line = try #require(body(text).first)
    #expect(line.contains("<tspan x=\"0\" y=\"0\" textLength=\"\(SVGNumber.text(layout.pieces[0].width))\""))
    #expect(
      line.contains("transform=\"translate(5 15)rotate(-90)\"") && line.contains("font-style=\"italic\">μ</tspan>"))
    #expect(text.contains("font-family=\"'DejaVu Sans Condensed','DejaVu Sans',"))
  }

  @Test(arguments: [1, 2, 3, 2_000]) func `markers are those of one path, each at its place once`(count: Int) throws {
    let points = (0..<count).map { Point(Double($0 % 30), Double($0 / 30)) }
    let text = try svg(.markers(Markers(shape: .square, size: 4, fill: blue, points: points)))
    let line = try #require(body(text).first)
    let ends = ["start", "mid", "end"].filter { line.contains("marker-\($0)=\"url(#plumb-1)\"") }
    #expect(ends == [1: ["start"], 2: ["start", "end"]][count] ?? ["start", "mid", "end"])
    #expect(body(text).count == 1 && text.utf8.count < 1_500 + 8 * count)
  }

  @Test func `what lies behind an open or translucent marker can be seen inside it`() throws {
    let open = Markers(shape: .circle, size: 4, fill: blue, points: [Point(5, 5)], isOpen: true)
    let seen = Markers(shape: .circle, size: 4, fill: blue.faded(0.5), rim: Color(255, 255, 255), points: [Point(5, 5)])
    for markers in [open, seen] {
      #expect(
        try svg(.markers(markers)).contains(
          "overflow=\"visible\" fill=\"none\" stroke-linejoin=\"round\"><circle stroke"))
    }
  }

  @Test func `a grid of cells is an image of as many pixels, empty ones clear`() throws {
    let cells: [Color?] = [blue, nil, Color(1, 2, 3), Color(250, 251, 252)]
    let raster = Raster(box: Box(x: 1, y: 2, width: 20, height: 10), columns: 2, rows: 2, cells: cells)
    let text = try svg(.raster(raster))
    let data = try #require(
      text.firstMatch(of: #/data:image\/png;base64,([^"]*)"/#).flatMap { Data(base64Encoded: String($0.1)) })
    let image = try #require(Image(png: data))
    #expect([image[0, 0], image[0, 1], image[1, 1]] == [0x1055D7, 0x010203, 0xFAFBFC] && image.width == 2)
    #expect(text.contains("<image x=\"1\" y=\"2\" width=\"20\" height=\"10\" preserveAspectRatio=\"none\""))
  }

  @Test func `cells that differ on a dark page are two images, and a mask shows that of the page`() throws {
    func drawing(_ color: Color) -> Drawing {
      Drawing(
        width: 9, height: 9,
        .raster(Raster(box: Box(x: 0, y: 0, width: 9, height: 9), columns: 1, rows: 1, cells: [color])))
    }
    let text = String(decoding: try drawing(blue).svg(dark: drawing(Color(1, 2, 3))), as: UTF8.self)
    #expect(text.components(separatedBy: "<image ").count == 3 && text.components(separatedBy: "<mask ").count == 3)
    // Without the classes, in readers that do not know them, the light image is the one that shows.
    #expect(text.contains("fill=\"#fff\" d=\"M0 0h9v9h-9z\"/></mask>") && text.contains("{fill:light-dark(#fff,#000)}"))
    #expect(try !String(decoding: drawing(blue).svg(dark: drawing(blue)), as: UTF8.self).contains("mask"))
  }

  @Test func `colours are attributes for any reader, and for browsers follow the page`() throws {
    func drawing(_ color: Color) -> Drawing {
      Drawing(width: 9, height: 9, .fill(Path(Box(x: 0, y: 0, width: 5, height: 5)), color.faded(0.5)))
    }
    func text(_ light: Color, _ dark: Color) throws -> String {
      String(decoding: try drawing(light).svg(dark: drawing(dark)), as: UTF8.self)
    }
    let palette = try text(Palette.light[0], Palette.dark[0])
    #expect(
      palette.contains(".plumb-f1{fill:var(--figure-1,light-dark(\(Palette.light[0].svg),\(Palette.dark[0].svg)))}"))
    #expect(
      palette.contains(
        "<path class=\"plumb-f1\" fill=\"\(Palette.light[0].svg)\" fill-opacity=\".5\" d=\"M0 0h5v5h-5z\"/>"))
    #expect(try text(Color(0x11, 0x22, 0x33), Color(0xAA, 0xBB, 0xCD)).contains("{fill:light-dark(#123,#aabbcd)}"))
    // What looks the same on both needs no class.
    #expect(try !text(Color(1, 2, 3), Color(1, 2, 3)).contains("class="))
  }

  @Test func `what begins identifiers stands nowhere else, and the file says what it shows`() throws {
    let gallery = try Gallery(
      #"{"panels": [{"data": "t", "title": "plumb-line", "x": {"label": "n"}, "y": {"label": "error"}, "marks": [{"line": {"x": "a", "y": "b"}}]}]}"#,
      tables: #"{"t": {"a": [1, 2, 3], "b": [1, 4, 9]}}"#)
    let text = String(decoding: try gallery.drawing().svg(), as: UTF8.self)
    #expect(text.contains("<title id=\"plumb-title\">error against n</title>"))
    #expect(text.contains("Panels: plumb&#45;line. Horizontal axis: n. Vertical axis: error."))
    let rest = text.replacing("aria-labelledby=\"plumb-title plumb-desc\"", with: "")
    let uses = rest.matches(of: #/plumb-/#).count
    let proper = rest.matches(of: #/(id="|url\(#|class="|\.)plumb-/#).count
    #expect(uses == proper)
  }

  private static let browser = TestTool("chromium", "chromium-browser", "google-chrome")

  /// The oracle is another renderer, from another source: the PNG is Cairo's.
  @Test(.enabled(if: browser.isWanted, "\(browser.missing)"), arguments: ["learning-curves", "bars", "fields"])
  func `a browser shows the picture that the PNG is`(name: String) throws {
    let drawing = try Gallery(name).drawing()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let wanted = try drawing.image(scale: 2)
    let (width, height) = (wanted.width, wanted.height)
    try drawing.svg().write(to: folder.appendingPathComponent("a.svg"))
    let page =
      "<!DOCTYPE html><style>*{margin:0}img{display:block;width:\(width)px;height:\(height)px}</style><img src=a.svg>"
    try page.write(to: folder.appendingPathComponent("a.html"), atomically: true, encoding: .utf8)
    _ = try Self.browser.run([
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=\(folder.path)/profile",
      "--window-size=\(width),\(height)", "--screenshot=\(folder.path)/a.png", "file://\(folder.path)/a.html",
    ])
    let shown = try #require(Image(png: try Data(contentsOf: folder.appendingPathComponent("a.png"))))
    try #require(shown.width == wanted.width && shown.height == wanted.height)
    let blank = try Drawing(width: drawing.width, height: drawing.height, background: drawing.background).image(
      scale: 2)
    // Far nearer to the PNG than a page without ink is.
    #expect(shown.difference(wanted) < 0.25 * blank.difference(wanted), "\(shown.difference(wanted))")
  }
}
