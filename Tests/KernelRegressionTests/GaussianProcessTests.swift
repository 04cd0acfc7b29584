import Foundation
import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct GaussianProcessTests {
  static let stream = RandomStream(seed: 7, purpose: "gp")
  static let covariance = [4.0, 2, 6, 2, 10, 9, 6, 9, 14]

  @Test func `a draw is the Cholesky factor times its own normals`() throws {
    let process = try GaussianProcess(
      covariance: Matrix(rows: 3, columns: 3, elements: Self.covariance), relativeJitter: 0)
    let draws = try process.draws(2, stream: Self.stream)
    let z = Self.stream.gaussians(6)
    for row in 0..<2 {
      let (a, b, c) = (z[3 * row], z[3 * row + 1], z[3 * row + 2])
      for (found, wanted) in zip(draws[row: row], [2 * a, a + 3 * b, 3 * a + 2 * b + c]) {
        #expect(abs(found - wanted) < 1e-14)
      }
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
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) {
      try GaussianProcess(covariance: identity).draws(0, stream: Self.stream)
    }
  }
}
