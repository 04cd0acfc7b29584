import Testing

@testable import Plotting

struct CurveMarksTests {
  private func record(
    _ x: [Double], _ y: [Double], hasMarkers: Bool = false, isStepped: Bool = false, shift: Double = 0
  ) throws -> [String] {
    var mark = LineMark(Fixture.series(x: x, y: y), hasMarkers: hasMarkers, isStepped: isStepped)
    mark.series.shift = shift
    return try Fixture.drawn(mark).record
  }

  @Test func `a missing value breaks the line and a lone point is marked`() throws {
    #expect(
      try record([0, 1, 2, 3, 4], [0, 1, .nan, 3, .nan]) == [
        "data stroke #112233 1.2: 0,100 10,90", "data markers circle 3.6 #112233 rim #FFFFFF: 30,70",
      ])
  }

  @Test func `a line set aside moves with its markers`() throws {
    #expect(
      try record([0, 2], [0, 10], hasMarkers: true, shift: 4) == [
        "data stroke #112233 1.2: 4,100 24,0", "data markers circle 3.6 #112233 rim #FFFFFF: 4,100 24,0",
      ])
  }

  @Test func `steps change halfway`() throws {
    #expect(try record([0, 2], [0, 10], isStepped: true) == ["data stroke #112233 1.2: 0,100 10,100 10,0 20,0"])
  }

  @Test func `the end is the finite point of largest x`() {
    let mark = LineMark(Fixture.series(x: [3, 9, 5, .nan], y: [1, .nan, 2, 4]))
    #expect(mark.end?.x == 5 && mark.end?.y == 2 && LineMark(Fixture.series()).end == nil)
  }

  @Test func `the legend shows markers only if the line has them`() {
    #expect(LineMark(Fixture.series()).swatches.count == 1)
    #expect(LineMark(Fixture.series(), hasMarkers: true).swatches.count == 2)
  }

  @Test func `points outside the axes or without a place are left out`() throws {
    let points = PointsMark(Fixture.series(x: [1, 50, .nan, 2], y: [1, 1, 1, .infinity]))
    #expect(try Fixture.drawn(points).record == ["data markers circle 3.6 #112233 rim #FFFFFF: 10,90"])
  }

  @Test func `many points are small and see-through`() throws {
    let values = (0..<1000).map { Double($0) / 100 }
    let points = PointsMark(Fixture.series(x: values, y: values))
    #expect(try Fixture.drawn(points).record[0].hasPrefix("data markers circle 2.2 #112233/0.85:"))
  }

  @Test func `open markers have no rim, and a series set aside moves by points of the page`() throws {
    var mark = PointsMark(Fixture.series(x: [1, 100], y: [0.01, 0.01]), isOpen: true)
    mark.series.shift = -3
    #expect(
      try Fixture.drawn(mark, on: Fixture.logPlot()).record == ["data markers open circle 3.6 #112233: -3,50 47,50"])
    #expect(mark.tabulated[0].x == [1, 100])
  }

  @Test func `values choose the colours`() throws {
    #expect(
      try Fixture.drawn(PointsMark(Fixture.series(x: [1, 2, 3], y: [1, 2, 3], value: [0, 1, .nan]))).record == [
        "data markers circle 3.6 #440154 rim #FFFFFF: 10,90", "data markers circle 3.6 #FDE725 rim #FFFFFF: 20,80",
      ])
  }

  @Test func `a band goes along the low edge and back along the high one, broken at gaps`() throws {
    let band = BandMark(Fixture.series(x: [0, 1, 2, 3, 4], low: [0, 1, .nan, 1, 2], high: [2, 3, 3, 4, 5]))
    #expect(
      try Fixture.drawn(band).record == [
        "data fill #112233/0.22: 0,100 10,90 10,70 0,80 close | 30,90 40,80 40,50 30,60 close"
      ])
  }

  @Test func `on a log axis a band below zero reaches the edge`() throws {
    let band = BandMark(Fixture.series(x: [1, 10], low: [-1, 0], high: [0.1, 0.01]))
    #expect(
      try Fixture.drawn(band, on: Fixture.logPlot()).record == ["data fill #112233/0.22: 0,100 25,100 25,50 0,25 close"]
    )
  }

  private static let series = Fixture.series(x: [5], low: [2], high: [8])

  @Test(arguments: [
    (ErrorBarsMark(series), ": 50,80 50,20 | 46.9,80 53.1,80 | 46.9,20 53.1,20"),
    (ErrorBarsMark(series, cap: 0), ": 50,80 50,20"),
    (
      ErrorBarsMark(Fixture.series(y: [5], low: [2], high: [8]), isHorizontal: true),
      ": 20,50 80,50 | 20,46.9 20,53.1 | 80,46.9 80,53.1"
    ),
    // One that reaches beyond both ends of the axis is drawn, those beside it are not.
    (
      ErrorBarsMark(Fixture.series(x: [5, 20, 5], low: [-5, 2, 11], high: [15, 8, 12])),
      ": 50,150 50,-50 | 46.9,150 53.1,150 | 46.9,-50 53.1,-50"
    ),
  ]) func `a bar has two caps, unless it is a stem, and lies if asked to`(mark: ErrorBarsMark, line: String) throws {
    #expect(try Fixture.drawn(mark).record == ["data stroke #112233 0.8" + line])
  }

  @Test func `a bar that leaves a log axis has no cap there`() throws {
    let mark = ErrorBarsMark(Fixture.series(x: [100], low: [-1], high: [0.01]))
    #expect(
      try Fixture.drawn(mark, on: Fixture.logPlot()).record == [
        "data stroke #112233 0.8: 50,100 50,50 | 46.9,50 53.1,50"
      ])
  }

  @Test(arguments: MarkerShape.allCases)
  func `the caps of a bar shorter than its marker stand out on both sides`(shape: MarkerShape) throws {
    var series = Fixture.series(x: [5], y: [5], low: [4.95], high: [5.05])
    series.look.marker = shape
    var panel = Panel()
    panel.marks = [ErrorBarsMark(series), PointsMark(series)]
    let plot = try panel.marksAtPlaces.reduce(Fixture.plot()) { try Fixture.drawn($1, on: $0) }
    let images = try [plot, Fixture.drawn(PointsMark(series))].map {
      try Drawing(width: 100, height: 100, items: $0.items).image(scale: 3)
    }
    for x in [47.2, 52.8] { #expect(images.map { $0[Int(x * 4), 200] == 0xFFFFFF } == [false, true]) }
  }

  @Test func `a series set aside takes its bars along`() throws {
    var mark = ErrorBarsMark(Self.series)
    mark.series.shift = 7
    #expect(try Fixture.drawn(mark).record[0].contains("57,80 57,20 | 53.9,80 60.1,80"))
  }
}
