import Foundation
import Testing

@testable import Plotting

struct PNGFileTests {
  @Test func `another reader finds every pixel`() throws {
    var drawing = Drawing(width: 12, height: 9)
    let cells = (0..<12 * 9).map { (index: Int) -> Color? in
      Color(UInt8(index), UInt8(255 - index), UInt8(index * 2))
    }
    drawing.add(.data, .raster(Raster(box: drawing.page, columns: 12, rows: 9, cells: cells)))
    let image = try #require(Image(png: try drawing.png(scale: 0.75)))
    for index in 0..<12 * 9 {
      let wanted = UInt32(index) << 16 | UInt32(255 - index) << 8 | UInt32(index * 2)
      #expect(image[index % 12, index / 12] == wanted)
    }
  }

  @Test func `the density is written in pixels per metre`() throws {
    // 96 pixels per inch are 3780 per metre: 0x0EC4.
    let data = try Drawing(width: 1, height: 1).png(scale: 1)
    let chunk = try #require(data.range(of: Data("pHYs".utf8)))
    #expect(Array(data[chunk.upperBound..<chunk.upperBound + 9]) == [0, 0, 0x0E, 0xC4, 0, 0, 0x0E, 0xC4, 1])
  }
}
