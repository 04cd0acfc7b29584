/// e^x, sixteen at a time, to a unit or two in the last place, for x <= 0; 0 below -708, where results would lose digits.
///
/// x = n ln 2 + r with |r| <= ln(2)/2, e^r by its Taylor series to degree 13, whose remainder is below 2^-57, and 2^n by adding n
/// to the exponent. Every step is one rounding, so that the bits are the same on every machine, which those of the system's
/// `exp` are not. Source: Muller, "Elementary Functions", 3rd edition, chapter 11.
struct LaneExponential {
  private static let inverseLogarithm = 1.4426950408889634
  /// ln 2 in two parts, the first so short that its products with n are exact.
  private static let logarithm = (head: 0x1.62e42fefa0000p-1, tail: 0x1.cf79abc9e3b3ap-40)
  /// 3/2 2^52: a sum with it is rounded to a whole number, which stands in its last bits.
  private static let rounder = 0x1.8p52
  private static let least = -708.0

  let value: Lanes

  @inline(__always) init(_ x: Lanes) {
    let isTooSmall = x .< LaneExponential.least
    let bounded = x.replacing(with: LaneExponential.least, where: isTooSmall)
    let shifted = Lanes(repeating: LaneExponential.rounder).addingProduct(bounded, LaneExponential.inverseLogarithm)
    let whole = shifted - LaneExponential.rounder
    let r = bounded.addingProduct(whole, -LaneExponential.logarithm.head)
      .addingProduct(whole, -LaneExponential.logarithm.tail)
    let series = unsafeBitCast(LaneExponential.series(r), to: SIMD16<Int64>.self)
    let power = unsafeBitCast(shifted, to: SIMD16<Int64>.self) &<< SIMD16(repeating: 52)
    let result = unsafeBitCast(series &+ power, to: Lanes.self)
    value = result.replacing(with: 0, where: isTooSmall).replacing(with: x, where: x .!= x)
  }

  /// 1 + r + r^2/2! + ... + r^13/13!
  @inline(__always) private static func series(_ r: Lanes) -> Lanes {
    var q = Lanes(repeating: 1.6059043836821613e-10)
    q = Lanes(repeating: 2.08767569878681e-09).addingProduct(q, r)
    q = Lanes(repeating: 2.505210838544172e-08).addingProduct(q, r)
    q = Lanes(repeating: 2.755731922398589e-07).addingProduct(q, r)
    q = Lanes(repeating: 2.7557319223985893e-06).addingProduct(q, r)
    q = Lanes(repeating: 2.48015873015873e-05).addingProduct(q, r)
    q = Lanes(repeating: 0.0001984126984126984).addingProduct(q, r)
    q = Lanes(repeating: 0.001388888888888889).addingProduct(q, r)
    q = Lanes(repeating: 0.008333333333333333).addingProduct(q, r)
    q = Lanes(repeating: 0.041666666666666664).addingProduct(q, r)
    q = Lanes(repeating: 0.16666666666666666).addingProduct(q, r)
    q = Lanes(repeating: 0.5).addingProduct(q, r)
    q = Lanes(repeating: 1).addingProduct(q, r)
    return Lanes(repeating: 1).addingProduct(q, r)
  }
}
