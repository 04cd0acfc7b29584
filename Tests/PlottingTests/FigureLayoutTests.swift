import Testing

@testable import Plotting

struct FigureLayoutTests {
  private func figure(_ share: Figure.Share) -> Figure {
    var figure = Figure()
    (figure.size, figure.columns, figure.share) = (.double, 2, share)
    figure.panels = (0..<3).map { index in
      var panel = Panel()
      panel.marks = [LineMark(Fixture.series(x: [0, 1], y: [0, pow(10, Double(index))]))]
      panel.x.label = "x"
      panel.y.label = "y"
      return panel
    }
    return figure
  }

  private func pow(_ base: Double, _ exponent: Double) -> Double { exponent == 0 ? 1 : base * pow(base, exponent - 1) }

  @Test func `shared axes are labelled at the outside only, and end alike`() throws {
    let (all, outer) = (try figure(.none).drawing(), try figure(.both).drawing())
    #expect(all.texts("x label").count == 3 && all.texts("y label").count == 3)
    // The last panel of the second column is in the first row.
    #expect(outer.texts("x label").count == 2 && outer.texts("y label").count == 2)
    #expect(outer.overlaps.isEmpty && all.overlaps.isEmpty)
  }

  @Test func `plot areas of one column are aligned`() throws {
    let drawing = try figure(.none).drawing()
    let spines = drawing.items.compactMap { item -> Point? in
      guard item.role == .frame, case .stroke(let path, _) = item.shape, path.parts[0].points.count == 3 else {
        return nil
      }
      return path.parts[0].points[1]
    }
    #expect(spines.count == 3)
    #expect(spines[0].x == spines[2].x && spines[0].y == spines[1].y)
  }

  @Test func `a legend without a free place inside stands below`() throws {
    var figure = Figure()
    var series = Fixture.series(x: [0, 1], low: [0, 0], high: [1, 1])
    series.label = "everything"
    var panel = Panel()
    (panel.x.lower, panel.x.upper, panel.y.lower, panel.y.upper) = (0, 1, 0, 1)
    panel.marks = [BandMark(series)]
    figure.panels = [panel]
    let drawing = try figure.drawing()
    let label = try #require(drawing.textBoxes.first { $0.kind == "x tick" })
    #expect((drawing.legends.first?.top ?? 0) > label.corners[2].y)
    #expect(drawing.overlaps.isEmpty)
  }

  @Test func `equal legends are drawn once`() throws {
    #expect(try Gallery("small-multiples").drawing().legends.count == 1)
  }
}
