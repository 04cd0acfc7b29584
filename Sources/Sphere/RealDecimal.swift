import CMPFR

extension Real: CustomStringConvertible {
  /// Reads decimal text such as `-1.25e-7`, correctly rounded to the precision in force.
  ///
  /// - Throws: ``SphereError/notDecimal(text:)`` unless the whole text is a sign, digits with at most one point, and an
  ///   exponent, each but the digits optional.
  public init(decimal text: String) throws {
    let number = #/[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/#
    guard text.wholeMatch(of: number) != nil else { throw SphereError.notDecimal(text: text) }
    self.init(precision: Real.precision) { mpfr_set_str($0, text, 10, MPFR_RNDN) }
  }

  /// Scientific notation with `digits` significant digits, correctly rounded: `2.50e-1`. Zero is `0`.
  ///
  /// With `digits` nil, as many as read back to the same number at the same precision.
  public func decimal(digits: Int? = nil) -> String {
    guard isFinite else { return double.description }
    guard !isZero else { return "0" }
    var exponent = 0
    let text = withExtendedLifetime(storage) { () -> String in
      guard let raw = mpfr_get_str(nil, &exponent, 10, max(digits ?? 0, 0), storage.start, MPFR_RNDN) else { return "" }
      defer { mpfr_free_str(raw) }
      return String(cString: raw)
    }
    let negative = text.hasPrefix("-")
    let significand = text.dropFirst(negative ? 1 : 0)
    let fraction = significand.dropFirst()
    return (negative ? "-" : "") + significand.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e\(exponent - 1)"
  }

  /// All digits that the precision holds.
  public var description: String { decimal() }
}
