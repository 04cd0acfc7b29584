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
    let (bare, full) = (
      try layout().margins(width: 150),
      try layout {
        $0.title = "title"
        $0.x.label = "x"
        $0.y.label = "y"
      }.margins(width: 150)
    )
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
    guard case .stroke(let path, _)? = drawing.items.first?.shape else {
      Issue.record("no grid")
      return
    }
    #expect(path.parts.count == 6 && drawing.items[0].role == .grid)
  }
}
