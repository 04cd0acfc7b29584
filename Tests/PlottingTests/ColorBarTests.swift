import Testing

@testable import Plotting

struct ColorBarTests {
  @Test func `the bar keeps within its width and its bright end is on top`() throws {
    var colors = ColorScale(LinearScale(0...1))
    colors.label = "Loss"
    let frame = Box(x: 0, y: 10, width: 100, height: 80)
    let bar = try ColorBar(colors, .light, height: frame.height)
    var drawing = Drawing(width: frame.right + bar.width, height: 100)
    bar.draw(beside: frame, on: &drawing)
    #expect(drawing.overlaps.isEmpty)
    #expect(Double(drawing.texts("color tick").first ?? "") == 0 && drawing.texts("color label") == ["Loss"])
    guard case .raster(let raster) = drawing.items[0].shape else { return }
    #expect((raster.cells.first??.lab.x ?? 0) > 80)
  }
}

struct ColorScaleTests {
  @Test func `the table of colours agrees with the map`() throws {
    let colors = ColorScale(try LogScale(1...100))
    let table = colors.colors([1, 10, 100, 1000, .nan, -1])
    #expect(table[0] == colors.color(1) && table[2] == colors.color(100) && table[3] == table[2])
    #expect((table[1]?.difference(ColorMap.viridis.color(0.5)) ?? 99) < 1)
    #expect(table[4] == nil && table[5] == nil)
  }
}
