import Foundation
import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct DeterministicEquivalentTests {
  /// mu = (1, 0.3, Gamma form of nu = 1/2), v = (0.01, 0.01, Gamma form of nu = 3/2) on S^2.
  static func levels(through last: Int) throws -> HarmonicLevels {
    var mu = GammaForm.values(exponent: 0.5, through: last)
    var v = GammaForm.values(exponent: 1.5, through: last)
    (mu[0], mu[1], v[0], v[1]) = (1, 0.3, 0.01, 0.01)
    return try HarmonicLevels(dimension: 3, eigenvalues: mu, variances: v)
      .extended(eigenvalueExponent: 3, varianceExponent: 5)
  }

  @Test func `one degree of freedom is solved in closed form`() throws {
    // 3/(1+kappa) + 1/kappa = 2, so kappa = (1 + sqrt 3)/2.
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: [0, 1], variances: [0.5, 2])
    let point = try DeterministicEquivalent(levels: levels, samples: 2, noiseVariance: 0.1).point(ridge: 1)
    let kappa = (1 + 3.0.squareRoot()) / 2
    #expect(abs(point.kappa - kappa) < 1e-14)
    let g = 1.5 / ((1 + kappa) * (1 + kappa))
    let left = kappa / (1 + kappa)
    #expect(abs(point.overfitting - g) < 1e-14)
    #expect(abs(point.error - (0.5 + 6 * left * left + 0.1 * g) / (1 - g)) < 1e-13 && point.truncation == 0)
  }

  /// Literals: the sums over 400,000 degrees in scipy, minimised by its bounded Brent method.
  @Test(arguments: [(500.0, 0.0026780602656, 0.0014036217), (1e5, 9.34366558e-5, 5.510205e-5)])
  func `the minimum over ridges agrees with a direct sum over degrees`(n: Double, error: Double, kappa: Double) throws {
    let best = try DeterministicEquivalent(levels: Self.levels(through: 300), samples: n, noiseVariance: 0.01).best()
    #expect(abs(best.error / error - 1) < 1e-6 && abs(best.kappa / kappa - 1) < 1e-4)
    #expect(!best.isAtEdge && best.truncation < 1e-4)
  }

  @Test func `a given ridge agrees with a direct sum, and few degrees state their truncation`() throws {
    let fine = try DeterministicEquivalent(levels: Self.levels(through: 300), samples: 500, noiseVariance: 0.01)
    let point = try fine.point(ridge: 5)
    #expect(abs(point.kappa / 0.011094352281 - 1) < 1e-7 && abs(point.error / 0.010387765658 - 1) < 1e-7)
    let coarse = try DeterministicEquivalent(levels: Self.levels(through: 24), samples: 500, noiseVariance: 0.01).best()
    #expect(coarse.truncation > abs(coarse.error / 0.0026780602656 - 1) && coarse.truncation < 0.01)
  }

  @Test func `without noise the best ridge is 0, and with nothing to learn it is an edge`() throws {
    let best = try DeterministicEquivalent(levels: Self.levels(through: 100), samples: 300, noiseVariance: 0).best()
    #expect(best.ridge == 0 && !best.isAtEdge)
    let silent = try HarmonicLevels(dimension: 3, eigenvalues: [1, 1, 1], variances: [0, 0, 0])
    #expect(try DeterministicEquivalent(levels: silent, samples: 5, noiseVariance: 1).best().isAtEdge)
  }

  @Test func `the local slope tends to that of the theory`() throws {
    // d = 2: best error of a process ~ n^{-3/(d+3)}.
    let levels = try Self.levels(through: 300)
    let slopes = try [1e4, 1e6, 1e8].map {
      try DeterministicEquivalent.localSlope(levels: levels, samples: $0, noiseVariance: 0.01)
    }
    #expect(abs(slopes[2] + 0.6) < 0.01 && abs(slopes[2] + 0.6) < abs(slopes[0] + 0.6))
  }

  @Test func `the equivalent predicts kernel ridge regression on random points`() throws {
    // K(t) = 1 + 3 t / 2 + 5 P_2(t) / 4 + 7 P_3(t) / 10 on S^2; the target has variance (.2, .2, .1, .05) per harmonic.
    let mu = [1.0, 0.5, 0.25, 0.1]
    let v = [0.2, 0.2, 0.1, 0.05]
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: mu, variances: v)
    let (n, test, trials, ridge, noise) = (80, 120, 40, 2.0, 0.5)
    let expected = try DeterministicEquivalent(levels: levels, samples: Double(n), noiseVariance: noise * noise)
      .point(ridge: ridge).error
    var errors: [Double] = []
    for trial in 0..<trials {
      let seed = UInt64(trial)
      let points = try Sampling.sphere(
        count: n + test, dimension: 3, stream: RandomStream(seed: seed, purpose: "points"))
      let cosines = try BLAS.gram(points)
      let kernel = try Self.zonal(cosines, mu)
      let truth = try GaussianProcess(covariance: Self.zonal(cosines, v))
        .draws(1, stream: RandomStream(seed: seed, purpose: "target")).elements
      let noises = RandomStream(seed: seed, purpose: "noise").gaussians(n)
      let flow = try KernelFlow(kernel: matrix(0..<n, 0..<n) { kernel[$0, $1] })
      let cross = try flow.project(cross: matrix(n..<(n + test), 0..<n) { kernel[$0, $1] })
      let predictions = try flow.predictions(
        at: cross, targets: (0..<n).map { truth[$0] + noise * noises[$0] }, filters: [.ridge(ridge / Double(n))])
      errors.append(try ErrorCurve(grid: [1], predictions: predictions, truth: Array(truth[n...])).bestError)
    }
    let summary = try Summary(errors)
    #expect(abs(summary.mean - expected) < 3 * summary.standardError + 0.02 * expected)
    #expect(summary.standardError < 0.1 * expected)
  }

  @Test func `no ridge with too few eigenfunctions, and bad sizes, are refused`() throws {
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: [0, 1], variances: [0, 1])
    func equivalent(_ samples: Double, noise: Double = 0) throws -> DeterministicEquivalent {
      try DeterministicEquivalent(levels: levels, samples: samples, noiseVariance: noise)
    }
    refused(.noEquivalent(samples: 5, rank: 3), try equivalent(5).point(ridge: 0))
    #expect(throws: RegressionError.self) { try equivalent(0) }
    #expect(throws: RegressionError.self) { try equivalent(1, noise: -1) }
    #expect(throws: RegressionError.self) { try equivalent(1).point(ridge: -1) }
  }

  private static func zonal(_ cosines: Matrix, _ mu: [Double]) throws -> Matrix {
    try Matrix(
      rows: cosines.rows, columns: cosines.columns,
      elements: cosines.elements.map { t in
        mu[0] + 3 * mu[1] * t + 5 * mu[2] * (3 * t * t - 1) / 2 + 7 * mu[3] * (5 * t * t - 3) * t / 2
      })
  }
}
