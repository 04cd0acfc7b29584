/// A closed interval of real numbers, lower <= upper.
public struct Interval: Sendable, Equatable {
  public let lower: Double
  public let upper: Double

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

  public var center: Double { lower + (upper - lower) / 2 }
  public var width: Double { upper - lower }

  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
