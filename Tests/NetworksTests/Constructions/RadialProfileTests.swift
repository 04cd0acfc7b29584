import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct RadialProfileTests {
  @Test func `the profiles have their values`() throws {
    #expect([0, 0.5, 1].map { RadialProfile.valley($0) } == [0.5, 0, 0.5])
    #expect([0, 0.25, 0.75].map { RadialProfile.cone($0) } == [1, 0.5, 0])
    let points = try Matrix(rows: 2, columns: 2, elements: [0.3, 0.4, 0, 1])
    #expect(RadialProfile.valley.values(at: points) == [0, 0.5])
  }

  @Test(arguments: [0, 1, 2] as [UInt64]) func `a random profile starts at zero and is 1-Lipschitz`(seed: UInt64) {
    let profile = RadialProfile.random(seed: seed)
    let values = (0...1000).map { profile(Double($0) / 1000) }
    #expect(values[0] == 0)
    #expect(zip(values, values.dropFirst()).allSatisfy { abs($0 - $1) <= 0.001 + 1e-15 })
    #expect((values.max() ?? 0) - (values.min() ?? 0) > 0.01)
    #expect(
      profile != RadialProfile.random(seed: seed + 1) && profile(0.7) != RadialProfile.random(seed: seed + 1)(0.7))
  }

  @Test func `the radius of a sample is uniform and the direction too`() throws {
    let points = try RadialSample.points(count: 4000, dimension: 5, seed: 3)
    let count = 4000.0
    let radii: [Double] = (0..<4000).map { points[row: $0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let mean = radii.reduce(0, +) / count
    let square = radii.reduce(0) { $0 + $1 * $1 } / count
    // Four standard errors; the standard deviations are 0.289 of r, 0.298 of r^2 and 0.258 of a coordinate.
    let reach = 4 / count.squareRoot()
    #expect(abs(mean - 0.5) < 0.289 * reach)
    #expect(abs(square - 1.0 / 3) < 0.298 * reach)
    for column in 0..<5 {
      let average = (0..<4000).map { points[$0, column] }.reduce(0, +) / count
      #expect(abs(average) < 0.258 * reach)
    }
    #expect(try RadialSample.points(count: 10, dimension: 5, seed: 3) == points.prefix(rows: 10))
    #expect(throws: LinearAlgebraError.self) { try RadialSample.points(count: 0, dimension: 5, seed: 3) }
  }

  @Test func `the extremes hold the origin, its neighbourhood and the sphere`() throws {
    let points = try RadialSample.withExtremes(count: 20, dimension: 3, seed: 1)
    let radii: [Double] = (0..<60).map { points[row: $0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(points.prefix(rows: 20) == (try RadialSample.points(count: 20, dimension: 3, seed: 1)))
    #expect(radii[20..<40].allSatisfy { abs($0 - 1) < 1e-15 })
    #expect(radii[40] == 0 && radii[41...].allSatisfy { $0 > 0 && $0 < 0.1 })
  }
}
