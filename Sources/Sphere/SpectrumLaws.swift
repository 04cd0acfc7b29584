import Foundation

/// The exact coefficients of an end singularity, which set how fast a spectrum decays.
///
/// A kernel that near t = 1 is a polynomial plus c (1-t)^nu, nu not a non-negative integer, has mu_k ~ c C(d,nu)
/// k^{-d-2nu+1}, and (1-t)^nu alone has exactly mu_k = C(d,nu) Gamma(k-nu) / Gamma(k+nu+d-1) for nu > -(d-1)/2, with
///
/// C(d,nu) = 2^{nu+d-2} Gamma(d/2) Gamma(nu+(d-1)/2) / (sqrt(pi) Gamma(-nu)).
///
/// For (1+t)^nu multiply by (-1)^k. Source: Bietti and Bach, Deep Equals Shallow for ReLU Networks in Kernel Regimes,
/// theorem 1; the exact form is Rodrigues' formula and a beta integral.
public enum DecayLaw {
  /// C(d,nu) in double precision, to about 1e-14 for d <= 64.
  /// - Throws: ``SphereError`` if d < 3 or nu is a non-negative integer.
  public static func constant(dimension: Int, exponent nu: Double) throws -> Double {
    try check(dimension: dimension, exponent: nu)
    let d = Double(dimension)
    let shifted: Double = nu + (d - 1) / 2
    let numerator: Double = (nu + d - 2) * log(2) + lgamma(d / 2) + lgamma(shifted)
    let denominator: Double = log(Double.pi) / 2 + lgamma(-nu)
    return gammaSign(shifted) * gammaSign(-nu) * exp(numerator - denominator)
  }

  /// mu_k of (1-t)^nu in double precision: C(d,nu) Gamma(k-nu) / Gamma(k+nu+d-1), relative error about 1e-15 times k
  /// log k.
  /// - Throws: ``SphereError`` if d < 3, k < 0, or nu is a non-negative integer.
  public static func coefficient(dimension: Int, exponent nu: Double, degree: Int) throws -> Double {
    try Harmonics.check(dimension: dimension, degree: degree)
    let (d, k) = (Double(dimension), Double(degree))
    let sign = gammaSign(k - nu) * gammaSign(k + nu + d - 1)
    return try constant(dimension: dimension, exponent: nu) * sign * exp(lgamma(k - nu) - lgamma(k + nu + d - 1))
  }

  /// mu_k of (1-t)^nu as a ball, in the precision in force.
  /// - Throws: ``SphereError`` if d < 3, k < 0, or nu is a non-negative integer.
  public static func coefficient(dimension: Int, exponent nu: Ball, degree: Int) throws -> Ball {
    try Harmonics.check(dimension: dimension, degree: degree)
    try check(dimension: dimension, exponent: nu.double)
    let half = Ball(dimension - 1, over: 2)
    let numerator = Ball(2).power(nu + Ball(dimension - 2)) * Ball(dimension, over: 2).gamma() * (nu + half).gamma()
    let constant = numerator * (-nu).reciprocalGamma() / Ball.pi.squareRoot()
    return constant * (Ball(degree) - nu).gamma() * (Ball(degree + dimension - 1) + nu).reciprocalGamma()
  }

  /// mu_k of atOne (1-t)^nu + atMinusOne (1+t)^nu: (atOne + (-1)^k atMinusOne) C(d,nu) Gamma(k-nu) / Gamma(k+nu+d-1).
  /// - Throws: ``SphereError`` if d < 3, k < 0, or nu is a non-negative integer.
  public static func coefficient(
    dimension: Int, exponent nu: Double, atOne: Double, atMinusOne: Double, degree: Int
  ) throws -> Double {
    let ends = degree.isMultiple(of: 2) ? atOne + atMinusOne : atOne - atMinusOne
    return ends == 0 ? 0 : try ends * coefficient(dimension: dimension, exponent: nu, degree: degree)
  }

  /// The constants at both ends from what they make of the two parities: even = atOne + atMinusOne, odd = atOne - atMinusOne.
  public static func ends(even: Double, odd: Double) -> (atOne: Double, atMinusOne: Double) {
    ((even + odd) / 2, (even - odd) / 2)
  }

  /// -d - 2 nu + 1: the exponent of the power of k as which the coefficients of (1-t)^nu decay.
  public static func rate(dimension: Int, exponent nu: Double) -> Double { -(Double(dimension) + 2 * nu - 1) }

  /// k + (d-2)/2: the variable in which the Gamma form is a pure power up to a relative 1/k^2, while bare k biases its
  /// exponent by about (d-2)/(2k) of itself.
  public static func centred(degree: Int, dimension: Int) -> Double { Double(degree) + Double(dimension - 2) / 2 }

  /// (k + (d-2)/2)^power: what levels a coefficient that decays as the power -`power`.
  public static func level(degree: Int, dimension: Int, power: Double) -> Double {
    pow(centred(degree: degree, dimension: dimension), power)
  }

  private static func check(dimension: Int, exponent nu: Double) throws {
    guard dimension >= 3 else { throw SphereError.dimensionTooSmall(dimension: dimension) }
    guard nu.isFinite, nu < 0 || nu != nu.rounded() else { throw SphereError.integerExponent(exponent: nu) }
  }

  /// The sign of Gamma(x), which lgamma leaves out.
  private static func gammaSign(_ x: Double) -> Double { x > 0 || Int(x.rounded(.down)).isMultiple(of: 2) ? 1 : -1 }
}

/// What n independent uniform points make of the spectrum of a zonal kernel.
///
/// The eigenvalues of K/n cluster near mu_k, N(d,k) of them each. In the basis of spherical harmonics K/n is
/// T^{1/2} (I + E) T^{1/2}, T the diagonal of the mu_k and E the sampling error of the harmonics' Gram matrix, with
/// E[E_{ab}^2] = 1/n between different harmonics, summed over one of the two degrees by the addition theorem, and no error
/// at all in the trace of one degree (the same theorem). Second-order perturbation theory then gives
///
///     E[mean of cluster k] = mu_k + (1/n) sum_{j != k} N_j mu_j mu_k / (mu_k - mu_j) + O(n^-2),
///
/// where degrees beyond those given enter through their total weight kappa(1) - sum N_j mu_j, as if their mu were 0.
/// Inside a cluster the eigenvalues spread like those of a Gaussian symmetric matrix of variance mu_k^2 / n, so within
/// mu_k (+-) 2 mu_k sqrt(N_k / n) to leading order (Wigner's semicircle). A cluster is resolved when that range meets
/// none of a smaller mu_k and every cluster above it is resolved too: what lies below is the noise floor.
public struct FiniteSample: Sendable, Equatable {
  /// Clusters in descending order of mu_k, as far as n eigenvalues hold them.
  public let clusters: [Cluster]

  /// The eigenvalues of one degree.
  public struct Cluster: Sendable, Equatable {
    /// k.
    public let degree: Int
    /// N(d,k).
    public let multiplicity: Int
    /// mu_k, what the mean tends to.
    public let eigenvalue: Double
    /// The expected mean at this n.
    public let mean: Double
    /// The ends of the range over which the eigenvalues spread.
    public let range: ClosedRange<Double>
    /// Whether the cluster stands above the noise floor.
    public let isResolved: Bool
    /// How many eigenvalues of K/n, in descending order, come before it.
    public let offset: Int
  }

  /// The clusters of a kernel on S^{d-1} with eigenvalues `spectrum` for degrees 0, 1, ...
  /// - Parameter diagonal: kappa(1), the sum of all N_k mu_k.
  /// - Throws: ``SphereError`` if d < 3 or an eigenvalue is not finite.
  public init(spectrum: [Double], dimension: Int, diagonal: Double, count: Int) throws {
    if let degree = spectrum.firstIndex(where: { !$0.isFinite }) {
      throw SphereError.eigenvalueNotFinite(degree: degree)
    }
    let sizes = try spectrum.indices.map { try Harmonics.approximateCount(dimension: dimension, degree: $0) }
    let tail = diagonal - zip(spectrum, sizes).map(*).reduce(0, +)
    let order = spectrum.indices.filter { spectrum[$0] > 0 }.sorted { (spectrum[$0], $1) > (spectrum[$1], $0) }
    let drafts = order.map { k in Self.draft(k, spectrum, sizes, order, tail: tail, count: Double(count)) }
    var highest = [0.0]
    for draft in drafts.reversed() { highest.append(max(draft.range.upperBound, highest[highest.count - 1])) }
    highest.reverse()
    var clusters: [Cluster] = []
    var resolved = true
    var offset = 0
    for (position, draft) in drafts.enumerated() {
      guard sizes[draft.degree] <= Double(count - offset) else { break }
      let multiplicity = try Harmonics.count(dimension: dimension, degree: draft.degree)
      resolved = resolved && draft.range.lowerBound > highest[position + 1]
      clusters.append(
        Cluster(
          degree: draft.degree, multiplicity: multiplicity, eigenvalue: spectrum[draft.degree], mean: draft.mean,
          range: draft.range, isResolved: resolved, offset: offset))
      offset += multiplicity
    }
    self.clusters = clusters
  }

  /// The expected mean and range of the cluster of degree k.
  private static func draft(
    _ k: Int, _ spectrum: [Double], _ sizes: [Double], _ order: [Int], tail: Double, count: Double
  ) -> (degree: Int, mean: Double, range: ClosedRange<Double>) {
    var shift = tail
    for j in order where spectrum[j] != spectrum[k] {
      shift += sizes[j] * spectrum[j] * spectrum[k] / (spectrum[k] - spectrum[j])
    }
    let mean = spectrum[k] + shift / count
    let radius = 2 * spectrum[k] * (sizes[k] / count).squareRoot()
    return (k, mean, mean.isFinite && radius.isFinite ? mean - radius...mean + radius : -.infinity ... .infinity)
  }
}
