import Testing

@testable import Plotting

struct MarkerStampTests {
  private func image(_ color: Color, copies: Int, at point: Point = Point(15, 15)) throws -> Image {
    var drawing = Drawing(width: 30, height: 30)
    let points = Array(repeating: point, count: copies)
    drawing.add(.data, .markers(Markers(shape: .square, size: 12, fill: color, rim: nil, points: points)))
    return try #require(Image(png: try drawing.png(scale: 0.75)))
  }

  @Test func `copies hide what is behind by the product of their transparencies`() throws {
    // 500 copies of opacity 0.001 leave 0.999^500 = 0.606 of white.
    let image = try image(Color(0, 0, 0, opacity: 0.001), copies: 500)
    let grey = Double(image[15, 15] & 255)
    #expect(abs(grey - 0.606 * 255) <= 1)
  }

  @Test func `opaque copies have the exact colour`() throws {
    #expect(try image(Color(0x12, 0x34, 0x56), copies: 500)[15, 15] == 0x123456)
  }

  @Test func `markers across the edges of the page are cut, not wrapped`() throws {
    let image = try image(Color(0, 0, 0), copies: 500, at: Point(0.5, 29.5))
    #expect(image[1, 28] == 0)
    #expect(image[29, 28] == 0xFFFFFF && image[1, 1] == 0xFFFFFF)
  }
}
