import Foundation
import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct FlowEquivalentTests {
  /// 41 harmonics of one eigenvalue 1: the empirical covariance has the law of Marchenko and Pastur. Literals: 41 v times the
  /// integral of exp(-2tx) plus 0.3 * 41/n times that of (1 - exp(-tx))^2 / x over this law, by SciPy's quad.
  @Test(arguments: [
    (20.0, 0.5, 1.325534204578), (20, 3, 1.240620986689), (20, 40, 1.310094911533), (80, 0.5, 0.928975635661),
    (80, 3, 0.294193857218), (80, 40, 0.313564544496),
  ]) func `for equal eigenvalues the error is an integral over the law of Marchenko and Pastur`(
    n: Double, time: Double, error: Double
  ) throws {
    let levels = try HarmonicLevels(dimension: 41, eigenvalues: [0, 1], variances: [0, 2.0 / 41])
    let flow = try FlowEquivalent(levels: levels, samples: n, noiseVariance: 0.3)
    #expect(abs(try flow.error(rate: 1 / time) / error - 1) < 1e-9)
  }

  private static func start(_ d: Int) throws -> HarmonicLevels {
    let (mu, v) = OneHiddenLayer.spectra(dimension: d + 1, through: 200)
    return try HarmonicLevels(dimension: d + 1, eigenvalues: mu, variances: v)
      .extended(eigenvalueExponent: Double(d + 1), varianceExponent: Double(d + 3))
  }

  @Test func `early nothing is learnt, and without an end the flow interpolates`() throws {
    let levels = try Self.start(5)
    let flow = try FlowEquivalent(levels: levels, samples: 300, noiseVariance: 0.01)
    let whole = zip(levels.multiplicities, levels.variances).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(try flow.error(rate: 1e6) / whole - 1) < 1e-5)
    let limit = try DeterministicEquivalent(levels: levels, samples: 300, noiseVariance: 0.01).point(ridge: 0).error
    #expect(try flow.error(rate: 0) == limit)
    #expect(abs(try flow.error(rate: 1e-9) / limit - 1) < 1e-6)
  }

  @Test func `the best time is the least of a fine scan`() throws {
    let flow = try FlowEquivalent(levels: Self.start(2), samples: 400, noiseVariance: 0.01)
    let best = try flow.best()
    let scan = try (0...60).map { try flow.error(rate: exp(-14 + 0.2 * Double($0))) }.min() ?? 0
    #expect(best.error <= scan * (1 + 1e-6) && best.error > scan * 0.999 && best.rate > 0)
    #expect(try flow.truncation(rate: best.rate) < 1e-4)
  }

  @Test func `without noise a rough target is best learnt without an end`() throws {
    #expect(try FlowEquivalent(levels: Self.start(5), samples: 200, noiseVariance: 0).best().rate == 0)
  }

  @Test func `the equivalent predicts gradient flow on random points`() throws {
    // The kernel 1 + 3 t / 2 + 5 P_2(t) / 4 + 7 P_3(t) / 10 on S^2 and a target of variance (.2, .2, .1, .05) per harmonic.
    let mu = [1.0, 0.5, 0.25, 0.1]
    let v = [0.2, 0.2, 0.1, 0.05]
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: mu, variances: v)
    func zonal(_ cosines: Matrix, _ c: [Double]) throws -> Matrix {
      try Matrix(
        rows: cosines.rows, columns: cosines.columns,
        elements: cosines.elements.map { t in
          c[0] + 3 * c[1] * t + 5 * c[2] * (3 * t * t - 1) / 2 + 7 * c[3] * (5 * t * t - 3) * t / 2
        })
    }
    let (n, test, noise, rates) = (80, 120, 0.5, [0.3, 0.03])
    var errors: [[Double]] = [[], []]
    for trial in 0..<40 {
      let seed = UInt64(trial)
      let points = try Sampling.sphere(
        count: n + test, dimension: 3, stream: RandomStream(seed: seed, purpose: "points"))
      let cosines = try BLAS.gram(points)
      let kernel = try zonal(cosines, mu)
      let truth = try GaussianProcess(covariance: zonal(cosines, v))
        .draws(1, stream: RandomStream(seed: seed, purpose: "target")).elements
      let noises = RandomStream(seed: seed, purpose: "noise").gaussians(n)
      let flow = try KernelFlow(kernel: matrix(0..<n, 0..<n) { kernel[$0, $1] })
      let predictions = try flow.predictions(
        at: flow.project(cross: matrix(n..<(n + test), 0..<n) { kernel[$0, $1] }),
        targets: (0..<n).map { truth[$0] + noise * noises[$0] }, filters: rates.map { .flow(time: 1 / $0) })
      let found = try ErrorCurve(grid: rates, predictions: predictions, truth: Array(truth[n...])).errors
      for place in 0..<2 { errors[place].append(found[place]) }
    }
    let model = try FlowEquivalent(levels: levels, samples: Double(n), noiseVariance: noise * noise)
    for (rate, found) in zip(rates, errors) {
      let summary = try Summary(found)
      let expected = try model.error(rate: rate)
      #expect(abs(summary.mean - expected) < 3 * summary.standardError + 0.02 * expected)
      #expect(summary.standardError < 0.1 * expected)
    }
  }

  @Test func `negative rates and bad sizes are refused`() throws {
    let levels = try Self.start(2)
    #expect(throws: RegressionError.self) { try FlowEquivalent(levels: levels, samples: 0, noiseVariance: 0) }
    let flow = try FlowEquivalent(levels: levels, samples: 10, noiseVariance: 0)
    #expect(throws: RegressionError.self) { try flow.error(rate: -1) }
  }
}
