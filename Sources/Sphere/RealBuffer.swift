import CMPFR

/// A fixed number of multiple-precision numbers of one precision in a single allocation, for loops that write in place.
///
/// The numbers start as NaN. Elements are MPFR structures whose limbs lie in the same block, so they must never be
/// handed to an MPFR function that reallocates (`mpfr_set_prec`, `mpfr_swap`, `mpfr_clear`).
final class RealBuffer: @unchecked Sendable {
  let count: Int
  let precision: Int
  let start: UnsafeMutablePointer<__mpfr_struct>

  /// - Parameters:
  ///   - count: How many numbers, at least 1.
  ///   - precision: Bits of every significand, at least 2.
  init(count: Int, precision: Int) {
    let bits = max(precision, 2)
    let header = MemoryLayout<__mpfr_struct>.stride * count
    let limbs = mpfr_custom_get_size(bits)
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: header + limbs * count, alignment: MemoryLayout<__mpfr_struct>.alignment)
    start = block.bindMemory(to: __mpfr_struct.self, capacity: count)
    self.count = count
    self.precision = bits
    for index in 0..<count {
      let significand = block + header + limbs * index
      mpfr_custom_init(significand, bits)
      mpfr_custom_init_set(start + index, Int32(MPFR_NAN_KIND.rawValue), 0, bits, significand)
    }
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  /// A buffer of `count` zeros.
  static func zeros(count: Int, precision: Int) -> RealBuffer {
    let buffer = RealBuffer(count: count, precision: precision)
    for index in 0..<count { mpfr_set_zero(buffer.start + index, 1) }
    return buffer
  }

  subscript(index: Int) -> UnsafeMutablePointer<__mpfr_struct> { start + index }

  /// A copy of one element as a value, rounded to `precision` bits (its own precision if nil).
  func value(_ index: Int, precision: Int? = nil) -> Real {
    Real(precision: precision ?? self.precision) { mpfr_set($0, self[index], MPFR_RNDN) }
  }
}
