import LinearAlgebra
import Testing

@testable import Networks

@Suite struct FrameTests {
  private let weights = [0.1, 0.2, 0.3, 0.4]

  @Test func `coordinates keep inner products of what is orthogonal to the free functions`() {
    let frame = Frame(weights: weights, free: [[1, 1, 1, 1], [1, 2, 3, 4]])
    let (f, g) = ([1.0, -1, 2, 0.5], [0.3, 1, 1, -2])
    let (a, b) = (frame.coordinates(f), frame.coordinates(g))
    #expect(a.count == 2)
    // The projections are orthogonal to the free functions and differ from f by one of them.
    let back = frame.function(a)
    #expect(dot(weights, back).magnitude < 1e-15)
    #expect(dot(weights, zip(back, [1.0, 2, 3, 4]).map(*)).magnitude < 1e-15)
    let rest = zip(f, back).map(-)
    #expect((rest[0] - 2 * rest[1] + rest[2]).magnitude < 1e-14)
    let product = dot(a, b)
    let direct = dot(weights, zip(back, g).map(*))
    #expect((product - direct).magnitude < 1e-15)
  }

  @Test func `free functions that depend on others are passed over`() {
    let frame = Frame(weights: weights, free: [[1, 1, 1, 1], [2, 2, 2, 2], [0, 0, 0, 0]])
    #expect(frame.coordinates([1, 2, 3, 4]).count == 3)
    #expect(Frame(weights: [1], free: [[1], [5]]).coordinates([3]).isEmpty)
  }
}
