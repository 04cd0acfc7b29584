import Statistics

/// What the deterministic equivalent says of kernel ridge regression without noise, over the lambdas of a grid.
///
/// The levels hold degrees 0 to K and one level for all beyond, ``HarmonicLevels/closed(trace:norm:)``. There mu <= mu_K, far below
/// kappa, so that N mu / (mu + kappa) is N mu / kappa and (kappa / (mu + kappa))^2 is 1, both up to a share 2 e, e = mu_K / kappa.
public struct RidgeGridEquivalent: Sendable {
  /// lambda of K + n lambda I, in the order given.
  public let lambdas: [Double]
  /// What the equivalent gives at each of them.
  public let points: [DeterministicEquivalent.Point]
  private let truncations: [Double]

  /// - Throws: ``RegressionError`` for n that is not positive, `RidgeError` for no lambdas and those that are not positive.
  public init(levels: HarmonicLevels, samples: Double, lambdas: [Double]) throws {
    try requireLambdas(lambdas)
    let model = try DeterministicEquivalent(levels: levels, samples: samples, noiseVariance: 0)
    self.lambdas = lambdas
    points = try lambdas.map { try model.point(ridge: samples * $0) }
    truncations = points.map { levels.truncation($0, samples: samples) }
  }

  /// The lambda with the least error among those that are at least `smallest`, and a bound, to first order, on the relative error
  /// that comes from treating all degrees beyond those given as one.
  /// - Throws: `RidgeError.empty` if there is none.
  public func best(smallest: Double) throws -> (choice: RidgeSelection, truncation: Double) {
    let kept = lambdas.indices.filter { lambdas[$0] >= smallest * (1 - 1e-9) }
    let choice = try RidgeSelection(lambdas: kept.map { lambdas[$0] }, errors: kept.map { points[$0].error })
    return (choice, truncations[kept[choice.index]])
  }
}

extension HarmonicLevels {
  /// A bound on the relative error of a point's error, to first order in e = mu_K / kappa, for levels that end with one for all
  /// degrees beyond K.
  ///
  /// With r = sum of N mu beyond K over (n kappa), kappa is off by at most e r / (1-g), relatively; the error's derivative in
  /// log kappa is at most 2 + 2 g / (1-g) of it; the bias beyond K is off by 2 e of its share, and g by e r.
  func truncation(_ point: DeterministicEquivalent.Point, samples: Double) -> Double {
    guard explicitCount < eigenvalues.count, point.error > 0 else { return 0 }
    let largest = eigenvalues[max(explicitCount - 2, 0)..<explicitCount].max() ?? 0
    let e = largest / point.kappa
    let (g, last) = (point.overfitting, eigenvalues.count - 1)
    let r = multiplicities[last] * eigenvalues[last] / (samples * point.kappa)
    let share = multiplicities[last] * variances[last] / ((1 - g) * point.error)
    return 2 * e * share + e * r / (1 - g) * (1 + 2 + 2 * g / (1 - g))
  }
}
