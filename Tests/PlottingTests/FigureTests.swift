import Testing

@testable import Plotting

struct FigureTests {
  private func figure(panels: Int, size: Figure.Size = .double, columns: Int? = nil) -> Figure {
    var figure = Figure()
    (figure.size, figure.columns) = (size, columns)
    figure.panels = (0..<panels).map { Fixture.panel(LineMark(Fixture.series(x: [0, 1], y: [0, Double($0 + 1)]))) }
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

  @Test func `too many columns for the page are broken into rows, and a page without room is an error`() throws {
    let broken = try figure(panels: 12, size: .single, columns: 12).drawing()
    #expect(broken.width == 241.2 && broken.height > 300 && broken.overlaps.isEmpty)
    var narrow = figure(panels: 1, size: .single)
    narrow.width = 40
    #expect(throws: PlottingError.self) { try narrow.drawing() }
  }

  @Test func `a figure without panels is an empty page`() throws {
    #expect(try Figure().drawing().items.isEmpty)
  }

  @Test func `extents cover all marks that have data`() {
    let slope = SlopeMark(exponent: 1, text: "", look: Look(color: Color(0, 0, 0)))
    let rule = RuleMark(series: Fixture.series(y: [-7]))
    let panel = Fixture.panel(LineMark(Fixture.series(x: [1, 2], y: [3, 4])), slope, rule)
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
    let panel = Fixture.panel(ErrorBarsMark(series), RuleMark(series: series), PointsMark(series), LineMark(series))
    #expect(panel.marksAtPlaces.compactMap { ($0 as? any Tabular)?.kind } == ["points", "line", "errorbars"])
  }

  @Test func `marks of one label share an entry, and ends replace entries`() {
    let series = Fixture.series(x: [1], y: [1], low: [0], high: [2], label: "both")
    let panel = Fixture.panel(BandMark(series), LineMark(series))
    #expect(panel.entries.map(\.label) == ["both"] && panel.entries[0].swatches.count == 2)
    #expect(panel.entriesWithoutEnd.isEmpty)
  }

  /// The domain of `axis` for data at `values`.
  private func domain(_ axis: Axis, _ values: [Double], margin: Double? = nil) throws -> ClosedRange<Double> {
    var extent = Extent()
    extent.include(values)
    extent.margin = margin ?? extent.margin
    return try axis.scale(covering: extent, name: "x").domain
  }

  @Test func `data have a margin, given ends have none, and an extent may ask for more room, in ratios on log axes`()
    throws
  {
    #expect(try domain(Axis(), [0, 100]) == -4...104 && domain(Axis(lower: 0, upper: 50), [0, 100]) == 0...50)
    #expect(try domain(Axis(), [1, 100], margin: 0.5) == -48.5...149.5)
    let domain = try domain(Axis(scale: .log), [1, 100], margin: 0.5)
    #expect(abs(domain.lowerBound - 0.1) < 1e-12 && abs(domain.upperBound - 1000) < 1e-9)
  }

  @Test func `a log axis begins at the least positive value`() throws {
    let found = try domain(Axis(scale: .log), [-5, 0, 1, 100])
    #expect((0.8...0.9).contains(found.lowerBound) && (110...130).contains(found.upperBound))
    #expect(try domain(Axis(scale: .log), [-1]).lowerBound > 0)
  }

  @Test func `ends in the wrong order and non-positive ends of a log axis are refused`() {
    for (axis, reason) in [
      (Axis(lower: 2, upper: 1), "its lower end is not below its upper end"),
      (Axis(scale: .log, lower: -1, upper: 1), "a log scale needs positive ends"),
    ] { #expect(throws: PlottingError.emptyScale(axis: "x", reason: reason)) { try domain(axis, []) } }
  }

  @Test func `one given end beyond the data still makes an axis`() throws {
    for scale in ScaleName.allCases {
      #expect(try domain(Axis(scale: scale, lower: 1000), [1, 10]).lowerBound < .infinity)
      #expect(try domain(Axis(scale: scale, upper: 0.001), [1, 10]).lowerBound < .infinity)
    }
  }

  @Test func `chosen ticks inside the axis are kept, labels thinned until they fit`() throws {
    let space = TickSpace(length: 40, fontSize: 7, isHorizontal: true)
    let ticks = try Axis(ticks: [0, 1, 2, 3, 99]).ticks(on: LinearScale(0...3), space).all
    #expect(ticks.map(\.value) == [0, 1, 2, 3] && ticks.compactMap(\.label).count < 5)
  }
}
