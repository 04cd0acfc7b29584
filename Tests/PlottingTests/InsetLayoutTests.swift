import Testing

@testable import Plotting

struct InsetLayoutTests {
  private func inset(_ corner: Panel.Corner?) throws -> (Drawing, Plot) {
    var panel = Panel()
    panel.marks = [LineMark(Fixture.series(x: [0, 1], y: [0, 1]))]
    var plot = Plot(
      frame: Box(x: 20, y: 0, width: 200, height: 150), x: LinearScale(0...1), y: LinearScale(0...1), theme: .light)
    plot.draw(.fill(Path(Box(x: 20, y: 0, width: 200, height: 60)), Color(0, 0, 0)))
    plot.draw(.fill(Path(Box(x: 120, y: 0, width: 100, height: 150)), Color(0, 0, 0)))
    var drawing = Drawing(width: 240, height: 160)
    try InsetLayout(Panel.Inset(panel, corner: corner), in: plot).draw(on: &drawing, reserving: &plot)
    return (drawing, plot)
  }

  @Test func `an inset takes the emptiest corner and reserves it`() throws {
    let (drawing, plot) = try inset(nil)
    #expect(drawing.overlaps.isEmpty && !drawing.texts("x tick").isEmpty)
    #expect(drawing.textBoxes.allSatisfy { box in box.corners.allSatisfy { $0.x < 120 && $0.y > 75 } })
    #expect(plot.items.last?.role == .frame)
  }

  @Test func `an inset stands in the corner that is asked for`() throws {
    #expect(try inset(.topRight).0.textBoxes.allSatisfy { box in box.corners.allSatisfy { $0.x > 115 && $0.y < 75 } })
  }
}
