import LinearAlgebra
import Statistics

/// Least squares on the first m of N features for every m at once, from one pass over the data.
///
/// Blocks of rows add up to the normal equations F'F and F'Y. One Cholesky factor L of F'F + jitter I then serves every m,
/// since the leading m x m block of L is the factor of the first m features.
public struct NestedLeastSquares: Sendable {
  /// F'F, its lower triangle.
  private var gram: Matrix
  /// F'Y, one column per target.
  private var moments: Matrix
  /// Y'Y, its diagonal.
  private var squares: [Double]
  private var rows = 0

  /// An empty problem with `features` features and `targets` targets.
  /// - Throws: ``RegressionError`` if either is below 1, `LinearAlgebraError.tooLarge`.
  public init(features: Int, targets: Int) throws {
    let least = min(features, targets)
    guard least > 0 else { throw RegressionError.tooFewPoints(points: least, needed: 1) }
    gram = try Matrix(rows: features, columns: features)
    moments = try Matrix(rows: features, columns: targets)
    squares = [Double](repeating: 0, count: targets)
  }

  /// Adds a block: b x N features and b x T targets. The sum depends on the blocks in their last bits.
  /// - Throws: ``RegressionError`` for sizes that differ, `LinearAlgebraError.notFinite`.
  public mutating func add(features: Matrix, targets: Matrix) throws {
    try NestedLeastSquares.check(features, targets, gram.columns, squares.count)
    try BLAS.addGram(of: features, toLowerTriangleOf: &gram)
    NestedLeastSquares.accumulate(try BLAS.product(features, targets, transposingLeft: true), into: &moments)
    for row in 0..<targets.rows {
      for target in squares.indices { squares[target] += targets[row, target] * targets[row, target] }
    }
    rows += features.rows
  }

  /// Factorises with a jitter of `relativeJitter` times the mean of the diagonal.
  /// - Throws: ``RegressionError`` if no rows came or the jitter is negative, `LinearAlgebraError.notPositiveDefinite` if the
  ///   jitter is too small.
  public consuming func solved(relativeJitter: Double = 1e-12) throws -> NestedSolution {
    guard rows > 0 else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.nonNegative(relativeJitter, "the jitter")
    let trace = (0..<gram.rows).reduce(0) { $0 + gram[$1, $1] }
    let jitter = relativeJitter * trace / Double(gram.rows)
    let factor = try Cholesky(gram, addingToDiagonal: jitter)
    let rotated = try factor.solveLower(moments)
    return NestedSolution(factor: factor, rotated: rotated, squares: squares, rows: rows, jitter: jitter)
  }

  static func check(_ features: Matrix, _ targets: Matrix, _ featureCount: Int, _ targetCount: Int) throws {
    try Require.size("features", featureCount, found: features.columns)
    try Require.size("targets", targetCount, found: targets.columns)
    try Require.size("rows of targets", features.rows, found: targets.rows)
    try features.requireFinite("the features")
    try targets.requireFinite("the targets")
  }

  fileprivate static func accumulate(_ block: Matrix, into sum: inout Matrix) {
    sum.withUnsafeMutableElements { total in
      block.withUnsafeElements { part in
        for index in total.indices { total[index] += part[index] }
      }
    }
  }
}

/// The solutions of a nested least-squares problem.
public struct NestedSolution: Sendable {
  fileprivate let factor: Cholesky
  /// L^-1 F'Y, N x T.
  fileprivate let rotated: Matrix
  fileprivate let squares: [Double]
  fileprivate let rows: Int
  /// What was added to the diagonal of F'F.
  public let jitter: Double
  /// N.
  public var featureCount: Int { rotated.rows }
  /// T.
  public var targetCount: Int { rotated.columns }

  /// The squared ratio of the extreme pivots of the first `width` features: a lower bound of the condition number of F'F + jitter I.
  /// - Throws: ``RegressionError`` for a width out of 1...N.
  public func conditionBound(width: Int) throws -> Double {
    try check([width])
    let pivots = factor.diagonal.prefix(width)
    let ratio = (pivots.max() ?? 1) / (pivots.min() ?? 1)
    return ratio * ratio
  }

  /// The coefficients c of the first `width` features: the minimiser of |F c - y|^2 + jitter |c|^2.
  /// - Throws: ``RegressionError`` for a width out of 1...N or a target that does not exist.
  public func coefficients(width: Int, target: Int) throws -> [Double] {
    try check([width], target: target)
    return try factor.solveLeadingTransposed((0..<width).map { rotated[$0, target] })
  }

  /// sqrt of the least (|F c - y|^2 + jitter |c|^2) / rows: the residual, with what the jitter adds to it.
  /// - Throws: ``RegressionError`` as ``coefficients(width:target:)``.
  public func residual(width: Int, target: Int) throws -> Double {
    try check([width], target: target)
    let explained = (0..<width).reduce(0) { $0 + rotated[$1, target] * rotated[$1, target] }
    return (max(squares[target] - explained, 0) / Double(rows)).squareRoot()
  }

  /// Root mean square and greatest error on a held-out block, b x N features and b x T targets, for each of `widths`.
  ///
  /// The predictions of all widths W come from one product of the features with the coefficients, 2 b N W T operations, where those
  /// of L^-1 F' for the block would be b N^2.
  /// - Throws: ``RegressionError`` for sizes that differ and widths that are not ascending in 1...N.
  public func heldOut(features: Matrix, targets: Matrix, widths: [Int]) throws -> [[HeldOutError]] {
    try check(widths)
    try NestedLeastSquares.check(features, targets, featureCount, targetCount)
    guard features.rows > 0 else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    // Coefficients of a width stand above zeros, in a column for each target.
    var coefficients = try Matrix(rows: featureCount, columns: widths.count * targetCount)
    for (place, width) in widths.enumerated() {
      for target in 0..<targetCount {
        let column = place * targetCount + target
        for (row, value) in try self.coefficients(width: width, target: target).enumerated() {
          coefficients[row, column] = value
        }
      }
    }
    let predictions = try BLAS.product(features, coefficients)
    return widths.indices.map { place in
      (0..<targetCount).map { HeldOutError(predictions, column: place * targetCount + $0, targets, column: $0) }
    }
  }

  private func check(_ widths: [Int], target: Int = 0) throws {
    var last = 0
    for width in widths {
      try Require.that(
        width > last && width <= featureCount, "a width", Double(width),
        need: "give ascending widths from 1 to \(featureCount)")
      last = width
    }
    try Require.that(
      (0..<targetCount).contains(target), "the target", Double(target), need: "give one of 0 to \(targetCount - 1)")
  }
}

/// The errors of one target on a held-out set.
public struct HeldOutError: Sendable, Equatable {
  /// The root mean square of prediction - target.
  public let rootMeanSquare: Double
  /// The largest |prediction - target|.
  public let greatest: Double

  fileprivate init(_ predictions: Matrix, column: Int, _ targets: Matrix, column target: Int) {
    let errors = (0..<targets.rows).map { predictions[$0, column] - targets[$0, target] }
    rootMeanSquare = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    greatest = errors.reduce(0) { max($0, abs($1)) }
  }
}
