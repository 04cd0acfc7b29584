import LinearAlgebra
import Testing

@testable import Networks

@Suite struct HyperplaneTests {
  private let points = try? column([-1, 0, 1, 2])

  @Test func `g~ is P squared times the mean height times the root of 1 + |mean|^2`() throws {
    let points = try #require(points)
    // x > 0: P = 1/2, E[x | A] = 3/2, so g~ = 1/4 * 3/2 * sqrt(1 + 9/4).
    let side = ActiveSide(Hyperplane(normal: [1], threshold: 0), points)
    #expect((side.weight - 0.375 * 3.25.squareRoot()).magnitude < 1e-15)
    // x < 0: P = 1/4, height 1, mean -1, so g~ = 1/16 * sqrt 2, which is the smaller one.
    #expect((Hyperplane(normal: [1], threshold: 0).weight(points) - 2.0.squareRoot() / 16).magnitude < 1e-15)
  }

  @Test func `g is the same for both orientations`() throws {
    let points = try Sample.gaussians(20, 3, seed: 4)
    let plane = Hyperplane(normal: [0.6, 0, 0.8], threshold: 0.2)
    #expect(plane.weight(points) == plane.flipped.weight(points))
    #expect(plane.weight(points) > 0)
  }

  @Test func `a hyperplane beyond all points weighs nothing`() throws {
    let points = try #require(points)
    for threshold in [-5.0, -1, 2, 5] {
      #expect(Hyperplane(normal: [1], threshold: threshold).weight(points) == 0)
    }
  }

  @Test func `duplicated points weigh as the distribution they make`() throws {
    let plane = Hyperplane(normal: [1], threshold: 0.5)
    #expect(
      (plane.weight(try column([-1, 0, 1, 2])) - plane.weight(try column([-1, -1, 0, 0, 1, 1, 2, 2]))).magnitude < 1e-16
    )
  }
}
