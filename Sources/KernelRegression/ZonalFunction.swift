import LinearAlgebra
import Statistics

/// f(x) = sum_k a_k P_k(w.x) on S^{D-1}: a smooth target whose place in the spectrum of every zonal kernel is known.
///
/// P_k is the Legendre polynomial of dimension D, P_k(1) = 1, by (k+D-2) P_{k+1}(t) = (2k+D-2) t P_k(t) - k P_{k-1}(t).
public struct ZonalFunction: Sendable, Equatable {
  /// D.
  public let dimension: Int
  /// a_0, a_1, ...
  public let coefficients: [Double]

  /// - Throws: ``RegressionError`` for D < 3, no coefficients, or one that is not finite.
  public init(dimension: Int, coefficients: [Double]) throws {
    guard dimension >= 3 else {
      throw RegressionError.outside(
        what: "the dimension of the harmonics", value: Double(dimension), need: "give 3 or more")
    }
    guard !coefficients.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.finite(coefficients)
    self.dimension = dimension
    self.coefficients = coefficients
  }

  /// f at a cosine t = w.x.
  public func callAsFunction(_ t: Double) -> Double {
    var (below, here) = (0.0, 1.0)
    var sum = 0.0
    for (degree, coefficient) in coefficients.enumerated() {
      sum += coefficient * here
      let (k, d) = (Double(degree), Double(dimension))
      (below, here) = (here, ((2 * k + d - 2) * t * here - k * below) / (k + d - 2))
    }
    return sum
  }

  /// f at every row of `points`, unit vectors, with w the first axis.
  ///
  /// - Throws: ``RegressionError`` unless the points have D coordinates.
  public func values(at points: Matrix) throws -> [Double] {
    guard points.columns == dimension else {
      throw RegressionError.mismatch(what: "coordinates of the points", expected: dimension, found: points.columns)
    }
    return (0..<points.rows).map { self(points[$0, 0]) }
  }

  /// The variance per harmonic of each degree if w is uniform: a_k^2 / N(D,k)^2, for `count` degrees.
  public func variances(count: Int) -> [Double] {
    (0..<max(count, 0)).map { degree in
      guard degree < coefficients.count else { return 0 }
      let share = coefficients[degree] / HarmonicLevels.multiplicity(dimension: dimension, degree: Double(degree))
      return share * share
    }
  }
}
