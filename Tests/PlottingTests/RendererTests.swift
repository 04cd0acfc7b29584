import Testing

@testable import Plotting

struct RendererTests {
  /// One pixel to a point.
  private func image(_ shape: Drawing.Shape, clip: Box? = nil) throws -> Image {
    var drawing = Drawing(width: 30, height: 30)
    drawing.add(.data, shape, clip: clip)
    return try drawing.image(scale: 0.75)
  }

  private func line(_ color: Color, dash: [Double] = []) -> Drawing.Shape {
    .stroke(Path([Point(0, 20), Point(30, 20)]), Stroke(color, width: 4, dash: dash))
  }

  @Test func `fills and lines have their colours, and clips end them`() throws {
    let fill = Drawing.Shape.fill(Path(Box(x: 0, y: 0, width: 20, height: 10)), Color(255, 0, 0))
    let clipped = try image(fill, clip: Box(x: 0, y: 0, width: 10, height: 10))
    #expect(clipped[5, 5] == 0xFF0000 && clipped[15, 5] == 0xFFFFFF)
    #expect(try image(line(Color(0, 0, 255)))[15, 20] == 0x0000FF)
  }

  @Test func `dashes leave gaps`() throws {
    let image = try image(line(Color(0, 0, 0), dash: [5, 5]))
    #expect([2, 12, 22].allSatisfy { image[$0, 20] == 0 })
    #expect([7, 17, 27].allSatisfy { image[$0, 20] == 0xFFFFFF })
  }

  @Test func `a raster has its first row at the top and leaves empty cells free`() throws {
    let (red, blue) = (Color(255, 0, 0), Color(0, 0, 255))
    let page = Box(x: 0, y: 0, width: 30, height: 30)
    let image = try image(.raster(Raster(box: page, columns: 2, rows: 2, cells: [red, blue, nil, red])))
    #expect([image[5, 5], image[25, 5], image[5, 25], image[25, 25]] == [0xFF0000, 0x0000FF, 0xFFFFFF, 0xFF0000])
  }

  @Test func `text leaves ink inside its box and nowhere else`() throws {
    let item = try TextLayout("M", size: 20).placed("t", at: Point(5, 25), .left, color: Color(0, 0, 0))
    let image = try image(.text(item))
    let box = item.bounds.expanded(by: 1)
    var inked = 0
    for column in 0..<30 {
      for row in 0..<30 where image[column, row] != 0xFFFFFF {
        #expect(box.contains(Point(Double(column) + 0.5, Double(row) + 0.5)))
        inked += 1
      }
    }
    #expect(inked > 40)
  }
}
