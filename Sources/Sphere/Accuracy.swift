import CMPFR
import Foundation

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
