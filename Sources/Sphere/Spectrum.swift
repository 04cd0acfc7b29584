import Foundation

/// The coefficients mu_0 ... mu_K of a kernel kappa(cos theta) on S^{d-1} over the Legendre polynomials P_k of
/// dimension d:
///
/// mu_k = Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)) * Integral_0^pi kappa(cos theta) P_k(cos theta) sin(theta)^{d-2}
/// d theta,
///
/// so that kappa(t) = sum_k N(d,k) mu_k P_k(t), and mu_k are the eigenvalues of the kernel operator for the uniform
/// probability. Every value is proven: ReLU and step kernels by quadrature with bounds of all its errors
/// (``SpectrumQuadrature``), exponentials by series (``ExponentialSpectrum``); that a value is zero, and not only small, by parity.
///
/// ```swift
/// let spectrum = try Spectrum(of: .tangent(layers: 2), dimension: 3, through: 40, digits: 20)
/// spectrum.values[2].decimal  // 3.9062500000000000000e-2
/// ```
public struct Spectrum: Sendable {
  public let kernel: ZonalKernel
  /// d: the kernel lives on S^{d-1} in R^d.
  public let dimension: Int
  /// mu_0 ... mu_K.
  public let values: [Eigenvalue]
  /// The number of nodes of the rule that gave the values; 0 for a series.
  public let nodes: Int
  /// How often the values were enclosed, each time with more bits, until all were told from their neighbours.
  public let passes: Int

  /// Computes the spectrum to `digits` correctly rounded significant digits.
  /// - Parameters:
  ///   - kernel: kappa; kappa(1) = 1.
  ///   - dimension: d, 3 to 10,000.
  ///   - degree: K, the last coefficient, 0 to 100,000.
  ///   - digits: Significant digits of every value, 1 to 1000.
  /// - Throws: ``SphereError`` for arguments out of range, and for what cannot be proven with the means at hand.
  /// - Complexity: O((K + digits) K) multiplications.
  public init(of kernel: ZonalKernel, dimension: Int, through degree: Int, digits: Int) throws {
    try SpectrumLimits.check(kernel, dimension: dimension, degree: degree, digits: digits)
    defer { FlintLibrary.forgetThread() }
    var bits = SpectrumLimits.firstBits(kernel, dimension: dimension, degree: degree, digits: digits)
    var worst = 0
    for pass in 1...SpectrumLimits.passes {
      let enclosed = try Self.enclose(kernel, dimension: dimension, degree: degree, bits: bits)
      var (values, missing) = ([Eigenvalue](), 0)
      for (k, ball) in enclosed.values.enumerated() {
        let attempt =
          kernel.vanishes(degree: k)
          ? try Eigenvalue.attemptZero(ball, degree: k, digits: digits, bits: bits)
          : Eigenvalue.attempt(ball, digits: digits, bits: bits)
        switch attempt {
        case .settled(let value): values.append(value)
        case .needs(let more): if more > missing { (missing, worst) = (more, k) }
        }
      }
      if missing == 0 {
        (self.kernel, self.dimension, self.values) = (kernel, dimension, values)
        (nodes, passes) = (enclosed.nodes, pass)
        return
      }
      bits += missing
    }
    throw SphereError.notResolved(degree: worst, bits: bits)
  }

  /// Frees the quadrature rules that are kept for further spectra, as benchmarks do to begin from nothing.
  public static func forgetRules() { GaussLegendre.forget() }

  /// Enclosures with an error of about 2^-bits, whether or not they tell the values from zero.
  static func enclose(_ kernel: ZonalKernel, dimension: Int, degree: Int, bits: Int) throws(SphereError) -> SpectrumPass
  {
    if case .exponential(let c, let gamma) = kernel {
      return ExponentialSpectrum(c: c, gamma: gamma, dimension: dimension, degree: degree).enclose(bits: bits)
    }
    return try SpectrumQuadrature(kernel: kernel, dimension: dimension, degree: degree).enclose(bits: bits)
  }
}

/// What sizes are accepted, and with how many bits to begin.
enum SpectrumLimits {
  static let passes = 16
  /// Nodes beyond which memory and time are not what anybody expects.
  static let nodes = 1_000_000
  /// c 2^gamma up to which the series of an exponential is summed: about 2.9 bits cancel per unit.
  static let reach = 2000.0

  static func check(_ kernel: ZonalKernel, dimension: Int, degree: Int, digits: Int) throws {
    try Harmonics.check(dimension: dimension, degree: degree, limits: (10_000, 100_000))
    guard (1...1000).contains(digits) else { throw SphereError.badDigits(digits: digits) }
    try kernel.check()
    if case .exponential(let c, let gamma) = kernel, gamma < 1, c * exp2(gamma) > reach {
      throw SphereError.exponentialTooNarrow(c: c, gamma: gamma)
    }
  }

  /// Bits after the point with which all values probably get their digits.
  static func firstBits(_ kernel: ZonalKernel, dimension: Int, degree: Int, digits: Int) -> Int {
    let wanted = Double(max(digits, 20) + 6)
    if case .exponential(_, gamma: 1) = kernel { return Int(wanted * 3.33) + 20 }
    let decay = max(0, kernel.decayDigits(dimension: dimension, degree: degree))
    return Int((wanted + decay) * 3.33) + 4
  }
}
