import CFlint

/// A real ball where Arb reads and writes it: midpoint and radius, a proven enclosure of a real number.
typealias ArbPointer = UnsafeMutablePointer<arb_struct>
/// A complex number whose real and imaginary parts are balls.
typealias AcbPointer = UnsafeMutablePointer<acb_struct>
/// A limb of GMP's natural numbers.
typealias Limb = mp_limb_t

/// Numbers of FLINT's at addresses that stay, so that pointers into them may be kept as long as the vector lives.
///
/// Starts with exact zeros. A vector is written by one owner before it is handed to others, who only read.
final class FlintVector<Element>: @unchecked Sendable {
  let count: Int
  let start: UnsafeMutablePointer<Element>
  private let clear: (UnsafeMutablePointer<Element>) -> Void

  fileprivate init(
    _ count: Int, _ initialise: (UnsafeMutablePointer<Element>) -> Void,
    _ clear: @escaping (UnsafeMutablePointer<Element>) -> Void
  ) {
    (self.count, self.clear) = (count, clear)
    start = .allocate(capacity: max(count, 1))
    for index in 0..<count { initialise(start + index) }
  }

  deinit {
    for index in 0..<count { clear(start + index) }
    start.deallocate()
  }

  subscript(index: Int) -> UnsafeMutablePointer<Element> { start + index }
}

/// Real balls.
typealias ArbVector = FlintVector<arb_struct>
/// Complex balls.
typealias AcbVector = FlintVector<acb_struct>
/// Whole numbers of any size.
typealias IntegerVector = FlintVector<fmpz>

extension FlintVector where Element == arb_struct {
  convenience init(count: Int) { self.init(count, { arb_init($0) }, { arb_clear($0) }) }

  /// A copy of one element.
  func ball(_ index: Int) -> Ball { Ball { arb_set($0, self[index]) } }
}

extension FlintVector where Element == acb_struct {
  convenience init(count: Int) { self.init(count, { acb_init($0) }, { acb_clear($0) }) }
}

extension FlintVector where Element == fmpz {
  convenience init(count: Int) { self.init(count, { fmpz_init($0) }, { fmpz_clear($0) }) }
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
    let flint = plumb_flint_version().map { String(cString: $0) } ?? "unknown"
    let arb = plumb_arb_version().map { String(cString: $0) } ?? flint
    return arb == flint ? flint : "\(flint), Arb \(arb)"
  }

  /// Frees what FLINT keeps for the current thread: without it every thread that ends leaks its caches.
  static func forgetThread() { flint_cleanup() }
}
