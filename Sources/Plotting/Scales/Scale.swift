import Foundation

/// A map from data values to the length of an axis.
public protocol Scale: Sendable {
  /// The values at the two ends.
  var domain: ClosedRange<Double> { get }
  /// The place of `value`: 0 at the lower end, 1 at the upper; NaN for a value that the scale cannot show.
  func fraction(_ value: Double) -> Double
  /// Ticks whose labels do not overlap in the given space.
  func ticks(_ space: TickSpace) throws -> Ticks
}

extension Scale {
  /// `value`, or the lower end for one of zero or below that a log axis cannot show.
  func bounded(_ value: Double) -> Double {
    value <= 0 && value.isFinite && fraction(value).isNaN ? domain.lowerBound : value
  }
}

/// A mark on an axis.
public struct Tick: Sendable, Equatable {
  public var value: Double
  /// The label in the notation of labels; nil for a minor tick.
  public var label: String?
}

/// The ticks of an axis and what their labels have in common.
public struct Ticks: Sendable, Equatable {
  public var all: [Tick]
  /// What every label must be multiplied with or added to, set beside the axis label; empty without.
  public var factor = ""
  /// Counter-clockwise rotation of the labels of a horizontal axis, in degrees.
  public var angle = 0.0
}

/// The room that tick labels have.
public struct TickSpace: Sendable {
  /// Length of the axis in points.
  public var length: Double
  /// Size of the labels in points.
  public var fontSize: Double
  /// Whether labels stand side by side (an x axis) instead of one above the other.
  public var isHorizontal: Bool

  /// Length in points that a label takes along the axis, with the least gap to the next.
  func extent(_ label: String) throws -> Double {
    isHorizontal ? try TextLayout(label, size: fontSize).width + fontSize * 0.8 : fontSize * 1.5
  }

  /// Whether labels at the given fractions keep apart.
  func fits(_ labels: [(fraction: Double, label: String)]) throws -> Bool {
    let sorted = labels.sorted { $0.fraction < $1.fraction }
    var previous = -Double.infinity
    for (fraction, label) in sorted {
      let half = try extent(label) / 2
      if fraction * length - half < previous { return false }
      previous = fraction * length + half
    }
    return true
  }

  /// Whether `count` labels at 45 degrees keep apart.
  func fitsSlanted(_ count: Int) -> Bool { isHorizontal && length / Double(max(count, 1)) > fontSize * 1.9 }

  /// The number of labels that look right.
  var targetCount: Double { max(2, length / (isHorizontal ? fontSize * 4.2 : fontSize * 2.8)) }
}

/// The names of the scales in a specification.
public enum ScaleName: String, CaseIterable, Sendable { case linear, log, symlog, category }

/// One place for each name; name i stands at the value i.
public struct CategoryScale: Scale, Equatable {
  public let names: [String]
  /// What is written for a name, in the notation of labels; names that are not in it stand as they are.
  public var labels: [String: String] = [:]

  public var domain: ClosedRange<Double> { -0.5...max(Double(names.count) - 0.5, 0.5) }

  public func fraction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    return (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
  }

  /// Every name, slanted if they are long, or every k-th when they do not fit.
  public func ticks(_ space: TickSpace) throws -> Ticks {
    // More names than points of length cannot all be labelled, so most of them need not be measured.
    let first = max(1, Int((Double(names.count) * space.fontSize / max(space.length, 1)).rounded(.up)))
    let labels = try names.enumerated().map { $0 % first == 0 ? try label($1, space) : nil }
    var step = first
    if try !fits(labels, step, space) {
      if space.fitsSlanted(names.count) { return ticks(labels, every: 1, angle: 45) }
      repeat { step += first } while try step < names.count && !fits(labels, step, space)
    }
    return ticks(labels, every: step, angle: 0)
  }

  private func ticks(_ labels: [String?], every step: Int, angle: Double) -> Ticks {
    let all = labels.indices.map { Tick(value: Double($0), label: $0 % step == 0 ? labels[$0] : nil) }
    return Ticks(all: all, angle: angle)
  }

  private func fits(_ labels: [String?], _ step: Int, _ space: TickSpace) throws -> Bool {
    let shown = stride(from: 0, to: names.count, by: step).compactMap { index in
      labels[index].map { (fraction(Double(index)), $0) }
    }
    return try space.fits(shown)
  }

  /// The label of a name, or the name cut to a width of twelve letters or so.
  private func label(_ name: String, _ space: TickSpace) throws -> String {
    if let label = labels[name] { return label }
    let short = String(name.prefix(60))
    let layout = try TextLayout(Markup.escaped(short.isEmpty ? "–" : short), size: space.fontSize)
    return Markup.escaped(layout.truncated(to: space.fontSize * 12).pieces.map(\.text).joined())
  }
}

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
    guard value != 0, value.isFinite else { return value == 0 ? "0" : exact(value) }
    let exponent = Int(log10(abs(value)).rounded())
    return (value < 0 ? "−" : "") + "$10^{\(exponent)}$"
  }

  /// A positive number of a log axis: plain if it is short, else mantissa times a power of ten.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : exact(value) }
    let size = abs(value)
    if size >= 1e-3, size < 1e5 { return minus(plain(value)) }
    let exponent = Int(log10(size).rounded(.down))
    let mantissa = value / LogScale.power(Double(exponent))
    let digits = minus(plain((mantissa * 1000).rounded() / 1000))
    if digits == "1" { return "$10^{\(exponent)}$" }
    return "$\(digits)\\times10^{\(exponent)}$"
  }

  /// The shortest text that reads back as `value`; `inf` and `nan` for what is no number.
  static func exact(_ value: Double) -> String {
    minus(value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)")
  }

  /// At most six significant digits without an exponent.
  private static func plain(_ value: Double) -> String {
    let text = String(format: "%.6g", value)
    return text.contains("e") ? String(Int(value)) : text
  }

  private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }
}
