import Foundation
import Statistics

/// The indicator of a spherical cap, f(x) = 1 where w.x >= t_0, on S^{D-1}, by degrees of harmonics.
///
/// With P_k the Legendre polynomials of dimension D, P_k(1) = 1, and the uniform probability, f has
///
///     m_k = E[f(x) P_k(w.x)] = c (1 - t_0^2)^{(D-1)/2} / (D-1) * P_{k-1}^{(D+2)}(t_0)    for k > 0,
///
/// c = Gamma(D/2) / (sqrt(pi) Gamma((D-1)/2)), and m_0 is the cap's share of the sphere. The variance per harmonic, for w
/// uniform, is m_k^2, and sum N(D,k) m_k^2 = m_0. Derived from ((1-t^2)^{(D-1)/2} P_k')' = -k (k+D-2) (1-t^2)^{(D-3)/2} P_k and
/// P_k' = k (k+D-2)/(D-1) P_{k-1}^{(D+2)}. Source: Atkinson and Han, Spherical Harmonics and Approximations on the Unit Sphere,
/// section 2.
public struct CapHarmonics: Sendable, Equatable {
  /// D.
  public let dimension: Int
  /// t_0.
  public let threshold: Double

  /// - Throws: ``RegressionError`` for D < 3 and a threshold outside -1 to 1.
  public init(dimension: Int, threshold: Double) throws {
    try HarmonicLevels.check(dimension: dimension)
    try Require.that(abs(threshold) < 1, "the threshold of the cap", threshold, need: "give one between -1 and 1")
    (self.dimension, self.threshold) = (dimension, threshold)
  }

  /// The cap's share of the sphere, c times the integral of sin^{D-2} from 0 to arccos t_0; also the mean of f^2.
  public var measure: Double {
    let angle = acos(threshold)
    let (sine, cosine) = (sin(angle), cos(angle))
    // I_m = ((m-1) I_{m-2} - cos sin^{m-1}) / m.
    var integral = dimension.isMultiple(of: 2) ? angle : 1 - cosine
    for power in stride(from: dimension.isMultiple(of: 2) ? 2 : 3, through: dimension - 2, by: 2) {
      integral = (Double(power - 1) * integral - cosine * pow(sine, Double(power - 1))) / Double(power)
    }
    return density * integral
  }

  /// m_k^2 for k = 0, ..., `count` - 1, by the recurrence of P^{(D+2)}; O(count).
  public func variances(count: Int) -> [Double] {
    let d = Double(dimension)
    let scale = density * pow((1 - threshold) * (1 + threshold), (d - 1) / 2) / (d - 1)
    var (below, here) = (0.0, 1.0)
    return (0..<max(count, 0)).map { degree in
      guard degree > 0 else { return measure * measure }
      let moment = scale * here
      let k = Double(degree - 1)
      (below, here) = (here, ((2 * k + d) * threshold * here - k * below) / (k + d))
      return moment * moment
    }
  }

  /// Gamma(D/2) / (sqrt(pi) Gamma((D-1)/2)).
  private var density: Double {
    exp(lgamma(Double(dimension) / 2) - lgamma(Double(dimension - 1) / 2)) / Double.pi.squareRoot()
  }
}
