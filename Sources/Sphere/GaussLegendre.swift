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

  public var count: Int { abscissas.count }
  /// The nodes in (-1, 1), ascending.
  public var nodes: [Real] { (0..<count).map { abscissas.value($0) } }
  /// The weights in the order of the nodes.
  public var weights: [Real] { (0..<count).map { masses.value($0) } }

  /// The rule of `count` nodes in `precision` bits, computed once per process.
  /// - Throws: ``SphereError/noNodes(count:)`` if `count` is below 1.
  public static func rule(count: Int, precision: Int) throws -> GaussLegendre {
    guard count >= 1 else { throw SphereError.noNodes(count: count) }
    let key = [count, precision]
    if let known = cache.withLock({ $0[key] }) { return known }
    let rule = GaussLegendre(count: count, precision: precision)
    cache.withLock { $0[key] = rule }
    return rule
  }

  /// The rules computed so far by count and precision.
  private static let cache = Mutex<[[Int]: GaussLegendre]>([:])

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

/// The polynomial P_n and its derivative at a point that moves from 0 to the right, from root to root.
///
/// A move by h sums the Taylor series with terms b_m = P_n^{(m)}(x) h^m / m!, which the Legendre equation gives as
/// b_{m+2} = (2 x h (m+1)^2 b_{m+1} - h^2 (n(n+1) - m(m+1)) b_m) / ((1 - x^2) (m+1) (m+2)).
final class LegendreMarch {
  private let degree: Int
  private let precision: Int
  private let registers: RealBuffer

  /// The current point, P_n there, and P_n' there.
  var point: MPFRPointer { registers[0] }
  private var value: MPFRPointer { registers[1] }
  private var slope: MPFRPointer { registers[2] }

  /// Starts at x = 0, where P_n or P_n' vanishes by parity and the other is a product of ratios.
  init(degree: Int, precision: Int) {
    (self.degree, self.precision) = (degree, precision)
    registers = .zeros(count: 11, precision: precision)
    let start = degree % 2 == 0 ? value : slope
    mpfr_set_si(start, degree % 2 == 0 ? 1 : degree, MPFR_RNDN)
    for factor in stride(from: 2, through: degree - degree % 2, by: 2) {
      mpfr_mul_si(start, start, 1 - factor, MPFR_RNDN)
      mpfr_div_si(start, start, factor, MPFR_RNDN)
    }
  }

  /// Moves to the guess, then by Newton steps to the root of P_n beside it.
  func advance(toRootNear guess: Double) {
    let step = registers[3]
    mpfr_d_sub(step, guess, point, MPFR_RNDN)
    move(by: step)
    // Newton doubles the digits; the bound on the number of steps only guards against a loop without end.
    for _ in 0..<64 {
      mpfr_div(step, value, slope, MPFR_RNDN)
      mpfr_neg(step, step, MPFR_RNDN)
      if mpfr_zero_p(step) != 0 { break }
      let settled = mpfr_get_exp(step) < mpfr_get_exp(point) - precision / 2
      move(by: step)
      if settled { break }
    }
    mpfr_set_zero(value, 1)
  }

  /// Writes 2 / ((1 - x^2) P_n'(x)^2).
  func weight(into result: MPFRPointer) {
    let factor = registers[4]
    let square = registers[5]
    complement(into: factor)
    mpfr_sqr(square, slope, MPFR_RNDN)
    mpfr_mul(factor, factor, square, MPFR_RNDN)
    mpfr_ui_div(result, 2, factor, MPFR_RNDN)
  }

  /// 1 - x^2 as (1 - x)(1 + x), which keeps the digits of 1 - x.
  private func complement(into result: MPFRPointer) {
    let sum = registers[6]
    mpfr_ui_sub(result, 1, point, MPFR_RNDN)
    mpfr_add_ui(sum, point, 1, MPFR_RNDN)
    mpfr_mul(result, result, sum, MPFR_RNDN)
  }

  private func move(by step: MPFRPointer) {
    let linear = registers[4]
    let quadratic = registers[5]
    complement(into: linear)
    mpfr_div(quadratic, step, linear, MPFR_RNDN)
    mpfr_mul(linear, quadratic, point, MPFR_RNDN)
    mpfr_mul_2ui(linear, linear, 1, MPFR_RNDN)
    mpfr_mul(quadratic, quadratic, step, MPFR_RNDN)
    sumSeries(linear: linear, quadratic: quadratic, step: step)
    mpfr_add(point, point, step, MPFR_RNDN)
  }

  private func sumSeries(linear: MPFRPointer, quadratic: MPFRPointer, step: MPFRPointer) {
    var (low, high, next) = (registers[7], registers[8], registers[9])
    let scaled = registers[10]
    mpfr_set(low, value, MPFR_RNDN)
    mpfr_mul(high, slope, step, MPFR_RNDN)
    mpfr_add(value, value, high, MPFR_RNDN)
    mpfr_set(slope, high, MPFR_RNDN)
    let negligible = max(mpfr_get_exp(low), mpfr_get_exp(high)) - precision
    for m in 0..<max(degree - 1, 0) {
      mpfr_mul(next, linear, high, MPFR_RNDN)
      mpfr_mul_si(next, next, (m + 1) * (m + 1), MPFR_RNDN)
      mpfr_mul(scaled, quadratic, low, MPFR_RNDN)
      mpfr_mul_si(scaled, scaled, degree * (degree + 1) - m * (m + 1), MPFR_RNDN)
      mpfr_sub(next, next, scaled, MPFR_RNDN)
      mpfr_div_si(next, next, (m + 1) * (m + 2), MPFR_RNDN)
      mpfr_add(value, value, next, MPFR_RNDN)
      mpfr_mul_si(scaled, next, m + 2, MPFR_RNDN)
      mpfr_add(slope, slope, scaled, MPFR_RNDN)
      if max(mpfr_get_exp(high), mpfr_get_exp(next)) < negligible { break }
      (low, high, next) = (high, next, low)
    }
    mpfr_div(slope, slope, step, MPFR_RNDN)
  }
}

/// The binary exponent; below every other for zero. The macro of the same name is not imported.
private func mpfr_get_exp(_ number: MPFRPointer) -> Int { number.pointee._mpfr_exp }
