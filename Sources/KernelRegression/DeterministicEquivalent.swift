import Foundation
import Statistics

/// The error that kernel ridge regression on n independent points has in the limit of many eigenfunctions.
///
/// With kappa > 0 from sum N_k mu_k / (mu_k + kappa) + ridge / kappa = n, where `ridge` is what is added to the diagonal of the
/// kernel matrix, and g = (1/n) sum N_k (mu_k / (mu_k + kappa))^2, the mean squared error against the noiseless target is
///
///     (sum N_k v_k (kappa / (mu_k + kappa))^2 + g sigma^2) / (1 - g).
///
/// Source: Bordelon, Canatar, Pehlevan, ICML 2020; Simon, Dickens, Karkada, DeWeese, "The eigenlearning framework", TMLR 2023.
public struct DeterministicEquivalent: Sendable {
  /// N_k, mu_k and v_k.
  public let levels: HarmonicLevels
  /// n.
  public let samples: Double
  /// sigma^2.
  public let noiseVariance: Double

  /// What one ridge gives.
  public struct Point: Sendable, Equatable {
    /// What is added to the diagonal of the n x n kernel matrix.
    public let ridge: Double
    /// The eigenvalue at which half is learnt, from the ridge and n.
    public let kappa: Double
    public let error: Double
    /// g, between 0 and 1.
    public let overfitting: Double
    /// A bound to first order on the relative error of ``error`` that comes from extrapolating the spectrum: through the sums
    /// that make the error, and through kappa where a given ridge determines it. At the best of positive ridges kappa is
    /// free and the error stationary in it.
    public let truncation: Double
    /// Whether the minimum over ridges lies where nothing is learnt any more, so that no finite ridge is best; false where
    /// nothing was searched. A best ridge of 0 is the end of the domain and no edge.
    public let isAtEdge: Bool
  }

  /// - Throws: ``RegressionError`` unless n is positive and the variance non-negative, both finite.
  public init(levels: HarmonicLevels, samples: Double, noiseVariance: Double) throws {
    try Require.that(
      samples > 0 && samples.isFinite, "the number of samples", samples, need: "give a finite positive one")
    try Require.nonNegative(noiseVariance, "the variance of the noise")
    (self.levels, self.samples, self.noiseVariance) = (levels, samples, noiseVariance)
  }

  /// The error at a ridge (added to the diagonal of K, so n rho for the ridge rho of K/n).
  /// - Throws: ``RegressionError`` for a negative ridge, or ridge 0 with no more eigenfunctions than samples.
  public func point(ridge: Double) throws -> Point {
    try Require.nonNegative(ridge, "the ridge")
    return point(logKappa: try solve(ridge: ridge), ridge: ridge, isAtEdge: false, determinesKappa: true)
  }

  /// The least error over all ridges, by a scan of 81 kappas and a golden section around the best of them. The scan begins at
  /// the kappa of ridge 0 and ends at 1000 times the largest eigenvalue, where nothing is learnt any more.
  /// - Throws: ``RegressionError`` with no more eigenfunctions than samples.
  public func best() throws -> Point {
    let start = try solve(ridge: 0)
    let end = max(log(levels.eigenvalues.max() ?? 1) + log(1e3), start + 1)
    let steps = 80
    let grid = (0...steps).map { start + (end - start) * Double($0) / Double(steps) }
    let errors = grid.map { point(logKappa: $0, ridge: 0, isAtEdge: false).error }
    let least = errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }
    let bracket = (grid[max(least - 1, 0)], grid[min(least + 1, steps)])
    let inside = goldenSection(bracket.0, bracket.1) { point(logKappa: $0, ridge: 0, isAtEdge: false).error }
    let logKappa = point(logKappa: inside, ridge: 0, isAtEdge: false).error < errors[least] ? inside : grid[least]
    let kappa = exp(logKappa)
    let isLimit = logKappa == start
    let ridge = isLimit ? 0 : max(kappa * (samples - degreesOfFreedom(kappa)), 0)
    return point(logKappa: logKappa, ridge: ridge, isAtEdge: least == steps, determinesKappa: isLimit)
  }

  /// d log(best error) / d log n at n, by the central difference over a factor e^0.1 each way.
  /// - Throws: as ``best()``.
  public static func localSlope(levels: HarmonicLevels, samples: Double, noiseVariance: Double) throws -> Double {
    let reach = 0.1
    let errors = try [-reach, reach].map { shift in
      let scaled = samples * exp(shift)
      return try DeterministicEquivalent(levels: levels, samples: scaled, noiseVariance: noiseVariance).best().error
    }
    return log(errors[1] / errors[0]) / (2 * reach)
  }

  /// sum N_k mu_k / (mu_k + kappa).
  private func degreesOfFreedom(_ kappa: Double) -> Double {
    zip(levels.multiplicities, levels.eigenvalues).reduce(0) { $0 + $1.0 * ($1.1 / ($1.1 + kappa)) }
  }

  private func point(logKappa: Double, ridge: Double, isAtEdge: Bool, determinesKappa: Bool = false) -> Point {
    let kappa = exp(logKappa)
    var (bias, fit, tailBias, tailFit) = (0.0, 0.0, 0.0, 0.0)
    // Derivatives in log kappa of the bias, of the fit, and of the sum that sets kappa, whose tail comes last.
    var (biasSlope, fitSlope, freedomSlope, tailFreedom) = (0.0, 0.0, 0.0, 0.0)
    for index in levels.eigenvalues.indices {
      let learnt = levels.eigenvalues[index] / (levels.eigenvalues[index] + kappa)
      let left = kappa / (levels.eigenvalues[index] + kappa)
      let biasTerm = levels.multiplicities[index] * levels.variances[index] * left * left
      let fitTerm = levels.multiplicities[index] * learnt * learnt
      bias += biasTerm
      fit += fitTerm
      biasSlope += 2 * biasTerm * learnt
      fitSlope -= 2 * fitTerm * left
      freedomSlope += levels.multiplicities[index] * learnt * left
      if index >= levels.explicitCount {
        tailBias += biasTerm
        tailFit += fitTerm
        tailFreedom += levels.multiplicities[index] * learnt
      }
    }
    let overfitting = fit / samples
    let error = (bias + overfitting * noiseVariance) / (1 - overfitting)
    // A relative error e of the tail moves its terms by at most 3 e; both sums enter the error, g also through 1 - g.
    var moved = 3 * (tailBias + tailFit / samples * (noiseVariance + error))
    if determinesKappa {
      // Its eigenvalues and its counts move the sum that sets kappa by at most 2 e of its own share in it.
      let shift = 2 * tailFreedom / (freedomSlope + ridge / kappa)
      moved += shift * abs(biasSlope + fitSlope / samples * (noiseVariance + error))
    }
    let truncation = error > 0 ? levels.lawError * moved / ((1 - overfitting) * error) : 0
    return Point(
      ridge: ridge, kappa: kappa, error: error, overfitting: overfitting, truncation: truncation, isAtEdge: isAtEdge)
  }

  /// log kappa, by Newton in log kappa inside a bracket that bisection shrinks.
  private func solve(ridge: Double) throws -> Double {
    let trace = zip(levels.multiplicities, levels.eigenvalues).reduce(0) { $0 + $1.0 * $1.1 }
    let rank = zip(levels.multiplicities, levels.eigenvalues).reduce(0) { $1.1 > 0 ? $0 + $1.0 : $0 }
    guard ridge > 0 || rank > samples else { throw RegressionError.noEquivalent(samples: samples, rank: rank) }
    var high = log((trace + ridge) / samples)
    var low = high - 1
    while excess(low, ridge).value < 0 { low -= max(1, high - low) }
    var current = low + (high - low) / 2
    for _ in 0..<200 {
      let (value, slope) = excess(current, ridge)
      if value > 0 { low = current } else { high = current }
      let newton = current - value / slope
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      if abs(next - current) <= 1e-14 * max(1, abs(current)) { return next }
      current = next
    }
    return current
  }

  /// log of (sum N mu / (mu + kappa) + ridge / kappa) / n, and its derivative in log kappa.
  private func excess(_ logKappa: Double, _ ridge: Double) -> (value: Double, slope: Double) {
    let kappa = exp(logKappa)
    var (sum, derivative) = (ridge / kappa, -ridge / kappa)
    for (multiplicity, mu) in zip(levels.multiplicities, levels.eigenvalues) {
      let share = mu / (mu + kappa)
      sum += multiplicity * share
      derivative -= multiplicity * share * (kappa / (mu + kappa))
    }
    return (log(sum / samples), derivative / sum)
  }

  private func goldenSection(_ left: Double, _ right: Double, _ function: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (a, b) = (left, right)
    var (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
    var (fc, fd) = (function(c), function(d))
    while b - a > 1e-6 {
      if fc < fd {
        (b, d, fd) = (d, c, fc)
        c = b - ratio * (b - a)
        fc = function(c)
      } else {
        (a, c, fc) = (c, d, fd)
        d = a + ratio * (b - a)
        fd = function(d)
      }
    }
    return a + (b - a) / 2
  }
}
