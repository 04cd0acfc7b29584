import CFlint
import Foundation

/// The eigenvalues of exp(-c (1-t)^gamma), t = cos theta, by series, for any gamma in (0, 1].
///
/// mu_k = sum_m (-c)^m/m! A_{k,m}, where A_{k,m} is the eigenvalue of (1-t)^nu, nu = gamma m, from Rodrigues' formula:
///
/// A_{0,m} = 2^{nu+d-2} Gamma(d/2) Gamma(nu+(d-1)/2) / (sqrt(pi) Gamma(nu+d-1)), A_{k+1,m} = A_{k,m} (k-nu)/(k+nu+d-1).
///
/// |A_{k,m}| <= 2^nu, so that what is left out from m = M >= 2x on, x = c 2^gamma, is at most 2 x^M/M!. About 2.9 x bits
/// cancel. For gamma = 1, where the coefficients fall faster than any absolute error, each is a Bessel function:
///
/// mu_k = Gamma(d/2) (2/c)^{d/2-1} e^-c I_{k+d/2-1}(c).
struct ExponentialSpectrum {
  let c, gamma: Double
  let dimension, degree: Int

  /// x, the size that the exponent reaches.
  private var reach: Double { c * exp2(gamma) }

  /// An error of about 2^-bits: absolute for gamma < 1, relative for the Gaussian.
  func enclose(bits: Int) -> SpectrumPass {
    SpectrumPass(values: gamma == 1 ? gaussian(bits: bits) : series(bits: bits), nodes: 0)
  }

  func gaussian(bits: Int) -> [Ball] {
    Ball.withPrecision(bits + 20) {
      let half = Ball(dimension, over: 2)
      let scale = half.gamma() * (Ball(2) / Ball(c)).power(half - Ball(1))
      return (0...degree).map { k in scale * (half + Ball(k - 1)).scaledBesselI(at: Ball(c)) }
    }
  }

  func series(bits: Int) -> [Ball] {
    let terms = termCount(bits: bits)
    let precision = bits + 20 + Int(2.9 * reach) + 2 * Int(log2(Double(degree + 2)).rounded(.up))
    let sums = ArbVector(count: degree + 1)
    Ball.withPrecision(precision) {
      let prefactor = Ball(dimension, over: 2).gamma() / Ball.pi.squareRoot()
      var power = Ball(1)
      for m in 0..<terms {
        if m > 0 { power = power * Ball(-c) / Ball(m) }
        let exponent = Ball(gamma) * Ball(m)
        let first = firstCoefficient(exponent) * prefactor * power
        withExtendedLifetime((exponent, first)) {
          ExponentialSum(dimension: dimension, bits: precision)
            .add(exponent.storage.start, first.storage.start, to: sums)
        }
      }
    }
    let tail = tail(terms)
    return (0...degree).map { k in
      let value = sums.ball(k)
      withExtendedLifetime((value, tail)) { arb_add_error(value.storage.start, tail.storage.start) }
      return value
    }
  }

  /// A_{0,m} without Gamma(d/2)/sqrt(pi).
  private func firstCoefficient(_ exponent: Ball) -> Ball {
    let scale = Ball(2).power(exponent + Ball(dimension - 2))
    let upper = (exponent + Ball(dimension - 1, over: 2)).gamma()
    return scale * upper * (exponent + Ball(dimension - 1)).reciprocalGamma()
  }

  /// M >= 2x with x^M/M! < 2^-bits.
  private func termCount(bits: Int) -> Int {
    var (count, size) = (1, log2(reach))
    while Double(count) < 2 * reach + 1 || size > -Double(bits) {
      count += 1
      size += log2(reach / Double(count))
    }
    return count
  }

  /// 2 x^M/M!.
  private func tail(_ terms: Int) -> Ball {
    Ball.withPrecision(64) {
      let reach = Ball(c) * Ball(2).power(Ball(gamma))
      return Ball(2) * reach.power(terms) * Ball(terms + 1).reciprocalGamma()
    }
  }
}

/// Adds one term of the series to all sums: a product and a quotient a degree.
private final class ExponentialSum {
  private let dimension, bits: Int
  private let scratch = ArbVector(count: 2)

  init(dimension: Int, bits: Int) { (self.dimension, self.bits) = (dimension, bits) }

  /// - Parameters:
  ///   - exponent: nu.
  ///   - term: (-c)^m/m! A_{0,m}, overwritten by those of higher degrees.
  func add(_ exponent: ArbPointer, _ term: ArbPointer, to sums: ArbVector) {
    let (numerator, denominator) = (scratch[0], scratch[1])
    for k in 0..<sums.count {
      arb_add(sums[k], sums[k], term, bits)
      arb_sub_ui(numerator, exponent, UInt(k), bits)
      // All further ones are zero when nu is the whole number k.
      if arb_is_zero(numerator) != 0 { break }
      arb_neg(numerator, numerator)
      arb_mul(term, term, numerator, bits)
      arb_add_ui(denominator, exponent, UInt(k + dimension - 1), bits)
      arb_div(term, term, denominator, bits)
    }
  }
}
