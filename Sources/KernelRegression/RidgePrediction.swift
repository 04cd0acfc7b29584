import LinearAlgebra

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
                transposeA: false, c + left * matrix.columns, matrix.columns, transposeB: false,
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
