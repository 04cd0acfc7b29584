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
      try path.fit(
        matrix, targets: Matrix(rows: size, columns: 1, elements: Array(targets[..<size])), lambdas: lambdas)
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
