import CFlint

/// Sums f_1 P_k(t_1) + ... + f_n P_k(t_n) for all k <= K, in fixed point with a proven error.
///
/// The Legendre polynomials of dimension d obey P_{k+1} = y + a_k (y - P_{k-1}), y = t P_k, a_k = k/(k+d-2). In numbers of
/// m limbs with 1 = 2^B, B = 64 m - 2, a step makes an error eps of at most 4 units 2^-B: 1 of y, twice; a half of a_k; 1 of
/// the product. Errors eta of P obey the same recurrence, for which E_k = (eta_{k+1} - t eta_k)^2 + sin^2(theta) eta_k^2,
/// t = cos theta, grows by eps only: eta_{k+1} - t eta_k = a_k (t eta_k - eta_{k-1}) + eps and 0 <= a_k <= 1. Hence
///
/// |eta_k| <= 4 min(k / sin theta, k (k+1)/2) units.
///
/// Balls would grow exponentially instead: 2^1011 at k = 1000. Sums of whole numbers are exact, so that no order of the
/// nodes changes a bit.
final class FixedRecurrence {
  /// How numbers are scaled: P_k by 2^B, t by 2^(64 m), f by 2^termBits.
  struct Scale {
    let limbs: Int
    /// B.
    var bits: Int { 64 * limbs - 2 }
    let termBits: Int

    /// - Parameters:
    ///   - bits: Bits after the point that are needed at least.
    ///   - power: Terms are below 16 power in size.
    init(bits: Int, power: Int) {
      limbs = (bits + 2 + 63) / 64
      termBits = 64 * limbs - 4 - (Int.bitWidth - (power - 1).leadingZeroBitCount)
    }
  }

  let dimension, degree, count: Int
  let scale: Scale
  /// Terms differ for even and odd k: a node then stands for t and -t.
  let folds: Bool
  private let cosines, even, odd, ratios: LimbRows
  private let work: ArbVector
  private let reader = BoundReader()
  private let integers = IntegerVector(count: 1)
  private var integer: UnsafeMutablePointer<fmpz> { integers[0] }

  init(dimension: Int, degree: Int, count: Int, scale: Scale, folds: Bool) {
    (self.dimension, self.degree, self.count) = (dimension, degree, count)
    (self.scale, self.folds) = (scale, folds)
    cosines = LimbRows(count: count, limbs: scale.limbs)
    even = LimbRows(count: count, limbs: scale.limbs)
    odd = folds ? LimbRows(count: count, limbs: scale.limbs) : even
    ratios = LimbRows(count: degree + 1, limbs: scale.limbs)
    work = ArbVector(count: 1)
    for k in 1..<max(degree, 1) {
      fmpz_set_ui(integer, UInt(k))
      fmpz_mul_2exp(integer, integer, UInt(64 * scale.limbs))
      fmpz_tdiv_q_ui(integer, integer, UInt(k + dimension - 2))
      fmpz_get_ui_array(ratios[k], scale.limbs, integer)
    }
  }

  /// Sets t = cos theta of a node and returns a bound of what is stored less t, in units of 2^-B.
  func setCosine(_ ball: ArbPointer, node: Int) -> Upper? {
    store(ball, in: cosines, node, shift: 64 * scale.limbs).map { Upper(0.25) * $0 }
  }

  /// Sets the term of a node for even or odd k and returns a bound of what is stored less the term, in units of 2^-B; nil
  /// if the term is out of range.
  func setTerm(_ ball: ArbPointer, node: Int, isOdd: Bool = false) -> Upper? {
    store(ball, in: isOdd ? odd : even, node, shift: scale.termBits).map {
      Upper(Double(sign: .plus, exponent: scale.bits - scale.termBits, significand: 1)) * $0
    }
  }

  /// Stores the midpoint times 2^shift, cut off towards zero; the error in units of 2^-shift.
  private func store(_ ball: ArbPointer, in rows: LimbRows, _ row: Int, shift: Int) -> Upper? {
    guard arb_is_finite(ball) != 0 else { return nil }
    arf_mul_2exp_si(work[0].mid, ball.mid, shift)
    arf_get_fmpz(integer, work[0].mid, ARF_RND_DOWN)
    rows.isNegative[row] = fmpz_sgn(integer) < 0
    fmpz_abs(integer, integer)
    let error = reader.radius(ball, bits: shift) + Upper(1)
    guard Int(fmpz_bits(integer)) > 64 * scale.limbs else {
      fmpz_get_ui_array(rows[row], scale.limbs, integer)
      return error
    }
    // A cosine that rounded to 1 becomes the largest fraction, one more unit off.
    guard shift == 64 * scale.limbs, arf_cmpabs_2exp_si(ball.mid, 0) <= 0 else { return nil }
    for limb in 0..<scale.limbs { rows[row][limb] = .max }
    return error + Upper(1)
  }

  /// A bound of |eta_K| of a node, in units of 2^-B, whose t is off by `error` of the same units.
  func recurrenceError(sine: Lower, error: Upper) -> Upper {
    let k = Double(degree)
    // sin^2 of the angle whose cosine is what was stored: t is off by at most `error` and |t| <= 1.
    let unit = Double(sign: .plus, exponent: -min(scale.bits, 1000), significand: 1)
    let square = sine * sine - Upper(2 * unit) * error
    let ofSine = Upper(4 * k) / square.squareRoot()
    return Upper.min(ofSine, Upper(2 * k) * Upper(k + 1))
  }

  /// The sums for k = 0 ... K in units of 2^-(termBits - 2), each within `count` units of the exact sum of products of
  /// what is stored with the P_k of the recurrence: a product is cut off.
  func sums() -> ArbVector {
    let (limbs, wide) = (scale.limbs, scale.limbs + 1)
    let accumulators = LimbRows(count: degree + 1, limbs: wide)
    let scratch = LimbRows(count: 5, limbs: limbs)
    withExtendedLifetime((accumulators, scratch)) {
      for node in 0..<count { accumulate(node, into: accumulators[0], scratch) }
    }
    let result = ArbVector(count: degree + 1)
    for k in 0...degree {
      fmpz_set_signed_ui_array(integer, accumulators[k], wide)
      arb_set_fmpz(result[k], integer)
    }
    return result
  }

  private func accumulate(_ node: Int, into sums: UnsafeMutablePointer<Limb>, _ scratch: LimbRows) {
    let limbs = scale.limbs
    let t = cosines[node]
    let isNegative = cosines.isNegative[node]
    let terms = (even[node], odd[node])
    let signs = (even.isNegative[node], odd.isNegative[node])
    let (y, product) = (scratch[2], scratch[3])
    // P_k and P_{k+1}, sizes and signs.
    var (low, high) = (scratch[0], scratch[1])
    var (lowSign, highSign) = (false, isNegative)
    low.update(repeating: 0, count: limbs)
    low[limbs - 1] = 1 << 62
    __gmpn_rshift(high, t, limbs, 2)
    var sum = sums
    for k in 0...degree {
      let isOdd = k & 1 == 1
      __gmpn_mul_n(product, low, isOdd ? terms.1 : terms.0, limbs)
      if (isOdd ? signs.1 : signs.0) != lowSign {
        sum[limbs] &-= __gmpn_sub_n(sum, sum, product + limbs, limbs)
      } else {
        sum[limbs] &+= __gmpn_add_n(sum, sum, product + limbs, limbs)
      }
      sum += limbs + 1
      if k + 2 <= degree {
        __gmpn_mul_n(product, high, t, limbs)
        y.update(from: product + limbs, count: limbs)
        let ySign = highSign != isNegative
        let difference = Self.add(low, y, ySign, low, !lowSign, limbs)
        __gmpn_mul_n(product, low, ratios[k + 1], limbs)
        lowSign = Self.add(low, y, ySign, product + limbs, difference, limbs)
      }
      swap(&low, &high)
      swap(&lowSign, &highSign)
    }
  }

  /// result = left + right of numbers with signs; the sign of the result.
  @inline(__always)
  private static func add(
    _ result: UnsafeMutablePointer<Limb>, _ left: UnsafeMutablePointer<Limb>, _ leftSign: Bool,
    _ right: UnsafeMutablePointer<Limb>, _ rightSign: Bool, _ limbs: Int
  ) -> Bool {
    if leftSign == rightSign {
      __gmpn_add_n(result, left, right, limbs)
      return leftSign
    }
    for limb in stride(from: limbs - 1, through: 0, by: -1) where left[limb] != right[limb] {
      if left[limb] > right[limb] {
        __gmpn_sub_n(result, left, right, limbs)
        return leftSign
      }
      __gmpn_sub_n(result, right, left, limbs)
      return rightSign
    }
    result.update(repeating: 0, count: limbs)
    return leftSign
  }
}

/// Natural numbers of equally many limbs, least limb first, with signs; zeros to begin with.
final class LimbRows {
  private let start: UnsafeMutablePointer<Limb>
  private let limbs: Int
  var isNegative: [Bool]

  init(count: Int, limbs: Int) {
    self.limbs = limbs
    start = .allocate(capacity: count * limbs)
    start.initialize(repeating: 0, count: count * limbs)
    isNegative = Array(repeating: false, count: count)
  }

  deinit { start.deallocate() }

  subscript(row: Int) -> UnsafeMutablePointer<Limb> { start + row * limbs }
}
