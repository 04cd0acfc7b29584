import Foundation

/// Equal steps for equal differences.
public struct LinearScale: Scale, Equatable {
  public let domain: ClosedRange<Double>

  /// The scale over `domain`; a domain without width is widened.
  public init(_ domain: ClosedRange<Double>) { self.domain = LinearScale.widened(domain) }

  /// (value - lower) / (upper - lower), computed on halves so that a range of 1e308 does not overflow.
  public func fraction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let (lower, upper) = (domain.lowerBound / 2, domain.upperBound / 2)
    return (value / 2 - lower) / (upper - lower)
  }

  public func ticks(_ space: TickSpace) throws -> Ticks {
    try LinearTicks(domain, space).chosen()
  }

  /// `range` with a width that the arithmetic can resolve: about a tenth of the value, or 1 around zero.
  static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    let width = range.upperBound / 2 - range.lowerBound / 2
    if width > largest * 1e-13 { return range }
    let margin = largest == 0 ? 1 : max(largest * 0.1, .leastNormalMagnitude)
    let limit = Double.greatestFiniteMagnitude
    return max(range.lowerBound - margin, -limit)...min(range.upperBound + margin, limit)
  }
}
