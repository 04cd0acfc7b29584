import CFlint
import Foundation

/// Enclosures of mu_0 ... mu_K and the number of nodes that they took, none for a series.
struct SpectrumPass {
  let values: [Ball]
  let nodes: Int
}

/// The eigenvalues of ReLU and step kernels by Gauss-Legendre in s, theta = pi s^p, with every error bounded:
///
/// the rule's own (``EllipseBound``); the radii of kernel values and weights; the cosines' errors times |P_k'| <=
/// k(k+d-2)/(d-1); the recurrence's and the products' (``FixedRecurrence``).
///
/// For p = 1 nodes s and 1 - s have cosines of both signs, so that one recurrence serves both: P_k(-t) = (-1)^k P_k(t).
struct SpectrumQuadrature {
  let kernel: ZonalKernel
  let dimension: Int
  let degree: Int

  /// One pass with an absolute error of about 2^-bits.
  func enclose(bits: Int) throws(SphereError) -> SpectrumPass {
    let ellipse = try EllipseBound(kernel: kernel, dimension: dimension, degree: degree, bits: bits)
    let nodes = ellipse.nodes(bits: bits)
    guard nodes <= SpectrumLimits.nodes else { throw .tooManyNodes(nodes: nodes) }
    // The errors in cosines and of the recurrence are multiplied by about K^2.
    let guardBits = 10 + Int((2 * log2(Double(degree + 2))).rounded(.up))
    let scale = FixedRecurrence.Scale(bits: bits + guardBits, power: kernel.endpointPower)
    let rule = try GaussLegendre.rule(count: nodes, bits: scale.bits + 10)
    let terms = SpectrumTerms(kernel: kernel, dimension: dimension, degree: degree, rule: rule, scale: scale)
    let error = try terms.fill() + ellipse.error(nodes: nodes, bits: scale.bits)
    guard error.value.isFinite else { throw .noEllipse }
    return SpectrumPass(values: normalised(terms.recurrence.sums(), scale, error), nodes: nodes)
  }

  /// Sums and their error in units of 2^-B, times 1/2 (ds = dx/2, which the error has in it) and
  /// Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)).
  private func normalised(_ sums: ArbVector, _ scale: FixedRecurrence.Scale, _ error: Upper) -> [Ball] {
    Ball.withPrecision(scale.bits + 10) {
      let (measure, reader) = (Harmonics.measure(dimension: dimension), BoundReader())
      return (0...degree).map { k in
        let sum = Ball { result in
          arb_mul_2exp_si(result, sums[k], 1 - scale.termBits)
          reader.widen(result, by: error, bits: scale.bits)
        }
        return sum * measure
      }
    }
  }
}

/// The terms of the quadrature's sum, node by node, and a bound of what they are off.
final class SpectrumTerms {
  let recurrence: FixedRecurrence
  private let kernel: ZonalKernel
  private let dimension, power, bits: Int
  private let rule: GaussLegendre
  private let scale: FixedRecurrence.Scale
  private let node: KernelNode
  private let reader = BoundReader()
  private let scratch = ArbVector(count: 9)
  /// |P_K'| <= K(K+d-2)/(d-1).
  private let slope: Upper

  private var pi: ArbPointer { scratch[0] }
  private var place: ArbPointer { scratch[1] }
  private var angle: ArbPointer { scratch[2] }
  private var sine: ArbPointer { scratch[3] }
  private var cosine: ArbPointer { scratch[4] }
  private var factor: ArbPointer { scratch[5] }
  private var left: ArbPointer { scratch[6] }
  private var right: ArbPointer { scratch[7] }
  private var work: ArbPointer { scratch[8] }

  init(
    kernel: ZonalKernel, dimension: Int, degree: Int, rule: GaussLegendre, scale: FixedRecurrence.Scale
  ) {
    (self.kernel, self.dimension, self.rule, self.scale) = (kernel, dimension, rule, scale)
    power = kernel.endpointPower
    bits = scale.bits + 10
    node = KernelNode(kernel: kernel, bits: bits)
    let folds = power == 1
    recurrence = FixedRecurrence(
      dimension: dimension, degree: degree, count: folds ? (rule.count + 1) / 2 : rule.count, scale: scale, folds: folds
    )
    slope = Upper(Double(degree) * Double(degree + dimension - 2) / Double(dimension - 1)) + Upper(1)
    arb_const_pi(pi, bits)
  }

  /// Sets all terms; a bound of what the integral over [0, 1] is off for any k <= K, in units of 2^-B.
  func fill() throws(SphereError) -> Upper {
    var sum = Upper.zero
    for index in 0..<recurrence.count {
      guard let error = power == 1 ? pair(index) : single(index) else {
        throw .kernelNotFinite(angle: arf_get_d(angle.mid, ARF_RND_NEAR))
      }
      sum += error
    }
    // Cut off products, one a node, in units of 2^-(termBits - 2).
    let products = Double(sign: .plus, exponent: scale.bits - scale.termBits + 2, significand: Double(recurrence.count))
    return Upper(0.5) * (sum + Upper(products))
  }

  /// The nodes (1 +- x)/2 together: with phi = pi x/2 their angles are pi/2 -+ phi and their cosines +- sin phi.
  private func pair(_ index: Int) -> Upper? {
    let weight = rule.read(index, into: place)
    arb_mul(angle, pi, place, bits)
    arb_mul_2exp_si(angle, angle, -1)
    arb_sin_cos(cosine, sine, angle, bits)
    measure(weight)
    arb_mul_2exp_si(work, pi, -1)
    arb_sub(place, work, angle, bits)
    node.evaluate(place, into: left)
    arb_mul(left, left, factor, bits)
    if 2 * index + 1 == rule.count {
      arb_zero(right)
    } else {
      arb_add(place, work, angle, bits)
      node.evaluate(place, into: right)
      arb_mul(right, right, factor, bits)
    }
    arb_sub(work, left, right, bits)
    arb_add(left, left, right, bits)
    guard let even = recurrence.setTerm(left, node: index), let odd = recurrence.setTerm(work, node: index, isOdd: true)
    else { return nil }
    return error(index, term: Upper.max(even, odd), size: Upper.max(reader.upper(left), reader.upper(work)))
  }

  /// The node s = (1 + x)/2 with angle pi s^p.
  private func single(_ index: Int) -> Upper? {
    let weight = rule.read(index, into: place)
    arb_add_ui(place, place, 1, bits)
    arb_mul_2exp_si(place, place, -1)
    arb_pow_ui(work, place, UInt(power - 1), bits)
    arb_mul(angle, work, place, bits)
    arb_mul(angle, angle, pi, bits)
    arb_sin_cos(sine, cosine, angle, bits)
    measure(weight)
    arb_mul(factor, factor, work, bits)
    arb_mul_ui(factor, factor, UInt(power), bits)
    node.evaluate(angle, into: left)
    arb_mul(left, left, factor, bits)
    guard let term = recurrence.setTerm(left, node: index) else { return nil }
    return error(index, term: term, size: reader.upper(left))
  }

  /// pi w sin(theta)^{d-2} into `factor`.
  private func measure(_ weight: ArbPointer) {
    arb_pow_ui(factor, sine, UInt(dimension - 2), bits)
    arb_mul(factor, factor, weight, bits)
    arb_mul(factor, factor, pi, bits)
  }

  /// Stores the cosine; what the node adds to the error of the sum, whose term is off by `term` and of this size.
  private func error(_ index: Int, term: Upper, size: Upper) -> Upper? {
    guard let cosineError = recurrence.setCosine(cosine, node: index) else { return nil }
    let polynomial = slope * cosineError + recurrence.recurrenceError(sine: reader.lower(sine), error: cosineError)
    // |P_k| <= 1, and what is computed of it exceeds that by less than the bound just made.
    let excess = Double(sign: .plus, exponent: -min(scale.bits, 1000), significand: 1) * polynomial
    return term * (Upper(1) + excess) + size * polynomial
  }
}
