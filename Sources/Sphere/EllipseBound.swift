import CFlint
import Foundation

/// A proven bound of the integrands F_k(s) = kappa P_k(cos theta) sin^{d-2}(theta) pi p s^{p-1}, theta = pi s^p, for all
/// k <= K on and inside an ellipse, and the error of Gauss-Legendre that follows.
///
/// |P_k(cos theta)| <= cosh(k |Im theta|) <= e^{K |Im theta|} for all complex theta, since P_k(cos theta) is a mean of
/// cos((k-2j) theta) with weights >= 0 (d >= 3). Inside, the maximum principle holds. With |F| <= M on the ellipse of
/// semi-axes summing to rho/2 about [0, 1] the N-point rule, N >= 2, errs by at most
///
/// |Integral_0^1 F ds - Q_N| <= (32/15) M rho^{-2N} / (1 - rho^{-2}).
///
/// Source: Trefethen, Approximation Theory and Approximation Practice, theorem 19.3, mapped to [0, 1].
struct EllipseBound {
  let rho: Double
  /// log M, rounded up.
  let logMaximum: Double
  /// How many discs covered the upper half of the ellipse.
  let discs: Int

  /// The bound for the ellipse that the search finds, or for a smaller one.
  /// - Throws: ``SphereError/noEllipse`` if none is proven.
  init(kernel: ZonalKernel, dimension: Int, degree: Int, bits: Int) throws(SphereError) {
    let search = EllipseSearch(kernel: kernel, dimension: dimension, degree: degree)
    guard var ellipse = search.best(bits: bits) else { throw .noEllipse }
    for _ in 0..<40 {
      let cover = EllipseCover(kernel: kernel, dimension: dimension, degree: degree, ellipse: ellipse)
      if let bound = cover.logMaximum() {
        (rho, logMaximum, discs) = (ellipse.rho, bound, cover.discs)
        return
      }
      guard let smaller = search.shrunk(to: 0.95 * log(ellipse.rho)) else { break }
      ellipse = smaller
    }
    throw .noEllipse
  }

  /// Enough nodes for an error of about 2^-bits, rounded up to a ladder of counts whose rules are shared.
  func nodes(bits: Int) -> Int {
    let need: Double = Double(bits) * M_LN2 + logMaximum + log(32.0 / 15) - log(1 - 1 / (rho * rho))
    let count = max(2, (need / (2 * log(rho))).rounded(.up) + 1)
    let step = count > 64 ? exp2(log2(count).rounded(.down) - 4) : 4
    return Int((count / step).rounded(.up) * step)
  }

  /// A bound of the error of the rule of `nodes` nodes on [0, 1], in units of 2^-bits.
  func error(nodes: Int, bits: Int) -> Upper {
    Ball.withPrecision(64) {
      let square = Ball(rho) * Ball(rho)
      let decay = square.power(-nodes) / (Ball(1) - Ball(1) / square)
      let bound = Ball(logMaximum).exponential() * decay * Ball(32, over: 15)
      return withExtendedLifetime(bound) { BoundReader().upper(bound.storage.start, bits: bits) }
    }
  }
}

/// The cover of the upper half of one ellipse by discs, refined until their bounds are close to the likely maximum.
final class EllipseCover {
  private let dimension, degree, power: Int
  private let discBounds: KernelDiscs
  private let goal: Double
  private let reader = BoundReader()
  private let axes = ArbVector(count: 2)
  private let scratch = ArbVector(count: 3)
  private let box = AcbVector(count: 1)
  private let jacobian: Double
  private(set) var discs = 0

  /// Arcs of pi/16, halved at most this often.
  private static let (arcs, depth) = (16, 13)
  /// What a bound may exceed the likely maximum by, in log M: less costs discs, more costs nodes.
  private static let slack = 1.5

  init(kernel: ZonalKernel, dimension: Int, degree: Int, ellipse: EllipseSearch.Ellipse) {
    (self.dimension, self.degree, power) = (dimension, degree, kernel.endpointPower)
    discBounds = KernelDiscs(kernel: kernel)
    goal = ellipse.logMaximum + Self.slack
    jacobian = reader.log(Upper(3.141_592_654 * Double(power)))
    // (rho +- 1/rho)/2.
    let (rho, inverse) = (scratch[0], scratch[1])
    arb_set_d(rho, ellipse.rho)
    arb_inv(inverse, rho, 64)
    arb_add(axes[0], rho, inverse, 64)
    arb_sub(axes[1], rho, inverse, 64)
    for axis in 0..<2 { arb_mul_2exp_si(axes[axis], axes[axis], -1) }
  }

  /// log M, rounded up; nil if some arc cannot be proven.
  func logMaximum() -> Double? {
    var largest = -Double.infinity
    for arc in 0..<Self.arcs {
      let start = Double(arc) / Double(Self.arcs)
      guard let bound = bound(from: start, to: start + 1 / Double(Self.arcs), depth: Self.depth) else { return nil }
      largest = max(largest, bound)
    }
    return largest
  }

  /// The bound of the arc phi = pi [start, end]; ends and middles of arcs are exact in binary.
  private func bound(from start: Double, to end: Double, depth: Int) -> Double? {
    let whole = bound(middle: (start + end) / 2, half: (end - start) / 2)
    if let whole, whole <= goal || depth == 0 { return whole }
    guard depth > 0 else { return nil }
    let middle = (start + end) / 2
    guard let left = bound(from: start, to: middle, depth: depth - 1),
      let right = bound(from: middle, to: end, depth: depth - 1)
    else { return nil }
    return max(left, right)
  }

  /// The bound on one disc around the arc.
  private func bound(middle: Double, half: Double) -> Double? {
    discs += 1
    let (phase, sine, cosine) = (scratch[0], scratch[1], scratch[2])
    arb_set_d(phase, middle)
    mag_set_d(phase.radius, half)
    arb_sin_cos_pi(sine, cosine, phase, 64)
    arb_mul(box[0].real, axes[0], cosine, 64)
    arb_mul(box[0].imaginary, axes[1], sine, 64)
    acb_add_ui(box[0], box[0], 1, 64)
    acb_mul_2exp_si(box[0], box[0], -1)
    guard let bounds = discBounds.bounds(box[0]) else { return nil }
    let factors = [
      (1.0, reader.log(bounds.kernel)), (Double(dimension - 2), reader.log(bounds.sine)),
      (Double(power - 1), reader.log(bounds.unit)), (Double(degree), bounds.imaginary.value),
    ]
    let sum = factors.reduce(jacobian) { ($0 + ($1.0 * $1.1).nextUp).nextUp }
    return sum.isNaN ? nil : sum
  }
}
