import Testing

@testable import Plotting

struct GeometryTests {
  private let box = Box(left: 0, top: 0, right: 4, bottom: 2)

  @Test func `a box knows its size, middle and corners`() {
    #expect(box.width == 4 && box.height == 2)
    #expect(box.center == Point(2, 1))
    #expect(box.corners == [Point(0, 0), Point(4, 0), Point(4, 2), Point(0, 2)])
    #expect(box == Box(x: 0, y: 0, width: 4, height: 2))
  }

  @Test func `edges belong to a box`() {
    #expect(box.contains(Point(4, 2)))
    #expect(!box.contains(Point(4.001, 2)))
    #expect(box.contains(box) && !box.contains(box.expanded(by: 1)))
    #expect(box.contains(box.expanded(by: 1), slack: 1))
  }

  @Test func `the box around points touches them all`() {
    #expect(Box.around([Point(1, 5), Point(-1, 2)]) == Box(left: -1, top: 2, right: 1, bottom: 5))
    #expect(Box.around([]) == nil)
  }

  @Test func `samples of a path are close together and include its corners`() {
    let samples = Path(box).samples(every: 0.5)
    #expect(box.corners.allSatisfy(samples.contains))
    #expect(zip(samples, samples.dropFirst()).allSatisfy { abs($0.x - $1.x) <= 0.5 && abs($0.y - $1.y) <= 0.5 })
    #expect(samples.last == box.corners[0])
  }

  @Test func `positions without meaning cannot be drawn`() {
    #expect(Point(1, 2).isDrawable)
    #expect(![Point(.nan, 0), Point(0, .infinity), Point(1e9, 0)].contains { $0.isDrawable })
  }
}
