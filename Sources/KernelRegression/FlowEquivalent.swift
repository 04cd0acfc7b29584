import Foundation
import Statistics

/// The error that kernel gradient flow on n independent points has at a time t, in the limit of many eigenfunctions.
///
/// The flow on the loss (1/2n) |f - y|^2 leaves e^{-tT} of what is to be learnt, T the empirical covariance of the features, and
/// that is an inverse Laplace transform of what ridges leave: e^{-tT} = (1/2 pi i) integral e^{ts} / s [s / (T + s)] ds on a
/// contour about the negative axis. Two ridges s and s' leave together, with kappa(s) from kappa (1 - (1/n) sum N_k mu_k /
/// (mu_k + kappa)) = s and g = (1/n) sum N_k mu_k^2 / ((mu_k + kappa) (mu_k + kappa')),
///
///     F(s, s') = (sum N_k v_k kappa kappa' / ((mu_k + kappa) (mu_k + kappa')) + sigma^2 g) / (1 - g),
///
/// and the mean squared error against the noiseless target is the integral of e^{t(s + s')} F / (s s') over both. For one ridge,
/// s = s', F is what ``DeterministicEquivalent`` gives. The contour is a parabola with 24 nodes, for which 2.85^-24 is about 1e-11.
/// Sources: Atanasov, Bordelon, Zavatone-Veth, Paquette, Pehlevan, "Two-point deterministic equivalence for stochastic gradient
/// dynamics in linear models", arXiv 2502.05074 (2025); Trefethen, Weideman, Schmelzer, "Talbot quadratures and rational
/// approximations", BIT 46 (2006).
public struct FlowEquivalent: Sendable {
  private let ridge: DeterministicEquivalent
  private var levels: HarmonicLevels { ridge.levels }

  /// What one stopping time gives.
  public struct Point: Sendable, Equatable {
    /// 1 / t; 0 is the flow without end, which interpolates.
    public let rate: Double
    public let error: Double

    public init(rate: Double, error: Double) { (self.rate, self.error) = (rate, error) }
  }

  /// - Throws: ``RegressionError`` unless n is positive and the variance non-negative, both finite.
  public init(levels: HarmonicLevels, samples: Double, noiseVariance: Double) throws {
    ridge = try DeterministicEquivalent(levels: levels, samples: samples, noiseVariance: noiseVariance)
  }

  /// The error at the time 1 / `rate`; at rate 0 that of interpolation.
  /// - Throws: ``RegressionError`` for a negative rate, for rate 0 with no more eigenfunctions than samples, or where the
  ///   equation for kappa is not solved.
  public func error(rate: Double) throws -> Double {
    try Require.nonNegative(rate, "the rate")
    guard rate > 0 else { return try ridge.point(ridge: 0).error }
    let upper = try nodes(rate: rate)
    let all = upper + upper.map(\.conjugate)
    // The other half of the first integral gives the conjugate of the same.
    return 2 * upper.reduce(0) { sum, first in all.reduce(sum) { $0 + pair(first, $1).real } }
  }

  /// The least error over all stopping times, by a scan of 33 rates and a golden section about the best of them: from 100 times
  /// the largest eigenvalue, where nothing is learnt yet, to 1/300 of the kappa of ridge 0, and the flow without end.
  /// - Throws: as ``error(rate:)``.
  public func best() throws -> Point {
    let limit = try ridge.point(ridge: 0)
    let ends = (log(limit.kappa / 300), log(100 * (levels.eigenvalues.max() ?? 1)))
    let steps = 32
    let grid = (0...steps).map { ends.0 + (ends.1 - ends.0) * Double($0) / Double(steps) }
    let errors = try grid.map { try error(rate: exp($0)) }
    let least = errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }
    var bracket = (grid[max(least - 1, 0)], grid[min(least + 1, steps)])
    let ratio = (5.0.squareRoot() - 1) / 2
    var inner = (bracket.1 - ratio * (bracket.1 - bracket.0), bracket.0 + ratio * (bracket.1 - bracket.0))
    var found = (try error(rate: exp(inner.0)), try error(rate: exp(inner.1)))
    while bracket.1 - bracket.0 > 1e-3 {
      if found.0 < found.1 {
        (bracket.1, inner.1, found.1) = (inner.1, inner.0, found.0)
        inner.0 = bracket.1 - ratio * (bracket.1 - bracket.0)
        found.0 = try error(rate: exp(inner.0))
      } else {
        (bracket.0, inner.0, found.0) = (inner.0, inner.1, found.1)
        inner.1 = bracket.0 + ratio * (bracket.1 - bracket.0)
        found.1 = try error(rate: exp(inner.1))
      }
    }
    let inside = min(found.0, found.1)
    return inside < limit.error
      ? Point(rate: exp(found.0 < found.1 ? inner.0 : inner.1), error: inside) : Point(rate: 0, error: limit.error)
  }

  /// The relative change of the error at a rate when the multiplicities, the eigenvalues and the variances of the extrapolated
  /// degrees grow by their bound ``HarmonicLevels/lawError``, the three changes added: what extrapolation may cost, to first order.
  /// - Throws: as ``error(rate:)``.
  public func truncation(rate: Double) throws -> Double {
    let here = try error(rate: rate)
    return try HarmonicLevels.Part.allCases.reduce(0) { sum, part in
      let moved = try FlowEquivalent(
        levels: levels.movingTail(part, by: levels.lawError), samples: ridge.samples, noiseVariance: ridge.noiseVariance
      )
      return sum + abs(try moved.error(rate: rate) - here) / here
    }
  }

  /// A node of the contour with what the sums over degrees are there.
  private struct Node {
    var weight, kappa, bias, fit, biasSlope, fitSlope: Complex

    var conjugate: Node {
      Node(
        weight: weight.conjugate, kappa: kappa.conjugate, bias: bias.conjugate, fit: fit.conjugate,
        biasSlope: biasSlope.conjugate, fitSlope: fitSlope.conjugate)
    }
  }

  /// Both weights times F at two nodes. 1 / ((mu + kappa) (mu + kappa')) is the difference quotient of 1 / (mu + kappa).
  private func pair(_ first: Node, _ second: Node) -> Complex {
    let apart = second.kappa - first.kappa
    let isOne = apart.squaredMagnitude == 0
    let bias = isOne ? first.biasSlope : (first.bias - second.bias) / apart
    let fit = isOne ? first.fitSlope : (first.fit - second.fit) / apart
    let g = (1 / ridge.samples) * fit
    let error = (first.kappa * second.kappa * bias + ridge.noiseVariance * g) / (Complex(1) - g)
    return first.weight * second.weight * error
  }

  /// The nodes above the real axis.
  private func nodes(rate: Double) throws -> [Node] {
    let count = 24
    let trace = zip(levels.multiplicities, levels.eigenvalues).reduce(0) { $0 + $1.0 * $1.1 }
    var kappa: Complex?
    return try (0..<count / 2).map { index in
      let angle = Double(2 * index + 1) * .pi / Double(count)
      let size = Double(count)
      let place = Complex(size * (0.1309 - 0.1194 * angle * angle), size * 0.25 * angle)
      // z' dtheta / (2 pi i) is z' over i times the number of nodes; z' / i is 0.25 + 0.2388 i angle times it.
      let speed = Complex(0.25, 2 * 0.1194 * angle)
      let solved = try solve(rate * place, from: kappa ?? rate * place + Complex(trace / ridge.samples))
      kappa = solved
      return node(kappa: solved, weight: place.exponential * speed / place)
    }
  }

  /// kappa (1 - (1/n) sum N_k mu_k / (mu_k + kappa)) = s by Newton, where (1/n) sum N_k mu_k^2 / |mu_k + kappa|^2 < 1.
  private func solve(_ target: Complex, from start: Complex) throws -> Complex {
    var kappa = start
    for _ in 0..<100 {
      var (share, square) = (Complex(0), Complex(0))
      for (multiplicity, mu) in zip(levels.multiplicities, levels.eigenvalues) {
        let part = mu * (Complex(mu) + kappa).reciprocal
        share = share + multiplicity * part
        square = square + multiplicity * (part * part)
      }
      let value = kappa * (Complex(1) - (1 / ridge.samples) * share) - target
      let step = value / (Complex(1) - (1 / ridge.samples) * square)
      kappa = kappa - step
      if step.squaredMagnitude <= 1e-26 * kappa.squaredMagnitude { break }
    }
    var (overlap, share) = (0.0, Complex(0))
    for (multiplicity, mu) in zip(levels.multiplicities, levels.eigenvalues) {
      let part = mu * (Complex(mu) + kappa).reciprocal
      overlap += multiplicity * part.squaredMagnitude
      share = share + multiplicity * part
    }
    let left = kappa * (Complex(1) - (1 / ridge.samples) * share) - target
    // Another root than the one that continues the real one has an overlap above n.
    let rounding = max(1e-20 * target.squaredMagnitude, 1e-26 * kappa.squaredMagnitude)
    guard overlap < ridge.samples, left.squaredMagnitude <= rounding else {
      throw RegressionError.outside(
        what: "what is left of the equation for kappa", value: left.squaredMagnitude.squareRoot(),
        need: "it must vanish; give another rate or more degrees")
    }
    return kappa
  }

  private func node(kappa: Complex, weight: Complex) -> Node {
    var (bias, fit, biasSlope, fitSlope) = (Complex(0), Complex(0), Complex(0), Complex(0))
    for index in levels.eigenvalues.indices {
      let (multiplicity, mu) = (levels.multiplicities[index], levels.eigenvalues[index])
      let inverse = (Complex(mu) + kappa).reciprocal
      let square = inverse * inverse
      let (spread, energy) = (multiplicity * levels.variances[index], multiplicity * mu * mu)
      bias = bias + spread * inverse
      fit = fit + energy * inverse
      biasSlope = biasSlope + spread * square
      fitSlope = fitSlope + energy * square
    }
    return Node(weight: weight, kappa: kappa, bias: bias, fit: fit, biasSlope: biasSlope, fitSlope: fitSlope)
  }
}

/// A complex number in double precision.
struct Complex: Equatable {
  var real, imaginary: Double

  init(_ real: Double, _ imaginary: Double = 0) { (self.real, self.imaginary) = (real, imaginary) }

  var conjugate: Complex { Complex(real, -imaginary) }
  var squaredMagnitude: Double { real * real + imaginary * imaginary }
  var reciprocal: Complex {
    let square = squaredMagnitude
    return Complex(real / square, -imaginary / square)
  }
  var exponential: Complex {
    let size = exp(real)
    return Complex(size * cos(imaginary), size * sin(imaginary))
  }

  static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.real + right.real, left.imaginary + right.imaginary)
  }
  static func - (left: Complex, right: Complex) -> Complex {
    Complex(left.real - right.real, left.imaginary - right.imaginary)
  }
  static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }
  static func * (left: Double, right: Complex) -> Complex { Complex(left * right.real, left * right.imaginary) }
  static func / (left: Complex, right: Complex) -> Complex { left * right.reciprocal }
}
