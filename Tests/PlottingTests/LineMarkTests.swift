import Testing

@testable import Plotting

struct LineMarkTests {
  private func record(_ x: [Double], _ y: [Double], _ change: (inout LineMark) -> Void = { _ in }) -> [String] {
    var mark = LineMark(Fixture.series(x: x, y: y))
    change(&mark)
    var plot = Fixture.plot()
    mark.draw(on: &plot)
    return plot.record
  }

  @Test func `a missing value breaks the line and a lone point is marked`() {
    #expect(
      record([0, 1, 2, 3, 4], [0, 1, .nan, 3, .nan]) == [
        "data stroke #112233 1.2: 0,100 10,90", "data markers circle 3.6 #112233 rim #FFFFFF: 30,70",
      ])
  }

  @Test func `a line set aside moves with its markers`() {
    #expect(
      record([0, 2], [0, 10]) {
        $0.hasMarkers = true
        $0.series.shift = 4
      } == ["data stroke #112233 1.2: 4,100 24,0", "data markers circle 3.6 #112233 rim #FFFFFF: 4,100 24,0"])
  }

  @Test func `steps change halfway`() {
    #expect(record([0, 2], [0, 10]) { $0.isStepped = true } == ["data stroke #112233 1.2: 0,100 10,100 10,0 20,0"])
  }

  @Test func `the end is the finite point of largest x`() {
    let mark = LineMark(Fixture.series(x: [3, 9, 5, .nan], y: [1, .nan, 2, 4]))
    #expect(mark.end?.x == 5 && mark.end?.y == 2)
    #expect(LineMark(Fixture.series()).end == nil)
  }

  @Test func `the legend shows markers only if the line has them`() {
    var mark = LineMark(Fixture.series())
    #expect(mark.swatches.count == 1)
    mark.hasMarkers = true
    #expect(mark.swatches.count == 2)
  }
}
