import Testing

@testable import Plotting

struct MarkerShapeTests {
  @Test func `an outline leaves an inside free where the middle is far from every edge`() {
    for shape in MarkerShape.allCases where shape != .circle {
      let nearest = shape.outline.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }.min() ?? 0
      #expect(shape.hasInside == (nearest > 0.5), "\(shape)")
    }
    #expect(MarkerShape.circle.hasInside)
  }

  @Test func `all shapes have about the weight of a circle of diameter 1`() {
    for shape in MarkerShape.allCases where shape != .circle {
      let points = shape.outline
      let area = zip(points, points.dropFirst() + points.prefix(1)).reduce(0) {
        $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2
      }
      #expect((0.45...1.0).contains(abs(area) / 0.785), "\(shape)")
      let (x, y) = (points.reduce(0) { $0 + $1.x }, points.reduce(0) { $0 + $1.y })
      #expect(abs(x) < 1e-12 && abs(y) < 1e-12)
    }
  }
}
