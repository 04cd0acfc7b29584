import Foundation
import LinearAlgebra
import Statistics

/// Test errors of kernel ridge regression on the first n points of one pool, over sizes n and lambdas.
public struct RidgeLearningCurve: Sendable, Equatable {
  public let sizes: [Int]
  public let lambdas: [Double]
  /// Row i, column j: the mean squared test error with sizes[i] points at lambdas[j].
  public let errors: Matrix
  /// The largest relative residual among all systems.
  public let residual: Double

  /// Fits every size at every lambda and tests all of them in one pass over the test points.
  /// - Parameters:
  ///   - targets: the values at the pool's points; the largest size may not exceed their number.
  ///   - kernel: kernel values between two ranges of the pool's points.
  ///   - testValues, testKernel: the values at the test points; kernel values between a range of test points (rows) and
  ///     one of the pool's (columns).
  /// - Throws: `RidgeError`, and what the kernels throw.
  public init(
    targets: [Double], sizes: [Int], lambdas: [Double], testValues: [Double], path: RidgePath,
    kernel: @Sendable (Range<Int>, Range<Int>) throws -> Matrix,
    testKernel: @Sendable (Range<Int>, Range<Int>) throws -> Matrix
  ) throws {
    guard let largest = sizes.max() else { throw RidgeError.empty(what: "the list of sizes") }
    if let size = sizes.first(where: { $0 < 1 }) { throw RidgeError.badSize(what: "a size", value: size) }
    guard largest <= targets.count else {
      throw RidgeError.mismatch(what: "the pool", expected: largest, found: targets.count)
    }
    let matrix = try SymmetricPanels<Double>(order: largest, threads: path.threads, fill: kernel)
    let fits = try sizes.map { size in
      try path.fit(matrix, targets: Matrix(rows: size, columns: 1, elements: Array(targets[..<size])), lambdas: lambdas)
    }
    let predictions = try RidgePrediction.predict(
      points: testValues.count, coefficients: fits.map { try beside($0.map(\.coefficients.elements)) },
      threads: path.threads, fill: testKernel)
    (self.sizes, self.lambdas) = (sizes, lambdas)
    residual = fits.joined().map(\.residual).max() ?? 0
    errors = try Matrix(
      rows: sizes.count, columns: lambdas.count,
      elements: predictions.flatMap { prediction in
        try RidgeErrors.meanSquares(prediction, from: testValues)
      })
  }

  /// For every size the best of those lambdas that are at least `smallest`.
  /// - Throws: `RidgeError.empty` if there is none.
  public func best(smallest: Double) throws -> [RidgeSelection] {
    let kept = lambdas.indices.filter { lambdas[$0] >= smallest * (1 - 1e-9) }
    return try sizes.indices.map { row in
      try RidgeSelection(lambdas: kept.map { lambdas[$0] }, errors: kept.map { errors[row, $0] })
    }
  }
}

private func beside(_ columns: [[Double]]) throws -> Matrix {
  try Matrix(rows: columns.count, columns: columns.first?.count ?? 0, elements: columns.flatMap { $0 }).transposed
}

/// Predictions of kernel ridge regressions at new points, a block of points at a time, so that the matrix of kernel
/// values between new and training points never stands in memory.
public enum RidgePrediction {
  private static let rowsPerBlock = 512
  private static let columnsPerBlock = 4_096

  /// For each matrix of `coefficients` (n_i leading training points x targets) the predictions at `points` new points.
  /// - Parameters:
  ///   - fill: kernel values between a range of new points (rows) and one of training points (columns); each is asked
  ///     for once, from several threads.
  /// - Throws: `RidgeError.mismatch`, `notFinite`, and what `fill` throws. The result does not depend on `threads`.
  public static func predict(
    points: Int, coefficients: [Matrix], threads: Int,
    fill: @Sendable (_ rows: Range<Int>, _ columns: Range<Int>) throws -> Matrix
  ) throws -> [Matrix] {
    guard points > 0 else { throw RidgeError.empty(what: "the set of new points") }
    BLAS.useOneThread()
    let longest = coefficients.map(\.rows).max() ?? 0
    // The predictions behind each other, each matrix from its offset on.
    let offsets = coefficients.reduce(into: [0]) { $0.append($0[$0.count - 1] + points * $1.columns) }
    var values = [Double](repeating: 0, count: offsets[coefficients.count])
    try values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let output = Address(base)
      try Parallel.forEach(blocks: (points + rowsPerBlock - 1) / rowsPerBlock, threads: threads) { block in
        let rows = block * rowsPerBlock..<min((block + 1) * rowsPerBlock, points)
        for left in stride(from: 0, to: longest, by: columnsPerBlock) {
          let columns = left..<min(left + columnsPerBlock, longest)
          let kernel = try fill(rows, columns)
          try requireRectangle(kernel, rows, columns)
          for (matrix, offset) in zip(coefficients, offsets) where matrix.rows > left && matrix.columns > 0 {
            kernel.withUnsafeElements { k in
              matrix.withUnsafeElements { c in
                guard let k = k.baseAddress, let c = c.baseAddress else { return }
                Double.addProduct(
                  rows.count, matrix.columns, min(columns.upperBound, matrix.rows) - left, 1, k, columns.count,
                  c + left * matrix.columns, matrix.columns,
                  into: output.pointer + offset + rows.lowerBound * matrix.columns, matrix.columns)
              }
            }
          }
        }
      }
    }
    return try coefficients.indices.map { index in
      let elements = Array(values[offsets[index]..<offsets[index + 1]])
      let prediction = try Matrix(rows: points, columns: coefficients[index].columns, elements: elements)
      try requireFinite(prediction, "the predictions")
      return prediction
    }
  }
}

/// Errors over a grid of stopping times or ridges, and the best of them.
public struct ErrorCurve: Sendable, Equatable {
  /// The grid, in the order given.
  public let grid: [Double]
  /// The mean squared error at each of its points.
  public let errors: [Double]
  /// The place of the least error; the first one of equals.
  public let best: Int
  public var bestError: Double { errors[best] }
  /// The stopping time or ridge that has it.
  public var bestParameter: Double { grid[best] }
  /// Whether the parameter's domain begins where the grid does, such as at a ridge of 0: nothing better lies before it.
  public let startsDomain: Bool

  /// Whether the best point is an end of the grid beyond which the domain goes on, so that the true optimum may lie outside.
  public var isAtEdge: Bool { (best == 0 && !startsDomain) || best == grid.count - 1 }

  /// - Throws: ``RegressionError`` if the grid is empty, sizes differ, or an error is not finite.
  public init(grid: [Double], errors: [Double], startsDomain: Bool = false) throws {
    try Require.sameLength(grid.count, errors.count)
    guard !grid.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.finite(errors)
    (self.grid, self.errors, self.startsDomain) = (grid, errors, startsDomain)
    best = errors.indices.reduce(0) { errors[$1] < errors[$0] ? $1 : $0 }
  }

  /// The curve of predictions, one row per point of the grid, against the true values at the same points.
  /// - Throws: ``RegressionError`` as above.
  public init(grid: [Double], predictions: Matrix, truth: [Double], startsDomain: Bool = false) throws {
    guard predictions.rows == grid.count, predictions.columns == truth.count, !truth.isEmpty else {
      throw RegressionError.mismatch(
        what: "predictions", expected: grid.count * truth.count, found: predictions.rows * predictions.columns)
    }
    let errors = (0..<grid.count).map { row in
      zip(predictions[row: row], truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(truth.count)
    }
    try self.init(grid: grid, errors: errors, startsDomain: startsDomain)
  }

  /// `count` parameters from `first` to `last` in geometric progression.
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

/// The point of a grid that is best for the mean of several curves over it.
public struct CommonBest: Sendable {
  /// The errors at each point of the grid.
  public let summaries: [Summary]
  /// The mean curve.
  public let mean: ErrorCurve
  public var place: Int { mean.best }
  /// The parameter there; nil at an edge.
  public var parameter: Double? { mean.isAtEdge ? nil : mean.bestParameter }

  /// - Throws: ``RegressionError`` without curves, or for curves over different grids.
  public init(_ curves: [ErrorCurve]) throws {
    let grid = curves.first?.grid ?? []
    for curve in curves { try Require.sameLength(grid.count, curve.grid.count) }
    summaries = try grid.indices.map { place in try Summary(curves.map { $0.errors[place] }) }
    mean = try ErrorCurve(
      grid: grid, errors: summaries.map(\.mean), startsDomain: curves.first?.startsDomain ?? false)
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
  /// - Throws: `RidgeError.mismatch`, `badLambda`, `notFinite` for an error that is NaN or infinite.
  public init(lambdas: [Double], errors: [Double]) throws {
    try requireLambdas(lambdas)
    try requireSize("the errors", lambdas.count, found: errors.count)
    try requireFinite(Matrix(rows: 1, columns: errors.count, elements: errors), "the errors")
    let best = lambdas.indices.min { (errors[$0], -lambdas[$0]) < (errors[$1], -lambdas[$1]) } ?? 0
    (index, lambda, error) = (best, lambdas[best], errors[best])
    atEdge = lambdas[best] == lambdas.min() || lambdas[best] == lambdas.max()
  }
}

public enum RidgeErrors {
  /// For each column of `predictions` the mean over points of its squared difference from `values`.
  /// - Throws: `RidgeError.mismatch` unless there is a row for each value, `empty` without points.
  public static func meanSquares(_ predictions: Matrix, from values: [Double]) throws -> [Double] {
    try requireSize("the predictions", values.count, found: predictions.rows)
    guard !values.isEmpty else { throw RidgeError.empty(what: "the set of test points") }
    var sums = [Double](repeating: 0, count: predictions.columns)
    predictions.withUnsafeElements { elements in
      sums.withUnsafeMutableBufferPointer { sums in
        for (point, value) in values.enumerated() {
          let first = point * sums.count
          for column in sums.indices {
            let difference = elements[first + column] - value
            sums[column] += difference * difference
          }
        }
      }
    }
    return sums.map { $0 / Double(values.count) }
  }

  /// Whether the largest prediction of each point is in the column of its class; the first column wins a tie.
  public static func isRight(_ predictions: Matrix, labels: [Int]) throws -> [Bool] {
    try requireSize("the predictions", labels.count, found: predictions.rows)
    guard !labels.isEmpty else { throw RidgeError.empty(what: "the set of test points") }
    return labels.indices.map { point in
      let row = predictions[row: point]
      let best = row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? row.startIndex
      return best - row.startIndex == labels[point]
    }
  }

  /// The share of points that are not told right, of at least one.
  public static func misclassified(_ isRight: [Bool]) -> Double {
    Double(isRight.count { !$0 }) / Double(isRight.count)
  }
}
