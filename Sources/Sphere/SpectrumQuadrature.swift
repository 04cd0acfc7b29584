import CMPFR
import Foundation
import Synchronization

/// The coefficients by one rule, and the integral of |kappa| by the same rule.
struct SpectrumSum {
  let values: [Real]
  let scale: Real
}

/// One pass over the nodes of a rule, accumulating all coefficients by the recurrence in the degree.
///
/// The recurrence is linear, so each node starts it from weight times kernel and its terms are simply added up. It runs
/// in the monic scaling Q_{k+1} = t Q_k - beta_k Q_{k-1}, beta_k = k (k+d-3) / ((2k+d-2)(2k+d-4)), P_k = A_k Q_k with
/// A_{k+1} = A_k (2k+d-2)/(k+d-2): two products per node and degree.
struct SpectrumQuadrature {
  let dimension: Int
  let degree: Int
  let precision: Int
  let endpointPower: Int
  let threads: Int
  let kernel: @Sendable (Real) -> Real

  /// Nodes are summed in this many blocks whatever the number of threads, and the blocks in order, so that the bits of
  /// the result do not depend on the threads.
  private static let blockCount = 32

  func sum(nodes: Int) throws -> SpectrumSum {
    let rule = try GaussLegendre.rule(count: nodes, precision: precision)
    let recurrence = recurrenceCoefficients()
    let blocks = Mutex<[Int: Result<RealBuffer, SphereError>]>([:])
    let workers = min(threads, Self.blockCount)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for block in stride(from: worker, to: Self.blockCount, by: workers) {
        let range = (block * nodes / Self.blockCount)..<((block + 1) * nodes / Self.blockCount)
        let partial = Result { () throws(SphereError) in try sumBlock(range, rule, recurrence) }
        blocks.withLock { $0[block] = partial }
      }
      mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE)
    }
    let partials = blocks.withLock { $0 }
    let total = RealBuffer.zeros(count: degree + 2, precision: precision)
    for block in 0..<Self.blockCount {
      guard let partial = try partials[block]?.get() else { continue }
      for index in 0..<total.count { mpfr_add(total[index], total[index], partial[index], MPFR_RNDN) }
    }
    return normalise(total)
  }

  /// beta_k at index k, for k = 1 ... K-1.
  private func recurrenceCoefficients() -> RealBuffer {
    let beta = RealBuffer.zeros(count: max(degree, 1), precision: precision)
    for k in 1..<max(degree, 1) {
      mpfr_set_si(beta[k], k * (k + dimension - 3), MPFR_RNDN)
      mpfr_div_si(beta[k], beta[k], (2 * k + dimension - 2) * (2 * k + dimension - 4), MPFR_RNDN)
    }
    return beta
  }

  /// Sums of Q_0 ... Q_K over the nodes of a block, and at index K+1 the sum of |Q_0|.
  private func sumBlock(
    _ range: Range<Int>, _ rule: GaussLegendre, _ recurrence: RealBuffer
  ) throws(SphereError) -> RealBuffer {
    let sums = RealBuffer.zeros(count: degree + 2, precision: precision)
    let scratch = RealBuffer.zeros(count: 4, precision: precision)
    for node in range {
      let (cosine, term) = Real.withPrecision(precision) { weightedTerm(rule, node) }
      guard term.isFinite else {
        throw .kernelNotFinite(angle: Real.withPrecision(precision) { angle(rule, node).double })
      }
      withExtendedLifetime((cosine, term)) {
        accumulate(cosine.storage.start, term.storage.start, recurrence.start, scratch.start, into: sums.start)
      }
    }
    return sums
  }

  private func angle(_ rule: GaussLegendre, _ node: Int) -> Real {
    let unit = unit(rule, node)
    return Real.pi * (endpointPower == 1 ? unit : unit.power(endpointPower))
  }

  /// The node moved from [-1, 1] to s in [0, 1].
  private func unit(_ rule: GaussLegendre, _ node: Int) -> Real {
    (rule.abscissas.value(node) + Real(1)).scaled(by: 1, over: 2)
  }

  /// cos theta, and the weight times kappa sin(theta)^{d-2} p s^{p-1}.
  private func weightedTerm(_ rule: GaussLegendre, _ node: Int) -> (cosine: Real, term: Real) {
    let theta = angle(rule, node)
    let (sine, cosine) = theta.sineAndCosine()
    let measure = sine.power(dimension - 2) * rule.masses.value(node)
    let jacobian = endpointPower == 1 ? measure : measure * unit(rule, node).power(endpointPower - 1)
    return (cosine, kernel(theta) * jacobian)
  }

  private func accumulate(
    _ cosine: MPFRPointer, _ term: MPFRPointer, _ beta: MPFRPointer, _ scratch: MPFRPointer, into sums: MPFRPointer
  ) {
    var (low, high) = (scratch, scratch + 1)
    let (product, magnitude) = (scratch + 2, scratch + 3)
    mpfr_set4(magnitude, term, MPFR_RNDN, 1)
    mpfr_add(sums + (degree + 1), sums + (degree + 1), magnitude, MPFR_RNDN)
    mpfr_add(sums, sums, term, MPFR_RNDN)
    guard degree >= 1 else { return }
    mpfr_set(low, term, MPFR_RNDN)
    mpfr_mul(high, term, cosine, MPFR_RNDN)
    mpfr_add(sums + 1, sums + 1, high, MPFR_RNDN)
    for k in 1..<degree {
      mpfr_mul(product, cosine, high, MPFR_RNDN)
      mpfr_mul(low, low, beta + k, MPFR_RNDN)
      mpfr_sub(low, product, low, MPFR_RNDN)
      mpfr_add(sums + (k + 1), sums + (k + 1), low, MPFR_RNDN)
      swap(&low, &high)
    }
  }

  /// Undoes the monic scaling and applies Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)) and d theta = pi p s^{p-1} ds, ds =
  /// dx/2.
  private func normalise(_ total: RealBuffer) -> SpectrumSum {
    Real.withPrecision(precision) {
      let measure = Real(dimension, over: 2).gamma() / (Real.pi.squareRoot() * Real(dimension - 1, over: 2).gamma())
      let jacobian = measure * Real.pi.scaled(by: endpointPower, over: 2)
      var scaling = jacobian
      var values = [total.value(0) * jacobian]
      for k in 0..<degree {
        // A_1 = 1; the ratio of the recurrence holds from k = 1 on.
        if k > 0 { scaling = scaling.scaled(by: 2 * k + dimension - 2, over: k + dimension - 2) }
        values.append(total.value(k + 1) * scaling)
      }
      return SpectrumSum(values: values, scale: total.value(degree + 1) * jacobian)
    }
  }
}

/// What accuracy a spectrum asks for, the working precision that gives it, and the test whether two rules reach it.
struct Accuracy {
  /// Correct digits asked of every coefficient of the size the law allows.
  let digits: Int
  /// Digits after the point, in units of the mean of |kappa|, to which every coefficient is needed.
  let absoluteDigits: Int
  /// Bits to work with: whole limbs less one bit, where MPFR is fastest.
  let precision: Int

  init(dimension: Int, degree: Int, digits: Int) throws {
    try Harmonics.check(dimension: dimension, degree: degree, limits: (10_000, 100_000))
    guard (1...1000).contains(digits) else { throw SphereError.badDigits(digits: digits) }
    self.digits = digits
    // log10 N(d,K) by log-gamma: in high dimension and degree N itself leaves the range of doubles.
    let (d, k) = (Double(dimension), Double(max(degree, 1)))
    let logBinomial: Double = lgamma(k + d - 2) - lgamma(d - 1) - lgamma(k)
    let logCount: Double = log10((2 * k + d - 2) / k) + logBinomial / log(10)
    absoluteDigits = max(45, digits + Int((logCount + 6 * log10(k + 1)).rounded(.up)))
    // The recurrence multiplies a rounding error by at most about K^2, at the ends, where the weights are small.
    let guardBits = 8 + 2 * Int(log2(k + d).rounded(.up))
    precision = (Real.bits(digits: absoluteDigits) + guardBits) / 64 * 64 + 63
  }

  /// The errors, the absolute resolution, and the degree that is furthest from its accuracy if any misses it.
  func compare(coarse: SpectrumSum, fine: SpectrumSum) -> (errors: [Real], resolution: Real, worstDegree: Int?) {
    Real.withPrecision(precision) {
      let resolution = fine.scale * Real(10).power(-absoluteDigits)
      let floor = fine.scale.scaled(by: 16) * Real(2).power(-precision)
      let relative = Real(10).power(-digits)
      var errors: [Real] = []
      var worst: (degree: Int, excess: Real)?
      for (degree, (left, right)) in zip(coarse.values, fine.values).enumerated() {
        let change = (left - right).magnitude
        errors.append((change + floor).rounded(toPrecision: 53))
        let allowed = max(resolution, right.magnitude * relative)
        let excess = change / allowed
        if !(excess <= Real(1)), worst.map({ !(excess <= $0.excess) }) ?? true { worst = (degree, excess) }
      }
      return (errors, resolution, worst?.degree)
    }
  }
}
