/// The spaces of spherical harmonics on S^{d-1}.
public enum Harmonics {
  /// N(d,k) = (2k+d-2)/k * C(k+d-3, d-2), the dimension of the harmonics of degree k on S^{d-1} in R^d; N(d,0) = 1.
  ///
  /// Exact. Source: Efthimiou and Frye, Spherical Harmonics in p Dimensions, theorem 4.4.
  /// - Throws: ``SphereError`` if d < 3, k < 0 or the number does not fit an `Int`.
  public static func count(dimension: Int, degree: Int) throws -> Int {
    try check(dimension: dimension, degree: degree)
    guard degree > 0 else { return 1 }
    let overflow = SphereError.countOverflows(dimension: dimension, degree: degree)
    var binomial: UInt = 1
    // C(n, m) with m the smaller of d-2 and k-1, so that neither a huge d nor a huge k makes the loop long.
    let (short, long) = (min(dimension - 2, degree - 1), max(dimension - 2, degree - 1))
    for factor in 0..<short { binomial = try scale(binomial, by: long + factor + 1, over: factor + 1, overflow) }
    let result = try scale(binomial, by: 2 * degree + dimension - 2, over: degree, overflow)
    guard let count = Int(exactly: result) else { throw overflow }
    return count
  }

  /// N(d,k) in floating point, to a relative error below d times 2.3e-16; infinite beyond the range of doubles.
  /// - Throws: ``SphereError`` if d < 3 or k < 0.
  public static func approximateCount(dimension: Int, degree: Int) throws -> Double {
    try check(dimension: dimension, degree: degree)
    guard degree > 0 else { return 1 }
    var product = Double(2 * degree + dimension - 2) / Double(degree)
    let (short, long) = (min(dimension - 2, degree - 1), max(dimension - 2, degree - 1))
    for factor in 0..<short {
      product *= Double(long + factor + 1) / Double(factor + 1)
      if product == .infinity { break }
    }
    return product
  }

  /// Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)), with which sin(theta)^{d-2} is a probability on [0, pi].
  static func measure(dimension: Int) -> Ball {
    Ball(dimension, over: 2).gamma() / (Ball.pi.squareRoot() * Ball(dimension - 1, over: 2).gamma())
  }

  /// Sizes up to the limits keep every integer of the recurrences within 64 bits.
  static func check(
    dimension: Int, degree: Int, limits: (dimension: Int, degree: Int) = (1_000_000_000, 1_000_000_000)
  ) throws {
    guard dimension >= 3 else { throw SphereError.dimensionTooSmall(dimension: dimension) }
    guard degree >= 0 else { throw SphereError.negativeDegree(degree: degree) }
    for (value, limit) in [(dimension, limits.dimension), (degree, limits.degree)] where value > limit {
      throw SphereError.tooLarge(value: value, limit: limit)
    }
  }

  /// value * numerator / denominator through a double-width product, where the division is known to be exact.
  private static func scale(
    _ value: UInt, by numerator: Int, over denominator: Int, _ overflow: SphereError
  ) throws -> UInt {
    let product = value.multipliedFullWidth(by: UInt(numerator))
    guard product.high < UInt(denominator) else { throw overflow }
    return UInt(denominator).dividingFullWidth(product).quotient
  }
}
