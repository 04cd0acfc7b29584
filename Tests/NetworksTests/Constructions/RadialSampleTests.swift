import LinearAlgebra
import Testing

@testable import Networks

@Suite struct RadialSampleTests {
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

  @Test func `projections on an axis have the stated standard deviation`() throws {
    let points = try RadialSample.points(count: 20_000, dimension: 3, seed: 5)
    let square = (0..<20_000).reduce(0) { $0 + points[$1, 0] * points[$1, 0] } / 20_000
    let deviation = RadialSample.projectionDeviation(dimension: 3)
    #expect(abs(deviation - 1.0 / 3) < 1e-15)
    // The standard deviation of x_1^2 is sqrt(1/25 - 1/81) = 0.166, of its mean 0.0012.
    #expect(abs(square - deviation * deviation) < 0.005)
  }
}
