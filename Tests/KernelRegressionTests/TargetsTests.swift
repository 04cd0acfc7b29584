import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct TargetsTests {
  @Test func `the cap is 1 from its threshold on`() {
    let cap = RidgeTarget.cap(threshold: 0.7)
    #expect(cap(0.7) == 1 && cap(1) == 1 && cap(0.7.nextDown) == 0 && cap(-1) == 0)
  }

  @Test(arguments: [
    // mpmath: exp(-(1-t)**1.5) + exp(-(1+t)**1.5)
    (0.0, 0.735758882342884643), (1.0, 1.059105746561956238), (0.5, 0.861464409816580967),
  ]) func `two bumps are even and have their closed form`(t: Double, value: Double) {
    #expect(abs(RidgeTarget.twoBumps(t) - value) < 1e-15 && RidgeTarget.twoBumps(-t) == RidgeTarget.twoBumps(t))
  }

  @Test func `values at points depend on the last coordinate alone`() throws {
    let points = try Matrix(rows: 2, columns: 3, elements: [1, 0, 0, 0, 0.6, 0.8])
    #expect(RidgeTarget.cap(threshold: 0.7).values(at: points) == [0, 1])
  }

  @Test(arguments: [-1, -0.3, 0, 0.7, 1.0]) func `a zonal function sums Legendre polynomials`(t: Double) throws {
    // D = 3: P_2 = (3t^2-1)/2, P_3 = (5t^3-3t)/2; D = 4: sin(3 theta)/(3 sin theta) = (4t^2-1)/3.
    let classical = try ZonalFunction(dimension: 3, coefficients: [1, 2, 3, 4])
    #expect(abs(classical(t) - (1 + 2 * t + 1.5 * (3 * t * t - 1) + 2 * (5 * t * t * t - 3 * t))) < 1e-14)
    #expect(abs(try ZonalFunction(dimension: 4, coefficients: [0, 0, 1])(t) - (4 * t * t - 1) / 3) < 1e-15)
  }

  @Test func `the variance of a zonal function over the sphere is that of its degrees`() throws {
    let function = try ZonalFunction(dimension: 6, coefficients: [0.5, 1, -2, 0, 3])
    let points = try Sampling.sphere(count: 40_000, dimension: 6, stream: RandomStream(seed: 2, purpose: "points"))
    let squares = try function.values(at: points).map { $0 * $0 }
    let summary = try Summary(squares)
    let expected = function.variances(count: 9).enumerated().reduce(0) {
      $0 + $1.element * HarmonicLevels.multiplicity(dimension: 6, degree: Double($1.offset))
    }
    #expect(abs(summary.mean - expected) < 4 * summary.standardError && summary.standardError < 0.03 * expected)
    #expect(function.variances(count: 9).count == 9 && function.variances(count: 2).count == 2)
  }

  @Test func `bad functions and points are refused`() throws {
    #expect(throws: RegressionError.self) { try ZonalFunction(dimension: 2, coefficients: [1]) }
    refused(.tooFewPoints(points: 0, needed: 1), try ZonalFunction(dimension: 3, coefficients: []))
    refused(.notFinite(index: 0), try ZonalFunction(dimension: 3, coefficients: [.nan]))
    #expect(throws: RegressionError.mismatch(what: "coordinates of the points", expected: 3, found: 2)) {
      try ZonalFunction(dimension: 3, coefficients: [1]).values(at: Matrix(rows: 1, columns: 2))
    }
  }

  static let stream = RandomStream(seed: 7, purpose: "gp")
  static let covariance = [4.0, 2, 6, 2, 10, 9, 6, 9, 14]

  @Test func `a draw is the Cholesky factor times its own normals`() throws {
    let process = try GaussianProcess(
      covariance: Matrix(rows: 3, columns: 3, elements: Self.covariance), relativeJitter: 0)
    let draws = try process.draws(2, stream: Self.stream)
    let z = Self.stream.gaussians(6)
    for row in 0..<2 {
      let (a, b, c) = (z[3 * row], z[3 * row + 1], z[3 * row + 2])
      #expect(near(Array(draws[row: row]), [2 * a, a + 3 * b, 3 * a + 2 * b + c], 1e-14))
    }
    #expect(try process.draws(1, stream: Self.stream) == draws.prefix(rows: 1))
  }

  @Test func `many draws have the covariance asked for`() throws {
    let process = try GaussianProcess(covariance: Matrix(rows: 3, columns: 3, elements: Self.covariance))
    let count = 20_000
    let sample = try BLAS.gram(try process.draws(count, stream: Self.stream), transposed: true)
    for index in 0..<9 {
      let (row, column) = (index / 3, index % 3)
      // Var of a product of two centred normals is C_ii C_jj + C_ij^2.
      let c = Self.covariance[index]
      let variance = Self.covariance[4 * row] * Self.covariance[4 * column] + c * c
      let deviation = (variance / Double(count)).squareRoot()
      #expect(abs(sample.elements[index] / Double(count) - c) < 4 * deviation)
    }
  }

  @Test func `the jitter is stated relative to the diagonal, and saves a singular covariance`() throws {
    let singular = try Matrix(repeating: 4, rows: 2, columns: 2)
    #expect(try GaussianProcess(covariance: singular, relativeJitter: 1e-8).jitter == 4e-8)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 1, order: 2)) {
      try GaussianProcess(covariance: singular, relativeJitter: 0)
    }
  }

  @Test func `a negative jitter and no draws are refused`() throws {
    let identity = try Matrix(rows: 1, columns: 1, elements: [1])
    #expect(throws: RegressionError.self) { try GaussianProcess(covariance: identity, relativeJitter: -1) }
    refused(
      .tooFewPoints(points: 0, needed: 1), try GaussianProcess(covariance: identity).draws(0, stream: Self.stream))
  }
}
