import Testing

@testable import Plotting

struct CurveMarksTests {
  private static func line(
    _ x: [Double], _ y: [Double], hasMarkers: Bool = false, isStepped: Bool = false, shift: Double = 0
  ) -> LineMark {
    LineMark(Fixture.series(x: x, y: y, shift: shift), hasMarkers: hasMarkers, isStepped: isStepped)
  }

  private static let markers = "data markers circle 3.6 #112233 rim #FFFFFF: "
  private static let series = Fixture.series(x: [5], low: [2], high: [8])

  @Test(
    arguments: [
      // A missing value breaks the line, and a lone point is marked; a line set aside moves with its markers.
      (line([0, 1, 2, 3, 4], [0, 1, .nan, 3, .nan]), ["data stroke #112233 1.2: 0,100 10,90", markers + "30,70"]),
      (
        line([0, 2], [0, 10], hasMarkers: true, shift: 4),
        ["data stroke #112233 1.2: 4,100 24,0", markers + "4,100 24,0"]
      ),
      // Steps change halfway.
      (line([0, 2], [0, 10], isStepped: true), ["data stroke #112233 1.2: 0,100 10,100 10,0 20,0"]),
      // Points outside the axes or without a place are left out, and values choose the colours.
      (PointsMark(Fixture.series(x: [1, 50, .nan, 2], y: [1, 1, 1, .infinity])), [markers + "10,90"]),
      (
        PointsMark(Fixture.series(x: [1, 2, 3], y: [1, 2, 3], value: [0, 1, .nan])),
        ["data markers circle 3.6 #440154 rim #FFFFFF: 10,90", "data markers circle 3.6 #FDE725 rim #FFFFFF: 20,80"]
      ),
      // A band goes along the low edge and back along the high one, broken at gaps.
      (
        BandMark(Fixture.series(x: [0, 1, 2, 3, 4], low: [0, 1, .nan, 1, 2], high: [2, 3, 3, 4, 5])),
        ["data fill #112233/0.22: 0,100 10,90 10,70 0,80 close | 30,90 40,80 40,50 30,60 close"]
      ),
      // A bar has two caps, unless it is a stem, and lies if asked to.
      (ErrorBarsMark(series), ["data stroke #112233 0.8: 50,80 50,20 | 46.9,80 53.1,80 | 46.9,20 53.1,20"]),
      (ErrorBarsMark(series, cap: 0), ["data stroke #112233 0.8: 50,80 50,20"]),
      (
        ErrorBarsMark(Fixture.series(y: [5], low: [2], high: [8]), isHorizontal: true),
        ["data stroke #112233 0.8: 20,50 80,50 | 20,46.9 20,53.1 | 80,46.9 80,53.1"]
      ),
      // One that reaches beyond both ends of the axis is drawn, those beside it are not.
      (
        ErrorBarsMark(Fixture.series(x: [5, 20, 5], low: [-5, 2, 11], high: [15, 8, 12])),
        ["data stroke #112233 0.8: 50,150 50,-50 | 46.9,150 53.1,150 | 46.9,-50 53.1,-50"]
      ),
      // A series set aside takes its bars along.
      (
        ErrorBarsMark(Fixture.series(x: [5], low: [2], high: [8], shift: 7)),
        ["data stroke #112233 0.8: 57,80 57,20 | 53.9,80 60.1,80 | 53.9,20 60.1,20"]
      ),
    ] as [(any Mark, [String])])
  func `lines, points, bands and bars are drawn at their values`(mark: any Mark, record: [String]) throws {
    #expect(try Fixture.drawn(mark).record == record)
  }

  @Test(
    arguments: [
      // Open markers have no rim, and a series set aside moves by points of the page.
      (
        PointsMark(Fixture.series(x: [1, 100], y: [0.01, 0.01], shift: -3), isOpen: true),
        "data markers open circle 3.6 #112233: -3,50 47,50"
      ),
      // A band below zero reaches the edge, a bar has no cap there.
      (
        BandMark(Fixture.series(x: [1, 10], low: [-1, 0], high: [0.1, 0.01])),
        "data fill #112233/0.22: 0,100 25,100 25,50 0,25 close"
      ),
      (
        ErrorBarsMark(Fixture.series(x: [100], low: [-1], high: [0.01])),
        "data stroke #112233 0.8: 50,100 50,50 | 46.9,50 53.1,50"
      ),
    ] as [(any Mark & Tabular, String)])
  func `on log axes what cannot be shown ends at the edge`(mark: any Mark & Tabular, line: String) throws {
    #expect(try Fixture.drawn(mark, on: Fixture.logPlot()).record == [line])
    #expect(mark.tabulated[0].shift == 0 || mark.tabulated[0].x == [1, 100])
  }

  @Test func `a series without a finite point has no label at its end`() throws {
    func width(_ series: Series) throws -> Double { try EndLabels([LineMark(series)], .light, limit: 100).width }
    let none = try width(Fixture.series())
    #expect(try width(Fixture.series(x: [9, .nan], y: [.nan, 4], label: "falls")) == none)
    #expect(try width(Fixture.series(x: [9, .nan, 3], y: [.nan, 4, 1], label: "falls")) > none + 10)
  }

  @Test func `the legend shows the markers of lines that have them`() {
    #expect(LineMark(Fixture.series()).swatches.count == 1)
    #expect(LineMark(Fixture.series(), hasMarkers: true).swatches.count == 2)
  }

  @Test func `many points are small and see-through`() throws {
    let values = (0..<1000).map { Double($0) / 100 }
    let points = PointsMark(Fixture.series(x: values, y: values))
    #expect(try Fixture.drawn(points).record[0].hasPrefix("data markers circle 2.2 #112233/0.85:"))
  }

  @Test(arguments: MarkerShape.series)
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
}
