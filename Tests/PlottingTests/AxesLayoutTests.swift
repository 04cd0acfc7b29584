import Testing

@testable import Plotting

struct AxesLayoutTests {
  private func layout(_ change: (inout Panel) -> Void = { _ in }) throws -> AxesLayout {
    var panel = Panel()
    change(&panel)
    var layout = AxesLayout(panel, x: LinearScale(0...1), y: LinearScale(0...1000), theme: .light)
    try layout.fit(width: 150, height: 100)
    return layout
  }

  @Test func `labels and titles need room`() throws {
    let bare = try layout().margins(width: 150)
    let full = try layout { ($0.title, $0.x.label, $0.y.label) = ("title", "x", "y") }.margins(width: 150)
    #expect(full.top > bare.top && full.left > bare.left && full.bottom > bare.bottom && full.right == bare.right)
  }

  @Test func `everything is drawn within the margins`() throws {
    let layout = try layout {
      $0.title = "a title of some length that needs two lines to be shown in full"
      $0.x.label = "$x_1$"
      $0.y.label = "a label that is longer than the axis is high and so must break"
    }
    let margins = layout.margins(width: 150)
    let frame = Box(x: margins.left, y: margins.top, width: 150, height: 100)
    var drawing = Drawing(width: frame.right + margins.right, height: frame.bottom + margins.bottom)
    layout.draw(in: frame, on: &drawing)
    #expect(drawing.overlaps.isEmpty)
    #expect(drawing.texts("y label").count == 2 && drawing.texts("panel title").count == 2)
  }

  @Test func `a grid line crosses the panel at every labelled tick`() throws {
    let layout = try layout { $0.x.hasGrid = true }
    var drawing = Drawing(width: 200, height: 200)
    layout.drawGrid(in: Box(x: 0, y: 0, width: 150, height: 100), on: &drawing)
    #expect(drawing.items.first?.shape.stroke?.parts.count == 6 && drawing.items[0].role == .grid)
  }

  @Test func `the bar keeps within its width and its bright end is on top`() throws {
    var colors = ColorScale(scale: LinearScale(0...1))
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

  @Test func `the table of colours agrees with the map`() throws {
    let colors = ColorScale(scale: try LogScale(1...100))
    let table = colors.colors([1, 10, 100, 1000, .nan, -1])
    #expect(table[0] == colors.color(1) && table[2] == colors.color(100) && table[3] == table[2])
    #expect((table[1]?.difference(ColorMap.viridis.color(0.5)) ?? 99) < 1 && table[4] == nil && table[5] == nil)
  }
}
