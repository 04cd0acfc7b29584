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

  /// A number that people chose, without trailing zeros.
  public static func plain(_ value: Double) -> String {
    let shown = text(value)
    guard shown.contains("."), !shown.contains("×") else { return shown }
    let trimmed = shown.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(trimmed.reversed())
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
