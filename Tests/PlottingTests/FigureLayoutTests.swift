import Testing

@testable import Plotting

struct FigureLayoutTests {
  private func figure(_ share: Figure.Share) -> Figure {
    var figure = Figure()
    (figure.size, figure.columns, figure.share) = (.double, 2, share)
    figure.panels = [1, 10, 100].map { Fixture.panel(LineMark(Fixture.series(x: [0, 1], y: [0, $0]))) }
    return figure
  }

  @Test func `shared axes are labelled at the outside only, and plot areas of one column are aligned`() throws {
    var repeated = figure(.none)
    repeated.labels = .all
    let (all, outer) = (try repeated.drawing(), try figure(.both).drawing())
    #expect(all.texts("x label").count == 3 && all.texts("y label").count == 3)
    // The last panel of the second column is in the first row.
    #expect(outer.texts("x label").count == 2 && outer.texts("y label").count == 2)
    #expect(outer.overlaps.isEmpty && all.overlaps.isEmpty)
    let lines = all.items.filter { $0.role == .frame }.compactMap { $0.shape.stroke?.parts[0].points }
    let spines = lines.filter { $0.count == 3 }.map { $0[1] }
    #expect(spines.count == 3 && spines[0].x == spines[2].x && spines[0].y == spines[1].y)
  }

  @Test func `a legend without a free place inside stands below, and equal ones are drawn once`() throws {
    let series = Fixture.series(x: [0, 1], low: [0, 0], high: [1, 1], label: "everything")
    var (figure, panel) = (Figure(), Fixture.panel(BandMark(series)))
    (panel.x.lower, panel.x.upper, panel.y.lower, panel.y.upper) = (0, 1, 0, 1)
    figure.panels = [panel]
    let drawing = try figure.drawing()
    let label = try #require(drawing.textBoxes.first { $0.kind == "x tick" })
    #expect((drawing.legends.first?.top ?? 0) > label.corners[2].y && drawing.overlaps.isEmpty)
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

  @Test func `an inset takes the emptiest corner and reserves it, or stands in the one that is asked for`() throws {
    let (drawing, plot) = try inset(nil)
    #expect(drawing.overlaps.isEmpty && !drawing.texts("x tick").isEmpty)
    #expect(drawing.textBoxes.allSatisfy { box in box.corners.allSatisfy { $0.x < 120 && $0.y > 75 } })
    #expect(plot.items.last?.role == .frame)
    #expect(try inset(.topRight).0.textBoxes.allSatisfy { box in box.corners.allSatisfy { $0.x > 115 && $0.y < 75 } })
  }
}

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
    let lines = drawing.items.first?.shape.stroke?.parts.count
    layout.draw(in: Box(x: 0, y: 0, width: 150, height: 100), on: &drawing)
    #expect(lines == drawing.texts("x tick").count && (lines ?? 0) > 3 && drawing.items[0].role == .grid)
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

struct LegendTests {
  private let entries = (1...6).map { LegendEntry(label: "entry \($0)", swatches: [.area(Color(0, 0, 0))]) }

  @Test func `entries stand in columns that fit the width`() throws {
    let column = try LegendBlock(column: entries, .light, limit: 200)
    let rows = try LegendBlock(rows: entries, .light, limit: 200)
    #expect(rows.width <= 200 && rows.height < column.height && rows.width > column.width)
    var drawing = Drawing(width: 220, height: 100)
    rows.draw(at: Point(5, 5), on: &drawing)
    #expect(drawing.texts("legend").count == 6 && drawing.overlaps.isEmpty && drawing.legends.count == 1)
  }

  @Test func `a key shows a line, a capped bar and a marker, filled or open, within its row`() throws {
    let (ink, look) = (Color(0, 0, 0), Look(color: Color(0, 0, 0)))
    let swatches: [Swatch] = [
      .line(look.stroke), .bar(look.stroke, cap: 6), .marker(.square, size: 3, fill: ink, isOpen: true),
    ]
    let block = try LegendBlock(column: [LegendEntry(label: "a", swatches: swatches)], .light, limit: 100)
    var drawing = Drawing(width: 100, height: 20)
    block.draw(at: Point(0, 0), on: &drawing)
    #expect(
      drawing.record.split(separator: "\n")[1...3] == [
        "legend stroke #000000 1.2: 0,5.3 17,5.3",
        "legend stroke #000000 1.2: 8.5,1.9 8.5,8.7 | 5.5,1.9 11.5,1.9 | 5.5,8.7 11.5,8.7",
        "legend markers open square 3 #000000: 8.5,5.3",
      ])
    #expect(block.height > 8.7)
  }

  @Test func `a legend for several panels shows each kind of mark once`() {
    let (solid, dashed) = (Look(color: Color(0, 0, 0)).stroke, Look(color: Color(0, 0, 0), dash: [2, 1]).stroke)
    let joined = LegendEntry.joined([
      LegendEntry(label: "a", swatches: [.line(solid)]), LegendEntry(label: "b", swatches: [.line(solid)]),
      LegendEntry(label: "a", swatches: [.line(dashed), .bar(solid, cap: 4)]),
    ])
    #expect(joined.map(\.label) == ["a", "b"])
    #expect(joined[0].swatches == [.line(solid), .bar(solid, cap: 4)])
  }

  @Test func `the top right corner is preferred, then the next free place`() throws {
    let block = try LegendBlock(column: Array(entries.prefix(2)), .light, limit: 70)
    var plot = Fixture.plot()
    let first = try #require(block.freePlace(in: plot))
    #expect(abs(first.x + block.width - 97) < 1e-9 && abs(first.y - 3) < 1e-9)
    plot.draw(.fill(Path(Box(x: 50, y: 0, width: 50, height: 100)), Color(0, 0, 0)))
    #expect(try #require(block.freePlace(in: plot)).x + block.width < 50)
    plot.draw(.fill(Path(plot.frame), Color(0, 0, 0)))
    #expect(block.freePlace(in: plot) == nil)
  }

  @Test(
    arguments: [
      ([0.0, 50, 100], 200.0, [0.0, 50, 100]), ([50, 50], 200, [45, 55]), ([50, 52, 70], 200, [46, 56, 70]),
      ([95, 96, 97], 97, [77, 87, 97]), ([], 1, []),
    ] as [([Double], Double, [Double])])
  func `places that are apart stay, others spread about their mean, none beyond the limit`(
    places: [Double], limit: Double, spread: [Double]
  ) { #expect(EndLabels.spread(places, 10, upTo: limit) == spread) }

  @Test func `labels have their lines' colours and do not overlap`() throws {
    let marks = (0..<6).map {
      LineMark(Fixture.series(x: [0, 10], y: [0, 5 + 0.1 * Double($0)], label: "line \($0)"))
    }
    let labels = try EndLabels(marks, .light, limit: 60)
    var drawing = Drawing(width: 100 + labels.width, height: 100)
    labels.draw(Fixture.plot(), on: &drawing)
    #expect(drawing.texts("end label").sorted() == (0..<6).map { "line \($0)" } && drawing.overlaps.isEmpty)
  }
}
