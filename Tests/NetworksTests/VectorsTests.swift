import Testing

@testable import Networks

@Suite struct VectorsTests {
  @Test func `sums run over the shorter vector and empty ones are zero`() {
    #expect(dot([1, 2, 3], [4, -5]) == -6)
    #expect(dot([Double](), [1.0]) == 0)
    #expect(squaredNorm([3, -4]) == 25 && euclideanNorm([3, -4]) == 5)
  }
}
