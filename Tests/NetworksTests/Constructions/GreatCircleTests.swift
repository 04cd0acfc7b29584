import LinearAlgebra
import Testing

@testable import Networks

@Suite struct GreatCircleTests {
  @Test func `points stand at equal angles from -pi to pi`() throws {
    let points = try GreatCircle.points(count: 5, dimension: 3)
    let expected: [[Double]] = [[-1, 0, 0], [0, -1, 0], [1, 0, 0], [0, 1, 0], [-1, 0, 0]]
    for (row, point) in expected.enumerated() {
      for (found, wanted) in zip(points[row: row], point) { #expect(abs(found - wanted) < 1e-15) }
    }
    #expect(GreatCircle.angle(4, of: 5) == .pi && GreatCircle.angle(0, of: 1) == 0)
  }

  @Test func `no points and one dimension are refused`() {
    #expect(throws: NetworkError.empty("the circle")) { try GreatCircle.points(count: 0, dimension: 2) }
    #expect(throws: NetworkError.self) { try GreatCircle.points(count: 1, dimension: 1) }
  }
}
