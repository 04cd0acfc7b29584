import LinearAlgebra

/// Test errors of kernel ridge regression on the first n points of one pool, over sizes n and lambdas.
public struct RidgeLearningCurve: Sendable, Equatable {
  public let sizes: [Int]
  public let lambdas: [Double]
  /// Row i, column j: the mean squared test error with sizes[i] points at lambdas[j].
  public let errors: Matrix
  /// The largest relative residual among all systems.
  public let residual: Double

  /// Fits every size at every lambda and tests all of them in one pass over the test points.
  ///
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
    self.sizes = sizes
    self.lambdas = lambdas
    residual = fits.joined().map(\.residual).max() ?? 0
    errors = try Matrix(
      rows: sizes.count, columns: lambdas.count,
      elements: predictions.flatMap { prediction in
        try lambdas.indices.map { try RidgeErrors.meanSquare(prediction, column: $0, from: testValues) }
      })
  }

  /// For every size the best of those lambdas that are at least `smallest`.
  ///
  /// - Throws: `RidgeError.empty` if there is none.
  public func best(smallest: Double) throws -> [RidgeSelection] {
    let kept = lambdas.indices.filter { lambdas[$0] >= smallest * (1 - 1e-9) }
    return try sizes.indices.map { row in
      try RidgeSelection(lambdas: kept.map { lambdas[$0] }, errors: kept.map { errors[row, $0] })
    }
  }
}

/// The matrix of the given columns.
private func beside(_ columns: [[Double]]) throws -> Matrix {
  try Matrix(rows: columns.count, columns: columns.first?.count ?? 0, elements: columns.flatMap { $0 }).transposed
}

/// Predictions of kernel ridge regressions at new points, a block of points at a time, so that the matrix of kernel
/// values between new and training points never stands in memory.
public enum RidgePrediction {
  private static let rowsPerBlock = 512
  private static let columnsPerBlock = 4_096

  /// For each matrix of `coefficients` (n_i leading training points x targets) the predictions at `points` new points.
  ///
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
    let results = try coefficients.map { try Output(rows: points, columns: $0.columns) }
    try Parallel.forEach(blocks: (points + rowsPerBlock - 1) / rowsPerBlock, threads: threads) { block in
      let rows = block * rowsPerBlock..<min((block + 1) * rowsPerBlock, points)
      for left in stride(from: 0, to: longest, by: columnsPerBlock) {
        let columns = left..<min(left + columnsPerBlock, longest)
        let kernel = try fill(rows, columns)
        guard kernel.rows == rows.count, kernel.columns == columns.count else {
          throw RidgeError.mismatch(
            what: "a rectangle of the kernel matrix", expected: rows.count * columns.count,
            found: kernel.rows * kernel.columns)
        }
        for (matrix, result) in zip(coefficients, results) where matrix.rows > left && matrix.columns > 0 {
          kernel.withUnsafeElements { k in
            matrix.withUnsafeElements { c in
              guard let k = k.baseAddress, let c = c.baseAddress else { return }
              Double.addProduct(
                rows.count, matrix.columns, min(columns.upperBound, matrix.rows) - left, 1, k, columns.count,
                c + left * matrix.columns, matrix.columns,
                into: result.address.pointer + rows.lowerBound * matrix.columns, matrix.columns)
            }
          }
        }
      }
    }
    let predictions = try results.map { try $0.matrix() }
    for prediction in predictions { try requireFinite(prediction, "the predictions") }
    return predictions
  }
}

/// A matrix of zeros whose rows several threads fill, each its own.
private final class Output: Sendable {
  let address: Address<Double>
  let rows: Int
  let columns: Int

  init(rows: Int, columns: Int) throws {
    (self.rows, self.columns) = (rows, columns)
    address = Address(.allocate(capacity: rows * columns))
    address.pointer.initialize(repeating: 0, count: rows * columns)
  }

  deinit { address.pointer.deallocate() }

  func matrix() throws -> Matrix {
    try Matrix(rows: rows, columns: columns) {
      _ = $0.initialize(from: UnsafeBufferPointer(start: address.pointer, count: rows * columns))
    }
  }
}
