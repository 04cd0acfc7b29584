import Testing

@testable import Plotting

struct FigureLayoutTests {
  private func figure(_ share: Figure.Share) -> Figure {
    var figure = Figure()
    (figure.size, figure.columns, figure.share) = (.double, 2, share)
    figure.panels = [1, 10, 100].map { Fixture.panel(LineMark(Fixture.series(x: [0, 1], y: [0, $0]))) }
    return figure
  }

  @Test func `shared axes are labelled at the outside only, and end alike`() throws {
    let (all, outer) = (try figure(.none).drawing(), try figure(.both).drawing())
    #expect(all.texts("x label").count == 3 && all.texts("y label").count == 3)
    // The last panel of the second column is in the first row.
    #expect(outer.texts("x label").count == 2 && outer.texts("y label").count == 2)
    #expect(outer.overlaps.isEmpty && all.overlaps.isEmpty)
  }

  @Test func `plot areas of one column are aligned`() throws {
    let drawing = try figure(.none).drawing()
    let lines = drawing.items.filter { $0.role == .frame }.compactMap { $0.shape.stroke?.parts[0].points }
    let spines = lines.filter { $0.count == 3 }.map { $0[1] }
    #expect(spines.count == 3 && spines[0].x == spines[2].x && spines[0].y == spines[1].y)
  }

  @Test func `a legend without a free place inside stands below`() throws {
    var series = Fixture.series(x: [0, 1], low: [0, 0], high: [1, 1])
    series.label = "everything"
    var (figure, panel) = (Figure(), Fixture.panel(BandMark(series)))
    (panel.x.lower, panel.x.upper, panel.y.lower, panel.y.upper) = (0, 1, 0, 1)
    figure.panels = [panel]
    let drawing = try figure.drawing()
    let label = try #require(drawing.textBoxes.first { $0.kind == "x tick" })
    #expect((drawing.legends.first?.top ?? 0) > label.corners[2].y && drawing.overlaps.isEmpty)
  }

  @Test func `equal legends are drawn once`() throws {
    #expect(try Gallery("small-multiples").drawing().legends.count == 1)
  }

  private func inset(_ corner: Panel.Corner?) throws -> (Drawing, Plot) {
    var panel = Panel()
    panel.marks = [LineMark(Fixture.series(x: [0, 1], y: [0, 1]))]
    let (frame, scale) = (Box(x: 20, y: 0, width: 200, height: 150), LinearScale(0...1))
    var plot = Plot(frame: frame, x: scale, y: scale, theme: .light)
    plot.draw(.fill(Path(Box(x: 20, y: 0, width: 200, height: 60)), Color(0, 0, 0)))
    plot.draw(.fill(Path(Box(x: 120, y: 0, width: 100, height: 150)), Color(0, 0, 0)))
    var drawing = Drawing(width: 240, height: 160)
    try InsetLayout(inset: Panel.Inset(panel, corner: corner), plot: plot).draw(on: &drawing, reserving: &plot)
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
