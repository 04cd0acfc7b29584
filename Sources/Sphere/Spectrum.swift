import CMPFR
import Foundation

/// The coefficients mu_0 ... mu_K of a kernel kappa(cos theta) on S^{d-1} over the Legendre polynomials P_k of
/// dimension d:
///
/// mu_k = Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)) * Integral_0^pi kappa(cos theta) P_k(cos theta) sin(theta)^{d-2}
/// d theta,
///
/// so that kappa(t) = sum_k N(d,k) mu_k P_k(t), and mu_k are the eigenvalues of the kernel operator for the uniform
/// probability.
///
/// The integral is taken by Gauss-Legendre in s, theta = pi s^p. In theta ReLU kernels are analytic on all of [0, pi],
/// so that p = 1 converges geometrically; where the kernel behaves like theta^q at 0, p must make p*q an integer.
/// Trefethen, Approximation Theory and Approximation Practice, chapter 19, gives the rate.
public struct Spectrum: Sendable {
  /// d: the kernel lives on S^{d-1} in R^d.
  public let dimension: Int
  /// mu_0 ... mu_K.
  public let values: [Real]

  /// For every value the change on doubling the nodes plus the rounding floor: an estimate of the error of the coarser
  /// rule, hence pessimistic for the values returned.
  public let errors: [Real]

  /// The number of nodes of the finer rule, which gave the values.
  public let nodes: Int
  /// The absolute accuracy that was asked of every value: below it a coefficient is not told from zero.
  public let resolution: Real

  /// Computes the spectrum, doubling the nodes until two successive rules agree.
  ///
  /// Every mu_k with N(d,k) |mu_k| >= (k+1)^-6 times the mean of |kappa| gets `digits` correct digits, which covers the
  /// algebraic laws k^{-d-2nu+1} up to nu = 5/2. Any smaller one, vanishing ones among them, is correct to the absolute
  /// ``resolution``: 10^-digits of that bound at k = K, and never above 1e-45 of the mean of |kappa|.
  /// - Parameters:
  ///   - dimension: d, 3 to 10,000.
  ///   - degree: K, the last coefficient, 0 to 100,000.
  ///   - digits: Correct significant digits, 1 to 1000.
  ///   - endpointPower: p, 1 to 64.
  ///   - threads: How many threads share the work; the result has the same bits for any number.
  ///   - kernel: kappa as a function of the angle in (0, pi), given and returned in the working precision. Called
  ///     concurrently, with ``Real/precision`` set to the working precision.
  /// - Throws: ``SphereError`` for arguments out of range, a kernel that is not finite, or no convergence after four
  ///   doublings.
  /// - Complexity: O((K + digits) K) multiplications per rule.
  public init(
    dimension: Int, through degree: Int, digits: Int, endpointPower: Int = 1, threads: Int = 1,
    kernel: @escaping @Sendable (Real) -> Real
  ) throws {
    let accuracy = try Accuracy(dimension: dimension, degree: degree, digits: digits)
    guard (1...64).contains(endpointPower) else { throw SphereError.badEndpointPower(power: endpointPower) }
    let quadrature = SpectrumQuadrature(
      dimension: dimension, degree: degree, precision: accuracy.precision, endpointPower: endpointPower,
      threads: max(threads, 1), kernel: kernel)
    var nodes = Spectrum.initialNodes(
      dimension: dimension, degree: degree, absoluteDigits: accuracy.absoluteDigits, endpointPower: endpointPower)
    var coarse = try quadrature.sum(nodes: nodes)
    var worst = 0
    for _ in 0..<4 {
      nodes *= 2
      let fine = try quadrature.sum(nodes: nodes)
      let check = accuracy.compare(coarse: coarse, fine: fine)
      guard let degree = check.worstDegree else {
        (self.dimension, self.nodes) = (dimension, nodes)
        (values, errors, resolution) = (fine.values, check.errors, check.resolution)
        return
      }
      (coarse, worst) = (fine, degree)
    }
    throw SphereError.notConverged(degree: worst, nodes: nodes)
  }

  /// Enough nodes for P_K(cos(pi s^p)) sin^{d-2}, a sum of waves exp(i omega x) with omega <= p (K+d) pi / 2: the
  /// rule's error on such a wave is about J_{2n}(omega), an Airy tail past 2n = omega. Half a node per digit more is
  /// for the kernel. A bad guess costs time, never accuracy: the doubling checks it.
  static func initialNodes(dimension: Int, degree: Int, absoluteDigits: Int, endpointPower: Int) -> Int {
    let half = Double(endpointPower) * Double(degree + dimension) * Double.pi / 4
    let digits = Double(absoluteDigits)
    let tail = pow(1.5 * log(10) * digits, 2.0 / 3) * cbrt(half) / 2
    return Int((half + tail + digits / 2).rounded(.up))
  }
}

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

extension Real {
  /// This number times an integer ratio, each factor rounded once.
  func scaled(by numerator: Int, over denominator: Int = 1) -> Real {
    map { result, value, rounding in
      _ = mpfr_mul_si(result, value, numerator, rounding)
      return mpfr_div_si(result, result, denominator, rounding)
    }
  }
}
