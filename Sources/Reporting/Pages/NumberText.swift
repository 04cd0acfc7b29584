import Foundation

/// Numbers as a report prints them.
public enum NumberText {
  /// `value` with `digits` significant digits, `×10ⁿ` beyond 1e-4 and 1e6, a true minus sign.
  public static func text(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "n/a" : value < 0 ? "−∞" : "∞" }
    guard value != 0 else { return "0" }
    let exponent = Int(floor(log10(abs(value))))
    if exponent < -4 || exponent >= 6 {
      let parts = String(format: "%.\(max(0, digits - 1))e", value).split(separator: "e")
      let power = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
      return minus(String(parts[0])) + "×10" + superscript(power)
    }
    if value == value.rounded(), abs(value) < 1e6 { return minus(String(Int(value))) }
    return minus(String(format: "%.\(max(0, digits - 1 - exponent))f", value))
  }

  /// What tells a row from others: texts and short numbers as they are, computed numbers rounded.
  public static func label(_ text: String) -> String {
    guard text.count > 6, text.contains(where: { $0 == "." || $0 == "e" }), let number = Double(text), number.isFinite
    else { return text }
    return trimmed(Self.text(number))
  }

  /// A number that people chose, with every digit they wrote and no other: `0.05`, `98.445`, `2.5×10⁻⁷`, `10⁻⁴⁰`.
  public static func plain(_ value: Double) -> String {
    let digits = (1...17).first { Double(String(format: "%.\($0 - 1)e", value)) == value } ?? 17
    return trimmed(text(value, digits: digits))
  }

  /// A printed number without trailing zeros, and without the factor 1 of a power of ten.
  private static func trimmed(_ number: String) -> String {
    let parts = number.split(separator: "×", maxSplits: 1)
    var digits = parts.first ?? ""
    if digits.contains(".") {
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
    }
    guard parts.count == 2 else { return String(digits) }
    return digits == "1" ? String(parts[1]) : digits == "−1" ? "−\(parts[1])" : "\(digits)×\(parts[1])"
  }

  /// `low to high` with equal decimals: three digits of the larger end, two of the smaller, or three if it is at most a
  /// decade below. Ends that print alike stand once, ends of very different size each in its own form.
  public static func range(_ low: Double, _ high: Double) -> String {
    let sizes = [low, high].map(abs).filter { $0 > 0 }
    let ends = [low, high].map { end($0, decimals: decimals(sizes)) }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
  }

  /// The decimals that both ends of a range get; nil when each stands in its own form.
  private static func decimals(_ sizes: [Double]) -> Int? {
    guard let least = sizes.min(), let most = sizes.max(), least >= 1e-4, most < 1e6, most <= 1e3 * least else {
      return nil
    }
    if sizes.allSatisfy({ $0 == $0.rounded() }) { return 0 }
    let (large, small) = (Int(floor(log10(most))), Int(floor(log10(least))))
    return max(0, 2 - large, 1 - small, min(2 - small, 3 - large))
  }

  private static func end(_ value: Double, decimals: Int?) -> String {
    guard let decimals, value != 0 else { return text(value, digits: 3) }
    return minus(String(format: "%.\(decimals)f", value))
  }

  /// A measured number and its interval, all with as many decimals as two digits of the interval's width need.
  public static func text(_ estimate: Estimate, hasInterval: Bool) -> String {
    let shown = parts(estimate, hasInterval: hasInterval)
    guard let low = shown.low, let high = shown.high else { return shown.value }
    return "\(shown.value) [\(low), \(high)]"
  }

  /// The pieces of ``text(_:hasInterval:)``; without an interval only the value.
  static func parts(_ estimate: Estimate, hasInterval: Bool) -> (value: String, low: String?, high: String?) {
    guard hasInterval, estimate.isComplete else { return (text(estimate.value, digits: 5), nil, nil) }
    let numbers = [estimate.value, estimate.low, estimate.high]
    let width = estimate.high - estimate.low
    let size = numbers.map(abs).max() ?? 0
    let shown: [String]
    if size >= 1e-4, size < 1e6, width > 0 {
      let decimals = min(12, max(0, 1 - Int(floor(log10(width)))))
      shown = numbers.map { minus(String(format: "%.\(decimals)f", $0)) }
    } else {
      let digits = width > 0 && size > 0 ? min(12, max(3, Int((log10(size) - log10(width)).rounded(.up)) + 2)) : 5
      shown = numbers.map { text($0, digits: digits) }
    }
    return (shown[0], shown[1], shown[2])
  }

  private static func minus(_ text: String) -> String { text.replacingOccurrences(of: "-", with: "−") }

  private static func superscript(_ power: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let text = String(abs(power)).compactMap(\.wholeNumberValue).map { String(digits[$0]) }.joined()
    return power < 0 ? "⁻" + text : text
  }
}
