import CMPFR
import Foundation
import Synchronization

/// The Gauss-Legendre rule: Integral_{-1}^{1} f(x) dx = sum_i w_i f(x_i), exact for polynomials of degree at most 2n-1.
///
/// Nodes are the roots of the Legendre polynomial P_n, ascending and symmetric about 0; weights are
/// w_i = 2 / ((1 - x_i^2) P_n'(x_i)^2), positive with sum 2. Both have a relative error below a few units in the last place of the
/// precision asked for. n = 1 is the midpoint rule.
///
/// Cost is O(n * precision) operations: roots are found one after the other by Taylor series of P_n about the last
/// root, whose coefficients follow from the differential equation. Source: Glaser, Liu and Rokhlin, A fast algorithm
/// for the calculation of the roots of special functions, SIAM J. Sci. Comput. 29 (2007).
public struct GaussLegendre: Sendable {
  let abscissas: RealBuffer
  let masses: RealBuffer

  /// The number of nodes.
  public var count: Int { abscissas.count }

  /// The nodes in (-1, 1), ascending.
  public var nodes: [Real] { (0..<count).map { abscissas.value($0) } }

  /// The weights in the order of the nodes.
  public var weights: [Real] { (0..<count).map { masses.value($0) } }

  /// The rule of `count` nodes in `precision` bits, computed once per process.
  ///
  /// - Throws: ``SphereError/noNodes(count:)`` if `count` is below 1.
  public static func rule(count: Int, precision: Int) throws -> GaussLegendre {
    guard count >= 1 else { throw SphereError.noNodes(count: count) }
    let key = Key(count: count, precision: precision)
    if let known = cache.withLock({ $0[key] }) { return known }
    let rule = GaussLegendre(count: count, precision: precision)
    cache.withLock { $0[key] = rule }
    return rule
  }

  private struct Key: Hashable {
    let count: Int
    let precision: Int
  }

  private static let cache = Mutex<[Key: GaussLegendre]>([:])

  private init(count: Int, precision: Int) {
    abscissas = RealBuffer(count: count, precision: precision)
    masses = RealBuffer(count: count, precision: precision)
    // Near the ends 1 - x^2 is of order n^-2, which costs 2 log2(n) bits; the march adds up to n rounding errors.
    let guardBits = 40 + 3 * (Int.bitWidth - count.leadingZeroBitCount)
    let march = LegendreMarch(degree: count, precision: precision + guardBits)
    let half = count / 2
    if count % 2 == 1 { store(march, at: half) }
    for index in 0..<half {
      // Roots counted from the right end: j = 1 is the largest.
      let fromEnd = half - index
      march.advance(toRootNear: Self.guess(count: count, fromEnd: fromEnd))
      let right = count - fromEnd
      store(march, at: right)
      mpfr_neg(abscissas[fromEnd - 1], abscissas[right], MPFR_RNDN)
      mpfr_set(masses[fromEnd - 1], masses[right], MPFR_RNDN)
    }
  }

  /// Olver's uniform expansion of the j-th root from the right, x = cos(psi + (psi cot psi - 1) / (8 psi r^2)), psi =
  /// j_{0,j} / r, r = n + 1/2, with McMahon's expansion of the Bessel zeros j_{0,j}. Source: DLMF 18.16.8 and 10.21.19.
  private static func guess(count: Int, fromEnd: Int) -> Double {
    let phase = (Double(fromEnd) - 0.25) * Double.pi
    let small = 1 / (8 * phase)
    let square = small * small
    let zero = phase + small * (1 - square * (124.0 / 3 - square * 120_928.0 / 15))
    let order = Double(count) + 0.5
    let psi = zero / order
    return cos(psi + (psi / tan(psi) - 1) / (8 * psi * order * order))
  }

  private func store(_ march: LegendreMarch, at index: Int) {
    mpfr_set(abscissas[index], march.point, MPFR_RNDN)
    march.weight(into: masses[index])
  }
}
