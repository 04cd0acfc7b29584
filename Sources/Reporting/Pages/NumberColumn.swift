import Foundation

/// The numbers of one column, written so that it reads evenly: all with the same decimals, or all as powers of ten with
/// the same digits before the power.
///
/// The widest interval decides: its second digit is the last that any number of the column has, so that no number has
/// digits beyond the second of its own interval. Where the widths are more than two decades apart, that would leave nothing
/// of the narrow ones: then every row has the power of ten of its own size, with as many digits as the interval that is
/// widest for its size allows. Exact numbers have three digits in the smallest and four in the largest.
struct NumberColumn {
  private let estimates: [Estimate]
  let form: Form
  /// Whether all intervals are narrower than the last digit, so that their ends would say nothing.
  let isNarrow: Bool
  private let hasInterval: Bool

  enum Form: Equatable {
    /// Multiples of ten to this power, in decimals.
    case decimals(position: Int)
    /// Digits after the point of the factor before the power of ten.
    case powers(digits: Int)
    /// Whole numbers, as they are.
    case whole
  }

  /// The most digits of a number.
  static let longest = 7

  /// A column of `estimates`; `digits`, if given, is how many the largest of them has at most.
  init(_ estimates: [Estimate], hasInterval: Bool, digits: Int? = nil) {
    self.estimates = estimates
    let widths = estimates.map { hasInterval && $0.isComplete ? min($0.high - $0.low, .greatestFiniteMagnitude) : 0 }
    self.hasInterval = hasInterval
    let form =
      widths.contains { $0 > 0 } ? Self.form(estimates, widths, digits) : Self.form(estimates.map(\.value), digits)
    self.form = form
    let whole = estimates.filter(\.isComplete)
    isNarrow =
      hasInterval && !whole.isEmpty
      && whole.allSatisfy { number in
        let power = Self.power(number, form)
        let shown = [number.value, number.low, number.high].map { Self.numeral($0, form, power) }
        return shown[0] == shown[1] && shown[0] == shown[2]
      }
  }

  /// Exact numbers in a form that shows no less of them than `form` does.
  init(exact values: [Double], like form: Form) {
    estimates = values.map { Estimate(value: $0, low: $0, high: $0) }
    (hasInterval, isNarrow) = (false, false)
    switch (Self.form(values, nil), form) {
    case (.decimals(let own), .decimals(let other)): self.form = .decimals(position: min(own, other))
    case (_, .powers(let digits)): self.form = .powers(digits: max(digits, 2))
    case (let own, _): self.form = own
    }
  }

  /// One of its numbers with its interval.
  func text(_ row: Int) -> String {
    let number = estimates[row]
    let power = Self.power(number, form)
    func shown(_ value: Double) -> String { Self.numeral(value, form, power).text }
    guard hasInterval, !isNarrow, number.isComplete else { return shown(number.value) }
    return "\(shown(number.value)) [\(shown(number.low)), \(shown(number.high))]"
  }

  /// ⌊log₁₀ |value|⌋.
  static func exponent(_ value: Double) -> Int { value == 0 ? 0 : Int(floor(log10(abs(value)))) }

  /// The power of ten of the largest number of a row; as it stands when it is rounded, if a form is given.
  private static func power(_ number: Estimate, _ form: Form? = nil) -> Int {
    let largest = [number.value, number.low, number.high].filter(\.isFinite).map(abs).max() ?? 0
    guard case .powers(let digits) = form else { return exponent(largest) }
    return String(format: "%.\(digits)e", largest).split(separator: "e").last.flatMap { Int($0) } ?? 0
  }

  /// The form of numbers of which some have an interval.
  private static func form(_ estimates: [Estimate], _ widths: [Double], _ digits: Int?) -> Form {
    let known = zip(estimates, widths).filter { $0.1 > 0 }
    let second = known.map { exponent($0.1) - 1 }
    let powers = estimates.filter(\.isComplete).map { power($0) }
    let (largest, least, most) = (powers.max() ?? 0, second.min() ?? 0, second.max() ?? 0)
    if largest >= -4, largest < 6, most - least <= 2 {
      return .decimals(position: max(most, largest - (digits ?? longest) + 1))
    }
    let shares = zip(known, second).map { power($0.0) - $1 }
    return .powers(digits: min(max(0, shares.min() ?? 0), (digits ?? longest) - 1))
  }

  /// The form of exact numbers.
  private static func form(_ values: [Double], _ digits: Int?) -> Form {
    let sizes = values.filter { $0.isFinite && $0 != 0 }.map(abs)
    guard let least = sizes.min(), let most = sizes.max() else { return .whole }
    if most < 1e6, values.allSatisfy({ !$0.isFinite || $0 == $0.rounded() }) { return .whole }
    guard least >= 1e-4, most < 1e6, most <= 1e3 * least else { return .powers(digits: (digits ?? 3) - 1) }
    if let digits { return .decimals(position: exponent(most) - digits + 1) }
    return .decimals(position: min(exponent(least) - 2, exponent(most) - 3, 0))
  }

  private static func numeral(_ value: Double, _ form: Form, _ power: Int) -> Numeral {
    guard value.isFinite else { return value.isNaN ? .missing : .infinite(isNegative: value < 0) }
    if value == 0 { return .decimal("0") }
    switch form {
    case .whole: return .decimal(String(format: "%.0f", value))
    case .decimals(let position):
      if position <= 0 { return signed(String(format: "%.\(-position)f", value)) }
      let unit = pow(10, Double(position))
      return signed(String(format: "%.0f", (value / unit).rounded() * unit))
    case .powers(let digits):
      // All of a row have the power of the largest of them, which may be a little above what a double can divide by.
      let factor = value / pow(10, Double(max(power, -300)))
      return .scientific(String(format: "%.\(digits)f", factor), power: max(power, -300))
    }
  }

  /// Without the sign of a zero.
  private static func signed(_ digits: String) -> Numeral {
    let isZero = !digits.contains { ("1"..."9").contains($0) }
    return .decimal(isZero && digits.hasPrefix("-") ? String(digits.dropFirst()) : digits)
  }
}

/// Theory's values as a paper writes them.
enum TheoryText {
  /// The largest denominator of a fraction that is recognised.
  private static let largestDenominator = 12

  /// `−3`, `−1/3`, `2.25`: a number that is short in decimals, or exactly a fraction of small numbers; nil for all others.
  static func written(_ value: Double) -> String? {
    guard value.isFinite, abs(value) < 1e6 else { return nil }
    let plain = NumberText.plain(value)
    if plain.filter({ $0.isASCII && $0.isNumber }).drop(while: { $0 == "0" }).count <= 4 { return plain }
    for denominator in 2...largestDenominator {
      let numerator = (value * Double(denominator)).rounded()
      if abs(numerator) < 1000, numerator / Double(denominator) == value {
        return "\(numerator < 0 ? "−" : "")\(Int(abs(numerator)))/\(denominator)"
      }
    }
    return nil
  }

  /// A column of theory's values: as they are written, those that have no short form like the numbers they are compared
  /// with, with no fewer digits.
  static func column(_ values: [Double?], like measured: NumberColumn) -> [String] {
    let computed = values.compactMap { $0 }.filter { written($0) == nil }
    let column = NumberColumn(exact: computed, like: measured.form)
    var next = 0
    return values.map { value in
      guard let value else { return "" }
      if let text = written(value) { return text }
      defer { next += 1 }
      return column.text(next)
    }
  }
}
