import LinearAlgebra

/// n inputs in R^d, one a row, and their n real targets.
public struct TrainingSet: Sendable, Equatable {
  /// n x d, one input a row.
  public let points: Matrix
  /// y_j, one per row.
  public let targets: [Double]

  /// n.
  public var count: Int { points.rows }
  /// d.
  public var dimension: Int { points.columns }

  /// - Throws: `NetworkError.empty` without points or coordinates, `mismatch` unless there is one target per point,
  ///   `notFinite` for a NaN or an infinity.
  public init(points: Matrix, targets: [Double]) throws {
    guard points.rows > 0, points.columns > 0 else { throw NetworkError.empty("the training set") }
    try NetworkError.require(targets.count, equals: points.rows, "the targets")
    guard points.elements.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the training points") }
    guard targets.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the targets") }
    self.points = points
    self.targets = targets
  }

  /// The root mean square of the targets about their mean.
  public var targetDeviation: Double {
    let mean = targets.reduce(0, +) / Double(count)
    return (targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
  }

  /// The share of targets whose sign is not that of the value beside it; a value of 0 counts as wrong.
  public func misclassified(_ values: [Double]) -> Double {
    Double(zip(values, targets).count { $0 * $1 <= 0 }) / Double(count)
  }
}
