import Foundation
import LinearAlgebra
import Statistics

/// Errors over a grid of stopping times or ridges, and the best of them.
public struct ErrorCurve: Sendable, Equatable {
  /// The grid, in the order given.
  public let grid: [Double]
  /// The mean squared error at each of its points.
  public let errors: [Double]
  /// The place of the least error; the first one of equals.
  public let best: Int

  /// The least mean squared error.
  public var bestError: Double { errors[best] }
  /// The stopping time or ridge that has it.
  public var bestParameter: Double { grid[best] }

  /// Ends of the grid at which the parameter's own domain ends, such as a ridge of 0: nothing better lies beyond them.
  public let naturalEnds: Ends

  /// Whether the best point is an end of the grid beyond which the domain goes on, so that the true optimum may lie outside.
  public var isAtEdge: Bool {
    (best == 0 && !naturalEnds.contains(.first)) || (best == grid.count - 1 && !naturalEnds.contains(.last))
  }

  /// The first and the last point of a grid.
  public struct Ends: OptionSet, Sendable {
    /// The ends as bits.
    public let rawValue: Int
    /// The ends of the bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The first point of the grid.
    public static let first = Ends(rawValue: 1)
    /// The last point of the grid.
    public static let last = Ends(rawValue: 2)
  }

  /// - Throws: ``RegressionError`` if the grid is empty, sizes differ, or an error is not finite.
  public init(grid: [Double], errors: [Double], naturalEnds: Ends = []) throws {
    try Require.sameLength(grid.count, errors.count)
    guard !grid.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.finite(errors)
    self.grid = grid
    self.errors = errors
    self.naturalEnds = naturalEnds
    best = errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }
  }

  /// The curve of predictions, one row per point of the grid, against the true values at the same points.
  ///
  /// - Throws: ``RegressionError`` as above.
  public init(grid: [Double], predictions: Matrix, truth: [Double], naturalEnds: Ends = []) throws {
    guard predictions.rows == grid.count, predictions.columns == truth.count, !truth.isEmpty else {
      throw RegressionError.mismatch(
        what: "predictions", expected: grid.count * truth.count, found: predictions.rows * predictions.columns)
    }
    let errors = (0..<grid.count).map { row in
      zip(predictions[row: row], truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(truth.count)
    }
    try self.init(grid: grid, errors: errors, naturalEnds: naturalEnds)
  }

  /// `count` parameters from `first` to `last` in geometric progression.
  ///
  /// - Throws: ``RegressionError`` unless both ends are positive and `count` is at least 3, the least that has an inside.
  public static func geometricGrid(from first: Double, to last: Double, count: Int) throws -> [Double] {
    for (index, end) in [first, last].enumerated() {
      guard end > 0, end.isFinite else { throw RegressionError.notPositive(index: index, value: end) }
    }
    guard count >= 3 else { throw RegressionError.tooFewPoints(points: count, needed: 3) }
    return (0..<count).map { index in
      index == count - 1 ? last : first * pow(last / first, Double(index) / Double(count - 1))
    }
  }
}

/// The lambda of a grid with the smallest error.
public struct RidgeSelection: Sendable, Equatable {
  /// Its place in the grid as given.
  public let index: Int
  public let lambda: Double
  public let error: Double
  /// Whether it is the grid's smallest or largest lambda, so that a wider grid might do better.
  public let atEdge: Bool

  /// Chooses the smallest of `errors`, the largest lambda among equals.
  ///
  /// - Throws: `RidgeError.mismatch`, `badLambda`, `notFinite` for an error that is NaN or infinite.
  public init(lambdas: [Double], errors: [Double]) throws {
    try requireLambdas(lambdas)
    try requireSize("the errors", lambdas.count, found: errors.count)
    try requireFinite(Matrix(rows: 1, columns: errors.count, elements: errors), "the errors")
    let best = lambdas.indices.min { (errors[$0], -lambdas[$0]) < (errors[$1], -lambdas[$1]) } ?? 0
    index = best
    lambda = lambdas[best]
    error = errors[best]
    atEdge = lambdas[best] == lambdas.min() || lambdas[best] == lambdas.max()
  }
}

/// What predictions are judged by.
public enum RidgeErrors {
  /// The mean over points of the squared difference of column `column` of `predictions` from `values`.
  public static func meanSquare(_ predictions: Matrix, column: Int = 0, from values: [Double]) throws -> Double {
    try requireSize("the predictions", values.count, found: predictions.rows)
    guard !values.isEmpty else { throw RidgeError.empty(what: "the set of test points") }
    return values.indices.reduce(0) {
      let difference = predictions[$1, column] - values[$1]
      return $0 + difference * difference
    } / Double(values.count)
  }

  /// The share of points whose largest prediction is not in the column of their class; the first column wins a tie.
  public static func misclassified(_ predictions: Matrix, labels: [Int]) throws -> Double {
    try requireSize("the predictions", labels.count, found: predictions.rows)
    guard !labels.isEmpty else { throw RidgeError.empty(what: "the set of test points") }
    let wrong = labels.indices.count { point in
      let row = predictions[row: point]
      let best = row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? row.startIndex
      return best - row.startIndex != labels[point]
    }
    return Double(wrong) / Double(labels.count)
  }
}
