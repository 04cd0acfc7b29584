import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct ZonalFunctionTests {
  @Test(arguments: [-1, -0.3, 0, 0.7, 1.0]) func `it sums Legendre polynomials`(t: Double) throws {
    // D = 3: P_2 = (3t^2-1)/2, P_3 = (5t^3-3t)/2; D = 4: sin(3 theta)/(3 sin theta) = (4t^2-1)/3.
    let classical = try ZonalFunction(dimension: 3, coefficients: [1, 2, 3, 4])
    #expect(abs(classical(t) - (1 + 2 * t + 1.5 * (3 * t * t - 1) + 2 * (5 * t * t * t - 3 * t))) < 1e-14)
    #expect(abs(try ZonalFunction(dimension: 4, coefficients: [0, 0, 1])(t) - (4 * t * t - 1) / 3) < 1e-15)
  }

  @Test func `its variance over the sphere is that of its degrees`() throws {
    let function = try ZonalFunction(dimension: 6, coefficients: [0.5, 1, -2, 0, 3])
    let points = try Sampling.sphere(count: 40_000, dimension: 6, stream: RandomStream(seed: 2, purpose: "points"))
    let squares = try function.values(at: points).map { $0 * $0 }
    let summary = try Summary(squares)
    let expected = function.variances(count: 9).enumerated().reduce(0) {
      $0 + $1.element * HarmonicLevels.multiplicity(dimension: 6, degree: Double($1.offset))
    }
    #expect(abs(summary.mean - expected) < 4 * summary.standardError)
    #expect(summary.standardError < 0.03 * expected)
    #expect(function.variances(count: 9).count == 9 && function.variances(count: 2).count == 2)
  }

  @Test func `bad functions and points are refused`() throws {
    #expect(throws: RegressionError.self) { try ZonalFunction(dimension: 2, coefficients: [1]) }
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) {
      try ZonalFunction(dimension: 3, coefficients: [])
    }
    #expect(throws: RegressionError.notFinite(index: 0)) { try ZonalFunction(dimension: 3, coefficients: [.nan]) }
    #expect(throws: RegressionError.mismatch(what: "coordinates of the points", expected: 3, found: 2)) {
      try ZonalFunction(dimension: 3, coefficients: [1]).values(at: Matrix(rows: 1, columns: 2))
    }
  }
}
