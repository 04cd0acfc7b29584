import Foundation

/// Daniely's lower bound on the width that one hidden layer needs for F(x, x') = sin(a <x, x'>), a = pi d^3, on pairs of points
/// of the sphere S^{d-1}, evaluated in log space.
///
/// Over degrees k, F has the squared norms N(d,k) (Gamma(d/2) (2/a)^{d/2-1} J_{k+d/2-1}(a))^2 for odd k (the plane-wave expansion),
/// which add up to (1 - Gamma(d/2) a^{1-d/2} J_{d/2-1}(2a)) / 2. A neuron's part of degree at least n is at most its norm over
/// sqrt(N(d,n)), so that the width is at least of the order of sqrt(share N(d,n)), the share being that of degrees >= n = d^2,
/// for weights that are polynomial in d. Sources: Daniely, COLT 2017; Safran, Eldan, Shamir, COLT 2019, theorem 4;
/// Watson, "A Treatise on the Theory of Bessel Functions", section 11.5.
public struct InnerProductBound: Sendable, Equatable {
  /// d, of each of the two inputs.
  public let dimension: Int
  /// The share of the squared norm of F in degrees >= d^2.
  public let share: Double
  /// log N(d, d^2).
  public let logMultiplicity: Double

  /// log of sqrt(share N(d, d^2)).
  public var logWidth: Double { (log(share) + logMultiplicity) / 2 }

  /// The p with which the width is d^p.
  public var power: Double { logWidth / log(Double(dimension)) }

  /// - Throws: `NetworkError.outside` for a dimension out of 3...200.
  public init(dimension: Int) throws {
    guard (3...200).contains(dimension) else {
      throw NetworkError.outside(what: "the dimension", range: 3...200, value: dimension)
    }
    self.dimension = dimension
    let d = Double(dimension)
    let (argument, degree) = (Double.pi * d * d * d, dimension * dimension)
    let order = d / 2 - 1
    let logScale = lgamma(d / 2) + order * log(2 / argument)
    let bessel = BesselLadder.values(halfOrder: dimension - 2, argument: argument, count: degree)
    var low = 0.0
    for k in stride(from: 1, to: degree, by: 2) {
      low += exp(InnerProductBound.logCount(dimension, k) + 2 * logScale) * bessel[k] * bessel[k]
    }
    let double = BesselLadder.values(halfOrder: dimension - 2, argument: 2 * argument, count: 1)[0]
    let total = (1 - exp(lgamma(d / 2) - order * log(argument)) * double) / 2
    share = 1 - low / total
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
