import Testing

@testable import Plotting

struct OccupancyTests {
  private func occupied(_ shape: Drawing.Shape) -> Occupancy {
    Occupancy([Drawing.Item(role: .data, shape: shape, clip: nil)], in: Box(x: 0, y: 0, width: 100, height: 100))
  }

  @Test func `a line covers the cells it passes`() {
    let cells = occupied(.stroke(Path([Point(0, 0), Point(100, 100)]), Stroke(Color(0, 0, 0), width: 1)))
    #expect(cells.count(Box(x: 48, y: 48, width: 4, height: 4)) > 0)
    #expect(cells.count(Box(x: 60, y: 10, width: 30, height: 20)) == 0)
  }

  @Test func `a filled area covers its inside`() {
    let cells = occupied(.fill(Path([Point(0, 0), Point(100, 0), Point(0, 100)], closed: true), Color(0, 0, 0)))
    #expect(cells.count(Box(x: 20, y: 20, width: 1, height: 1)) > 0)
    #expect(cells.count(Box(x: 80, y: 80, width: 10, height: 10)) == 0)
  }

  @Test func `markers cover their size and things far away cover nothing`() {
    let markers = Markers(
      shape: .circle, size: 10, fill: Color(0, 0, 0), rim: nil, points: [Point(50, 50), Point(1e5, 1e5)])
    let cells = occupied(.markers(markers))
    #expect(cells.count(Box(x: 46, y: 46, width: 1, height: 1)) > 0)
    #expect(cells.count(near: Point(50, 70), 10) == 0)
    #expect(cells.count(Box(x: 90, y: 90, width: 10, height: 10)) == 0)
  }
}
