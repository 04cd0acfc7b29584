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

struct PanelTests {
  @Test func `extents cover all marks that have data`() {
    var panel = Panel()
    panel.marks = [
      LineMark(Fixture.series(x: [1, 2], y: [3, 4])),
      SlopeMark(exponent: 1, text: "", look: Look(color: Color(0, 0, 0))), RuleMark(Fixture.series(y: [-7])),
    ]
    #expect(panel.extents.x.lower == 1 && panel.extents.x.upper == 2)
    #expect(panel.extents.y.lower == -7 && panel.extents.y.upper == 4)
  }

  @Test func `a point that one axis cannot show does not stretch the other`() {
    var panel = Panel()
    panel.x.scale = .log
    let series = Fixture.series(x: [0, 1, 2], y: [9, 3, 4], low: [8, 2, 3], high: [10, 4, 5])
    for mark in [LineMark(series), PointsMark(series), BandMark(series), ErrorBarsMark(series)] as [any Mark] {
      panel.marks = [mark]
      #expect(panel.extents.x.lowestPositive == 1 && panel.extents.y.upper <= 5)
    }
    panel.x.scale = .linear
    #expect(panel.extents.y.upper == 10)
  }

  @Test func `error bars are drawn over markers, and what seeks a free place after both`() {
    let series = Fixture.series(x: [1], y: [1], low: [0], high: [2])
    var panel = Panel()
    panel.marks = [ErrorBarsMark(series), RuleMark(series), PointsMark(series), LineMark(series)]
    #expect(panel.marksAtPlaces.compactMap { ($0 as? any Tabular)?.kind } == ["points", "line", "errorbars"])
  }

  @Test func `marks of one label share an entry, and ends replace entries`() {
    var series = Fixture.series(x: [1], y: [1], low: [0], high: [2])
    series.label = "both"
    var panel = Panel()
    panel.marks = [BandMark(series), LineMark(series)]
    #expect(panel.entries.map(\.label) == ["both"])
    #expect(panel.entries[0].swatches.count == 2)
    #expect(panel.entriesWithoutEnd.isEmpty)
  }
}

struct AxisTests {
  private func extent(_ values: [Double]) -> Extent {
    var extent = Extent()
    extent.include(values)
    return extent
  }

  @Test func `data have a margin, given ends have none`() throws {
    var axis = Axis()
    let domain = try axis.scale(covering: extent([0, 100]), name: "x").domain
    #expect(domain == -4...104)
    (axis.lower, axis.upper) = (0, 50)
    #expect(try axis.scale(covering: extent([0, 100]), name: "x").domain == 0...50)
  }

  @Test func `an extent may ask for more room, on log axes in ratios`() throws {
    var wide = extent([1, 100])
    wide.margin = 0.5
    var axis = Axis()
    #expect(try axis.scale(covering: wide, name: "x").domain == -48.5...149.5)
    axis.scale = .log
    let domain = try axis.scale(covering: wide, name: "x").domain
    #expect(abs(domain.lowerBound - 0.1) < 1e-12 && abs(domain.upperBound - 1000) < 1e-9)
  }

  @Test func `a log axis begins at the least positive value`() throws {
    var axis = Axis()
    axis.scale = .log
    let domain = try axis.scale(covering: extent([-5, 0, 1, 100]), name: "y").domain
    #expect((0.8...0.9).contains(domain.lowerBound) && (110...130).contains(domain.upperBound))
    #expect(try axis.scale(covering: extent([-1]), name: "y").domain.lowerBound > 0)
  }

  @Test func `ends in the wrong order and non-positive ends of a log axis are refused`() {
    var axis = Axis()
    (axis.lower, axis.upper) = (2, 1)
    #expect(throws: PlottingError.emptyScale(axis: "x", reason: "its lower end is not below its upper end")) {
      try axis.scale(covering: Extent(), name: "x")
    }
    (axis.lower, axis.upper, axis.scale) = (-1, 1, .log)
    #expect(throws: PlottingError.emptyScale(axis: "x", reason: "a log scale needs positive ends")) {
      try axis.scale(covering: Extent(), name: "x")
    }
  }

  @Test func `one given end beyond the data still makes an axis`() throws {
    for scale in ScaleName.allCases {
      var axis = Axis()
      axis.scale = scale
      axis.lower = 1000
      #expect(try axis.scale(covering: extent([1, 10]), name: "x").domain.lowerBound < .infinity)
      (axis.lower, axis.upper) = (nil, 0.001)
      #expect(try axis.scale(covering: extent([1, 10]), name: "x").domain.lowerBound < .infinity)
    }
  }

  @Test func `chosen ticks inside the axis are kept, labels thinned until they fit`() throws {
    var axis = Axis()
    axis.ticks = [0, 1, 2, 3, 99]
    let space = TickSpace(length: 40, fontSize: 7, isHorizontal: true)
    let ticks = try axis.ticks(on: LinearScale(0...3), space).all
    #expect(ticks.map(\.value) == [0, 1, 2, 3])
    #expect(ticks.compactMap(\.label).count < 5)
  }
}
