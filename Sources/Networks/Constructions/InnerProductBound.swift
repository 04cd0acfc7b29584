import Foundation

/// A lower bound, in log space and with all constants, on the width that one hidden layer with bounded weights needs for the radial
/// function f(z) = sin(2 a |z|^2) / (2 a), a = pi d^3, on the unit ball of R^d.
///
/// **Reduction.** For x, x' on the sphere and z = (x + x') / 2 it is 2 |z|^2 = 1 + <x, x'>, and d^3 is a whole number, so that
/// 2 a f(z) = (-1)^{d^3} F(x, x'), F = sin(a <x, x'>), exactly. A network of N neurons h(z) = c + sum_i a_i relu(w_i . z + b_i)
/// approximates F after multiplication by +-2a, and each of its neurons is a function of <w_i, x> and <w_i, x'>.
///
/// **Degrees.** Over k, F has the squared norms N(d,k) (Gamma(d/2) (2/a)^{d/2-1} J_{k+d/2-1}(a))^2 for odd k (the plane-wave
/// expansion), which add up to |F|^2 = (1 - Gamma(d/2) a^{1-d/2} J_{d/2-1}(2a)) / 2; `share` is that of degrees k >= n = d^2.
/// A function g of <w, x> and <w', x'> has at most |QF| |g| / sqrt(N(d,n)) as inner product with QF, the part of those degrees
/// (Daniely's lemma), so that |F - 2a h| >= |QF| - 2a sum_i |a_i| |g_i| / sqrt(N(d,n)).
///
/// **Weights.** If no entry of w_i, no b_i and no a_i exceeds B >= 0, then |g_i|^2 <= E(w_i . z + b_i)^2 <= 3 B^2 / 2, as E|z|^2 = 1/2.
/// An L2 error of f of delta |F| / (2a), under the law of z, therefore needs
///
/// N >= sqrt(N(d,n)) (sqrt(share) - delta) |F| / (2 a sqrt(3/2) B^2).
///
/// Sources: Daniely, COLT 2017; Safran, Eldan, Shamir, COLT 2019, theorem 4; Watson, "A Treatise on the Theory of Bessel Functions",
/// section 11.5; the constants are worked out here.
public struct InnerProductBound: Sendable, Equatable {
  /// d, of each of the two inputs.
  public let dimension: Int
  /// The share of the squared norm of F in degrees >= d^2.
  public let share: Double
  /// log N(d, d^2).
  public let logMultiplicity: Double

  /// |F|.
  public let norm: Double

  /// a = pi d^3.
  public var frequency: Double { InnerProductBound.frequency(Double(dimension)) }
  private static func frequency(_ d: Double) -> Double { Double.pi * d * d * d }

  /// delta |F| / (2a): the L2 error of the radial function that is the share delta of its norm.
  public func radialError(share delta: Double) -> Double { delta * norm / (2 * frequency) }

  /// The logarithm of the least width for an error ``radialError(share:)`` and weights up to B; below 0 it says nothing, and it is
  /// NaN unless delta is below sqrt(``share``).
  public func logWidth(error delta: Double, logWeightBound logB: Double) -> Double {
    logMultiplicity / 2 + log(share.squareRoot() - delta) + log(norm) - log(2 * frequency) - log(1.5) / 2 - 2 * logB
  }

  /// - Throws: `NetworkError.outside` for a dimension out of 3...200.
  public init(dimension: Int) throws {
    try NetworkError.require(dimension, in: 3...200, "the dimension")
    self.dimension = dimension
    let d = Double(dimension)
    let (argument, degree) = (InnerProductBound.frequency(d), dimension * dimension)
    let order = d / 2 - 1
    let logScale = lgamma(d / 2) + order * log(2 / argument)
    let bessel = BesselLadder.values(halfOrder: dimension - 2, argument: argument, count: degree)
    let low = stride(from: 1, to: degree, by: 2).reduce(0) { sum, k in
      sum + exp(InnerProductBound.logCount(dimension, k) + 2 * logScale) * bessel[k] * bessel[k]
    }
    let double = BesselLadder.values(halfOrder: dimension - 2, argument: 2 * argument, count: 1)[0]
    let total = (1 - exp(lgamma(d / 2) - order * log(argument)) * double) / 2
    share = 1 - low / total
    norm = total.squareRoot()
    logMultiplicity = InnerProductBound.logCount(dimension, degree)
  }

  /// log N(d,k) = log((2k+d-2) (k+d-3)! / (k! (d-2)!)), k >= 1.
  static func logCount(_ dimension: Int, _ k: Int) -> Double {
    let (d, k) = (Double(dimension), Double(k))
    return log(2 * k + d - 2) + lgamma(k + d - 2) - lgamma(k + 1) - lgamma(d - 1)
  }
}

/// Bessel functions of the first kind whose orders ascend by one, below the argument.
enum BesselLadder {
  /// J_{h/2 + j}(x), j = 0, ..., count - 1, for x above every order, where the recurrence upwards is stable.
  static func values(halfOrder h: Int, argument x: Double, count: Int) -> [Double] {
    let scale = (2 / (Double.pi * x)).squareRoot()
    var (below, here) = h.isMultiple(of: 2) ? (-j1(x), j0(x)) : (scale * cos(x), scale * sin(x))
    var order = h.isMultiple(of: 2) ? 0.0 : 0.5
    func climb() {
      (below, here) = (here, 2 * order / x * here - below)
      order += 1
    }
    while order < Double(h) / 2 { climb() }
    return (0..<count).map { _ in
      defer { climb() }
      return here
    }
  }
}
