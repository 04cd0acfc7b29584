import Foundation

/// Numbers as labels: minus signs, exponents as superscripts.
enum NumberLabel {
  /// `value` with `digits` decimals.
  static func fixed(_ value: Double, digits: Int) -> String {
    let text = String(format: "%.\(min(max(digits, 0), 17))f", value)
    let isZero = !text.contains { $0 != "0" && $0 != "." && $0 != "-" }
    return minus(isZero ? text.replacing("-", with: "") : text)
  }

  /// A power of ten, such as 10 to the power of -3, with its sign; 0 for zero.
  static func power(_ value: Double) -> String {
    if value == 0 { return "0" }
    let exponent = Int(log10(abs(value)).rounded())
    return (value < 0 ? "−" : "") + "$10^{\(exponent)}$"
  }

  /// A positive number of a log axis: plain if it is short, else mantissa times a power of ten.
  static func short(_ value: Double) -> String {
    if value == 0 { return "0" }
    let size = abs(value)
    if size >= 1e-3, size < 1e5 { return minus(plain(value)) }
    let exponent = Int(log10(size).rounded(.down))
    let mantissa = value / LogScale.power(Double(exponent))
    let digits = minus(plain((mantissa * 1000).rounded() / 1000))
    if digits == "1" { return "$10^{\(exponent)}$" }
    return "$\(digits)\\times10^{\(exponent)}$"
  }

  /// At most six significant digits without an exponent.
  private static func plain(_ value: Double) -> String {
    let text = String(format: "%.6g", value)
    return text.contains("e") ? String(Int(value)) : text
  }

  private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }
}
