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

  /// The NTK and the random start of one hidden layer on S^{d}, exactly. Literals: sums over 400,000 degrees with the rest of
  /// the trace, which is 1, in NumPy; at ridge 0, where the tail moves kappa.
  @Test(arguments: [
    (5, 100.0, 1.864635897470e-02), (10, 100, 6.461275497036e-02), (2, 400, 5.293998016002e-03),
  ]) func `what is stated for extrapolated degrees holds where they move kappa`(d: Int, n: Double, error: Double) throws
  {
    let (mu, v) = OneHiddenLayer.spectra(dimension: d + 1, through: 400)
    let target = try ZonalFunction(dimension: d + 1, coefficients: [0, 0.5, 0.5]).variances(count: 401)
    let levels = try HarmonicLevels(dimension: d + 1, eigenvalues: mu, variances: zip(v, target).map(+))
      .extended(eigenvalueExponent: Double(d + 1), varianceExponent: Double(d + 3))
    let point = try DeterministicEquivalent(levels: levels, samples: n, noiseVariance: 0.01).point(ridge: 0)
    let apart = abs(point.error / error - 1)
    #expect(apart < point.truncation && point.truncation < 1e-5)
    // Without kappa the bound for d = 5 was 5.45e-10.
    if d == 5 { #expect(apart > 1.1e-9 && apart < 1.3e-9) }
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

@Suite struct HarmonicLevelsTests {
  @Test func `multiplicities are those of the harmonics`() {
    // 2k+1, (k+1)^2, and exact binomials.
    for k in 0..<6 {
      #expect(HarmonicLevels.multiplicity(dimension: 3, degree: Double(k)) == Double(2 * k + 1))
      #expect(abs(HarmonicLevels.multiplicity(dimension: 4, degree: Double(k)) - Double((k + 1) * (k + 1))) < 1e-13)
    }
    #expect(abs(HarmonicLevels.multiplicity(dimension: 11, degree: 5) - 2717) < 1e-10)
    #expect(abs(HarmonicLevels.multiplicity(dimension: 6, degree: 7) - 540) < 1e-11)
    #expect(HarmonicLevels.multiplicity(dimension: 64, degree: 0) == 1)
  }

  @Test(arguments: [40, 41, 400]) func `the extended levels carry the whole trace`(last: Int) throws {
    // sum_{k >= 1} (2k+1) Gamma(k-1/2)/Gamma(k+5/2) = 8/3, since (1-t)^{1/2} vanishes at 1, and
    // Gamma(1/2)/Gamma(7/2) = 8/15.
    var values = GammaForm.values(exponent: 0.5, through: last)
    values[1] = 8.0 / 15
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: values, variances: values)
    let extended = try levels.extended(eigenvalueExponent: 3, varianceExponent: 3)
    let short = zip(levels.multiplicities, levels.eigenvalues).reduce(0) { $0 + $1.0 * $1.1 }
    let trace = zip(extended.multiplicities, extended.eigenvalues).reduce(0) { $0 + $1.0 * $1.1 }
    let tail = 8.0 / 3 - short
    #expect(tail > 1e-3 && abs(trace - 8.0 / 3) < tail / Double(last * last))
    // The second term of the law is 1/x^2, the midpoint rule's error for N mu^2 ~ x^-5 is 20 / (6 x^2).
    #expect(extended.lawError < 3.4 / Double(last * last) && extended.explicitCount == values.count)
  }

  @Test func `a parity that vanishes stays without a tail`() throws {
    var values = GammaForm.values(exponent: 0.5, through: 60)
    for k in stride(from: 3, to: values.count, by: 2) { values[k] = 0 }
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: values, variances: values)
    let extended = try levels.extended(eigenvalueExponent: 3, varianceExponent: nil)
    #expect(extended.eigenvalues.count == values.count + 200)
    #expect(extended.variances.dropFirst(values.count).allSatisfy { $0 == 0 })
  }

  @Test func `bad spectra are refused`() {
    let ones = [Double](repeating: 1, count: 20)
    #expect(throws: RegressionError.self) { try HarmonicLevels(dimension: 2, eigenvalues: ones, variances: ones) }
    refused(.lengthsDiffer(first: 20, second: 1), try HarmonicLevels(dimension: 3, eigenvalues: ones, variances: [1]))
    refused(.notPositive(index: 0, value: -1), try HarmonicLevels(dimension: 3, eigenvalues: [-1], variances: [0]))
    refused(.notFinite(index: 0), try HarmonicLevels(dimension: 3, eigenvalues: [0], variances: [.nan]))
    refused(.tooFewPoints(points: 0, needed: 1), try HarmonicLevels(dimension: 3, eigenvalues: [], variances: []))
    func extend(_ values: [Double], exponent: Double) throws -> HarmonicLevels {
      try HarmonicLevels(dimension: 3, eigenvalues: values, variances: values)
        .extended(eigenvalueExponent: exponent, varianceExponent: nil)
    }
    refused(.tooFewPoints(points: 19, needed: 20), try extend(Array(ones.dropLast()), exponent: 3))
    #expect(throws: RegressionError.self) { try extend(ones, exponent: 0) }
  }

  @Test func `on S^2 the threshold of Gamma-form spectra is one`() throws {
    // s* = 3/(d+1) = 1 for d = 2.
    let mu = GammaForm.values(exponent: 0.5, through: 400)
    let v = GammaForm.values(exponent: 1.5, through: 400)
    let threshold = try SmoothnessThreshold(dimension: 3, eigenvalues: mu, variances: v, range: 200...400)
    #expect(abs(threshold.value - 1) < 1e-4 && threshold.eigenvalueSlope < 0)
  }

  @Test func `pure powers give the threshold exactly, for vanishing parities too`() throws {
    // D = 4: N = (k+1)^2 = x^2, v = x^-6, mu = x^-4: -4 + 4 s = -1.
    let x = (0...40).map { Double($0 + 1) }
    let mu = x.enumerated().map { $0.offset % 2 == 0 ? pow($0.element, -4) : 0 }
    let v = x.map { pow($0, -6) }
    let threshold = try SmoothnessThreshold(dimension: 4, eigenvalues: mu, variances: v, range: 10...40)
    #expect(abs(threshold.value - 0.75) < 1e-12 && threshold.degrees.allSatisfy { $0.isMultiple(of: 2) })
  }

  @Test func `too few degrees are refused`() {
    func threshold(_ dimension: Int, _ range: ClosedRange<Int>) throws -> SmoothnessThreshold {
      try SmoothnessThreshold(dimension: dimension, eigenvalues: [1, 1, 1], variances: [1, 1, 1], range: range)
    }
    refused(.tooFewPoints(points: 2, needed: 3), try threshold(3, 1...9))
    #expect(throws: RegressionError.self) { try threshold(2, 0...9) }
  }
}

/// Gamma(k-nu) / Gamma(k+nu+2), k = 2, ..., by its recurrence: the exact spectrum of an end singularity on S^2.
enum GammaForm {
  static func values(exponent nu: Double, through last: Int) -> [Double] {
    var values = [0, 0, tgamma(2 - nu) / tgamma(4 + nu)]
    for k in 2..<last { values.append(values[k] * (Double(k) - nu) / (Double(k) + nu + 2)) }
    return values
  }
}

/// The NTK of one hidden layer, halved, and the covariance of its start on S^{D-1}: from the coefficients of the ReLU,
/// l_{k+2} = -l_k (k-1)/(k+D+1), and of the step, s_{k+2} = -s_k k/(k+D), both by beta integrals at the first degrees.
enum OneHiddenLayer {
  static func spectra(dimension: Int, through last: Int) -> (ntk: [Double], start: [Double]) {
    let d = Double(dimension)
    func moment(_ power: Double) -> Double {
      // Gamma(D/2)/(sqrt pi Gamma((D-1)/2)) times the integral of t^power (1-t^2)^{(D-3)/2} over [0, 1].
      exp(lgamma(d / 2) + lgamma((power + 1) / 2) - lgamma((power + d) / 2)) / (2 * Double.pi.squareRoot())
    }
    var relu = [Double](repeating: 0, count: last + 3)
    var step = relu
    (relu[0], relu[1], relu[2]) = (moment(1), moment(2), (d * moment(3) - moment(1)) / (d - 1))
    (step[0], step[1]) = (0.5, moment(1))
    for k in 0...last {
      if k >= 2, k % 2 == 0 { relu[k + 2] = -relu[k] * Double(k - 1) / (Double(k + 1) + d) }
      if k % 2 == 1 { step[k + 2] = -step[k] * Double(k) / (Double(k) + d) }
    }
    let start = (0...last).map { 2 * d * relu[$0] * relu[$0] }
    let steps = step.map { 2 * $0 * $0 }
    let ntk = (0...last).map { k in
      let below = k > 0 ? Double(k) * steps[k - 1] : 0
      return ((Double(k) + d - 2) * steps[k + 1] + below) / (2 * Double(k) + d - 2) / 2 + start[k] / 2
    }
    return (ntk, start)
  }
}
