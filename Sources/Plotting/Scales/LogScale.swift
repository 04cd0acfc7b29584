import Foundation

/// Equal steps for equal ratios; shows positive values only.
public struct LogScale: Scale, Equatable {
  public let domain: ClosedRange<Double>
  private let lower: Double
  private let width: Double

  /// The scale over `domain`, which must be positive.
  ///
  /// - Throws: ``PlottingError/emptyScale(axis:reason:)`` for a domain that reaches zero or below.
  public init(_ domain: ClosedRange<Double>, axis: String = "log") throws {
    guard domain.lowerBound > 0, domain.upperBound.isFinite else {
      throw PlottingError.emptyScale(axis: axis, reason: "a log scale needs positive ends")
    }
    let (lower, upper) = (log10(domain.lowerBound), log10(domain.upperBound))
    let isWide = upper - lower > 1e-12
    let margin = isWide ? 0 : 0.5
    self.domain = isWide ? domain : LogScale.power(lower - margin)...LogScale.power(upper + margin)
    self.lower = lower - margin
    width = upper - lower + 2 * margin
  }

  /// log(value / lower) / log(upper / lower).
  public func fraction(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return .nan }
    return (log10(value) - lower) / width
  }

  public func ticks(_ space: TickSpace) throws -> Ticks { try LogTicks(domain, space).chosen() }

  /// 10^exponent within the range of doubles.
  static func power(_ exponent: Double) -> Double {
    min(max(pow(10, exponent), .leastNonzeroMagnitude), .greatestFiniteMagnitude)
  }
}
