import Testing

@testable import Plotting

struct FigureTests {
  private func figure(panels: Int, size: Figure.Size = .double, columns: Int? = nil) -> Figure {
    var figure = Figure()
    figure.size = size
    figure.columns = columns
    figure.panels = (0..<panels).map { index in
      var panel = Panel()
      panel.marks = [LineMark(Fixture.series(x: [0, 1], y: [0, Double(index + 1)]))]
      panel.x.label = "x"
      panel.y.label = "y"
      return panel
    }
    return figure
  }

  @Test func `pages are as wide as the columns of a paper`() throws {
    #expect(Figure.Size.allCases.map { $0.width / 72 }.map { ($0 * 100).rounded() / 100 } == [3.35, 5.1, 6.9])
    #expect(try figure(panels: 1, size: .single).drawing().width == 241.2)
  }

  @Test func `letters go on after z`() throws {
    var many = figure(panels: 28, columns: 6)
    many.hasLetters = true
    let letters = try many.drawing().texts("letter")
    #expect(letters.prefix(2) == ["(a)", "(b)"] && letters.suffix(2) == ["(aa)", "(ab)"])
  }

  @Test func `too many columns for the page are an error`() {
    #expect(throws: PlottingError.self) { try figure(panels: 12, size: .single, columns: 12).drawing() }
  }

  @Test func `a figure without panels is an empty page`() throws {
    #expect(try Figure().drawing().items.isEmpty)
  }
}
