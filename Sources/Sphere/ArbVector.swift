import CFlint

/// A real ball where Arb reads and writes it: midpoint and radius, a proven enclosure of a real number.
typealias ArbPointer = UnsafeMutablePointer<arb_struct>
/// A complex number whose real and imaginary parts are balls.
typealias AcbPointer = UnsafeMutablePointer<acb_struct>
/// A limb of GMP's natural numbers.
typealias Limb = mp_limb_t

/// Real balls at addresses that stay, so that pointers into them may be kept as long as the vector lives.
///
/// Starts with exact zeros. A vector is written by one owner before it is handed to others, who only read.
final class ArbVector: @unchecked Sendable {
  let count: Int
  let start: ArbPointer

  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    for index in 0..<count { arb_init(start + index) }
  }

  deinit {
    for index in 0..<count { arb_clear(start + index) }
    start.deallocate()
  }

  subscript(index: Int) -> ArbPointer { start + index }

  /// A copy of one element.
  func ball(_ index: Int) -> Ball { Ball { arb_set($0, self[index]) } }
}

/// Complex balls at addresses that stay.
final class AcbVector {
  private let count: Int
  private let start: AcbPointer

  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    for index in 0..<count { acb_init(start + index) }
  }

  deinit {
    for index in 0..<count { acb_clear(start + index) }
    start.deallocate()
  }

  subscript(index: Int) -> AcbPointer { start + index }
}

/// Whole numbers of any size at addresses that stay.
final class IntegerVector {
  private let count: Int
  private let start: UnsafeMutablePointer<fmpz>

  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    for index in 0..<count { fmpz_init(start + index) }
  }

  deinit {
    for index in 0..<count { fmpz_clear(start + index) }
    start.deallocate()
  }

  subscript(index: Int) -> UnsafeMutablePointer<fmpz> { start + index }
}

/// Arb's macros, which are not imported.
extension UnsafeMutablePointer<arb_struct> {
  var mid: UnsafeMutablePointer<arf_struct> { arb_mid_ptr(self) }
  var radius: UnsafeMutablePointer<mag_struct> { arb_rad_ptr(self) }
}

extension UnsafeMutablePointer<acb_struct> {
  var real: ArbPointer { acb_real_ptr(self) }
  var imaginary: ArbPointer { acb_imag_ptr(self) }
}

/// The library behind proven enclosures.
public enum FlintLibrary {
  /// The version of FLINT, and that of Arb where it is a library of its own.
  public static var version: String {
    let flint = String(cString: plumb_flint_version())
    let arb = String(cString: plumb_arb_version())
    return arb == flint ? flint : "\(flint), Arb \(arb)"
  }

  /// Frees what FLINT keeps for the current thread: without it every thread that ends leaks its caches.
  static func forgetThread() { flint_cleanup() }
}
