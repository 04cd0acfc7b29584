import Foundation

/// Numbers as a report prints them.
public enum NumberText {
  /// `value` with `digits` significant digits, `×10ⁿ` beyond 1e-4 and 1e6, a true minus sign.
  public static func text(_ value: Double, digits: Int = 4) -> String { numeral(value, digits: digits).text }

  /// What ``text(_:digits:)`` writes, in its parts.
  static func numeral(_ value: Double, digits: Int) -> Numeral {
    guard value.isFinite else { return value.isNaN ? .missing : .infinite(isNegative: value < 0) }
    guard value != 0 else { return .decimal("0") }
    let exponent = Int(floor(log10(abs(value))))
    if exponent < -4 || exponent >= 6 {
      let parts = String(format: "%.\(max(0, digits - 1))e", value).split(separator: "e")
      return .scientific(String(parts[0]), power: parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    }
    if value == value.rounded() { return .decimal(String(Int(value))) }
    return .decimal(String(format: "%.\(max(0, digits - 1 - exponent))f", value))
  }

  /// ``numeral(_:digits:)`` where people ask for `digits`: what rounds up to a power of ten has no digit more.
  static func asked(_ value: Double, digits: Int) -> Numeral {
    let shown = numeral(value, digits: digits)
    guard case .decimal(let text) = shown, text.contains("."), value != 0 else { return shown }
    return .decimal(String(format: "%.\(decimals(value, digits: digits))f", value))
  }

  /// The decimals that `digits` significant digits of a number need, as it stands when it is rounded.
  private static func decimals(_ value: Double, digits: Int) -> Int {
    let power = String(format: "%.\(max(0, digits - 1))e", value).split(separator: "e").last.flatMap { Int($0) } ?? 0
    return max(0, digits - 1 - power)
  }

  /// What tells a row from others: texts and short numbers as they are, computed numbers rounded, `1e-07` as 10⁻⁷ and
  /// powers of ten from 10⁷ on as such.
  public static func label(_ text: String) -> String {
    if text.count > 7, text.first == "1", text.dropFirst().allSatisfy({ $0 == "0" }) {
      return Numeral.scientific("1", power: text.count - 1).trimmed.text
    }
    guard text.first.map({ $0.isNumber || "-+.".contains($0) }) == true, let number = Double(text), number.isFinite,
      text.contains(where: { "eE".contains($0) }) || text.count > 6 && text.contains(".")
    else { return text }
    return numeral(number, digits: 4).trimmed.text
  }

  /// A number that people chose, with every digit they wrote and no other: `0.05`, `98.445`, `2.5×10⁻⁷`, `10⁻⁴⁰`.
  public static func plain(_ value: Double) -> String { plainNumeral(value).text }

  /// What ``plain(_:)`` writes, in its parts.
  static func plainNumeral(_ value: Double) -> Numeral {
    let digits = (1...17).first { Double(String(format: "%.\($0 - 1)e", value)) == value } ?? 17
    return numeral(value, digits: digits).trimmed
  }

  /// A measured number and its interval, all with as many decimals as two digits of the interval's width need, or as
  /// `digits` significant digits of the number need.
  public static func text(_ estimate: Estimate, hasInterval: Bool, digits: Int? = nil) -> String {
    let shown = parts(estimate, hasInterval: hasInterval, digits: digits)
    guard let low = shown.low, let high = shown.high else { return shown.value.text }
    return "\(shown.value.text) [\(low.text), \(high.text)]"
  }

  /// The pieces of ``text(_:hasInterval:)``; without an interval only the value.
  static func parts(
    _ estimate: Estimate, hasInterval: Bool, digits wanted: Int? = nil
  ) -> (value: Numeral, low: Numeral?, high: Numeral?) {
    guard hasInterval, estimate.isComplete else {
      let value = wanted.map { asked(estimate.value, digits: $0) } ?? numeral(estimate.value, digits: 5)
      return (value, nil, nil)
    }
    let numbers = [estimate.value, estimate.low, estimate.high]
    if let wanted {
      let size = abs(estimate.value)
      guard size >= 1e-4, size < 1e6 else {
        let shown = numbers.map { numeral($0, digits: wanted) }
        return (shown[0], shown[1], shown[2])
      }
      let decimals = min(12, decimals(size, digits: wanted))
      let shown = numbers.map { Numeral.decimal(String(format: "%.\(decimals)f", $0)) }
      return (shown[0], shown[1], shown[2])
    }
    // Ends of opposite sign near the largest number are further apart than any number says.
    let width = min(estimate.high - estimate.low, .greatestFiniteMagnitude)
    let size = numbers.map(abs).max() ?? 0
    let shown: [Numeral]
    if size >= 1e-4, size < 1e6, width > 0 {
      let decimals = min(12, max(0, 1 - Int(floor(log10(width)))))
      shown = numbers.map { .decimal(String(format: "%.\(decimals)f", $0)) }
    } else {
      let digits = width > 0 && size > 0 ? min(12, max(3, Int((log10(size) - log10(width)).rounded(.up)) + 2)) : 5
      shown = numbers.map { numeral($0, digits: digits) }
    }
    return (shown[0], shown[1], shown[2])
  }
}

/// A printed number: the one place where its signs are chosen, for pages and for TeX.
enum Numeral: Equatable {
  case missing
  case infinite(isNegative: Bool)
  /// Digits, with `-` and `.`.
  case decimal(String)
  /// Digits times a power of ten; without digits, or with the sign alone, the power itself.
  case scientific(String, power: Int)

  /// Without trailing zeros, and without the factor 1 of a power of ten.
  var trimmed: Numeral {
    switch self {
    case .missing, .infinite: self
    case .decimal(let digits): .decimal(Self.trimmed(digits))
    case .scientific(let digits, let power): .scientific(Self.trimmed(digits, factor: true), power: power)
    }
  }

  private static func trimmed(_ digits: String, factor: Bool = false) -> String {
    var digits = digits
    if digits.contains(".") {
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
    }
    if factor, digits == "1" || digits == "-1" { digits.removeLast() }
    return digits
  }

  /// For pages: `−2.5×10⁻⁶`, `10⁻⁴⁰`, `∞`, `n/a`.
  var text: String {
    switch self {
    case .missing: return "n/a"
    case .infinite(let isNegative): return isNegative ? "−∞" : "∞"
    case .decimal(let digits): return Self.minus(digits)
    case .scientific(let digits, let power):
      let raised = String(power).map { $0 == "-" ? "⁻" : Self.superscripts[$0.wholeNumberValue ?? 0] }.joined()
      return Self.minus(digits) + (Self.isFactor(digits) ? "×10" : "10") + raised
    }
  }

  /// For TeX: `\ensuremath{-2.5\times10^{-6}}`.
  var tex: String {
    switch self {
    case .missing: "n/a"
    case .infinite(let isNegative): "\\ensuremath{\(isNegative ? "-" : "")\\infty}"
    case .decimal(let digits): "\\ensuremath{\(digits)}"
    case .scientific(let digits, let power):
      "\\ensuremath{\(digits)\(Self.isFactor(digits) ? "\\times" : "")10^{\(power)}}"
    }
  }

  /// For Typst: `$-2.5 times 10^(-6)$`.
  var typst: String {
    switch self {
    case .missing: "n/a"
    case .infinite(let isNegative): "$\(isNegative ? "-" : "")infinity$"
    case .decimal(let digits): "$\(digits)$"
    case .scientific(let digits, let power): "$\(digits)\(Self.isFactor(digits) ? " times " : "")10^(\(power))$"
    }
  }

  private static let superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹".map(String.init)

  private static func isFactor(_ digits: String) -> Bool { digits.last?.isNumber == true }

  private static func minus(_ digits: String) -> String { digits.replacing("-", with: "−") }
}
