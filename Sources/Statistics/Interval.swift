/// A closed interval of real numbers, lower <= upper.
public struct Interval: Sendable, Equatable {
  /// The lesser end.
  public let lower: Double
  /// The greater end.
  public let upper: Double

  /// The interval of two ends, in either order.
  public init(lower: Double, upper: Double) {
    self.lower = min(lower, upper)
    self.upper = max(lower, upper)
  }

  /// The interval `center` plus and minus |halfWidth|.
  public init(center: Double, halfWidth: Double) {
    self.init(lower: center - halfWidth, upper: center + halfWidth)
  }

  /// The smallest interval that holds all `values`; nil if there are none.
  public init?(spanning values: [Double]) {
    guard let lower = values.min(), let upper = values.max() else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// The middle.
  public var center: Double { lower + (upper - lower) / 2 }
  /// upper - lower.
  public var width: Double { upper - lower }

  /// Whether lower <= value <= upper.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
