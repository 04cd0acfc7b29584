import LinearAlgebra

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
    guard errors.count == lambdas.count else {
      throw RidgeError.mismatch(what: "the errors", expected: lambdas.count, found: errors.count)
    }
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
    guard predictions.rows == values.count else {
      throw RidgeError.mismatch(what: "the predictions", expected: values.count, found: predictions.rows)
    }
    guard !values.isEmpty else { throw RidgeError.empty(what: "the set of test points") }
    return values.indices.reduce(0) {
      let difference = predictions[$1, column] - values[$1]
      return $0 + difference * difference
    } / Double(values.count)
  }

  /// The share of points whose largest prediction is not in the column of their class; the first column wins a tie.
  public static func misclassified(_ predictions: Matrix, labels: [Int]) throws -> Double {
    guard predictions.rows == labels.count else {
      throw RidgeError.mismatch(what: "the predictions", expected: labels.count, found: predictions.rows)
    }
    guard !labels.isEmpty else { throw RidgeError.empty(what: "the set of test points") }
    let wrong = labels.indices.count { point in
      let row = predictions[row: point]
      let best = row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? row.startIndex
      return best - row.startIndex != labels[point]
    }
    return Double(wrong) / Double(labels.count)
  }
}
