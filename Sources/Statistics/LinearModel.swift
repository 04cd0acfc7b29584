/// Least squares: the beta that minimises sum_i (y_i - sum_j beta_j X_ij)^2.
///
/// The variance sigma^2 of the errors is estimated by the residual sum of squares over n - p and the covariance of beta
/// by sigma^2 (X'X)^{-1}. Solved by Householder QR of the columns scaled to unit length, so that neither the columns'
/// units nor the squared condition number enter. Source: Golub and Van Loan, Matrix Computations, section 5.3.
public struct LinearModel: Sendable {
  /// beta, one per column.
  public let coefficients: [Double]
  /// The estimated covariance of beta, p by p; all NaN if there are no degrees of freedom.
  public let covariance: [[Double]]
  /// X beta.
  public let fitted: [Double]
  /// y - X beta.
  public let residuals: [Double]
  /// sigma, the square root of the residual sum of squares over n - p; NaN if n = p.
  public let residualDeviation: Double
  /// n - p.
  public let freedom: Int

  /// Fits `response` by `columns`, each as long as the response.
  /// - Throws: ``RegressionError`` for lengths that differ, fewer points than columns, values that are not finite, or a
  ///   column that depends on those before it to within rounding.
  public init(columns: [[Double]], response: [Double]) throws {
    for column in columns { try Require.sameLength(column.count, response.count) }
    let needed = max(columns.count, 1)
    guard response.count >= needed else { throw RegressionError.tooFewPoints(points: response.count, needed: needed) }
    for values in columns + [response] { try Require.finite(values) }
    let factor = try HouseholderQR(columns: columns)
    coefficients = factor.solve(response)
    freedom = response.count - columns.count
    var sums = [Double](repeating: 0, count: response.count)
    for (beta, column) in zip(coefficients, columns) {
      for index in sums.indices { sums[index].addProduct(beta, column[index]) }
    }
    fitted = sums
    residuals = zip(response, sums).map { $0 - $1 }
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    let variance = freedom > 0 ? squares / Double(freedom) : .nan
    residualDeviation = variance.squareRoot()
    covariance = factor.inverseGram().map { $0.map { $0 * variance } }
  }

  public var standardErrors: [Double] { covariance.indices.map { covariance[$0][$0].squareRoot() } }

  /// Student's interval for one coefficient: beta_j plus and minus t_{(1+level)/2, n-p} times its standard error.
  /// - Throws: ``RegressionError`` if the level is not between 0 and 1 or n = p.
  public func interval(_ index: Int, level: Double = 0.95) throws -> Interval {
    let factor = try StudentT.factor(level: level, freedom: freedom)
    return Interval(center: coefficients[index], halfWidth: factor * standardErrors[index])
  }
}

/// The straight line y = intercept + slope x by least squares; see ``LinearModel`` for the errors.
public struct LineFit: Sendable {
  /// The fit on the columns 1 and x.
  public let model: LinearModel
  /// y at x = 0.
  public var intercept: Double { model.coefficients[0] }
  /// The change of y by a unit of x.
  public var slope: Double { model.coefficients[1] }

  /// - Throws: ``RegressionError`` for lengths that differ, fewer than two points, values that are not finite, or
  ///   abscissas that are all the same.
  public init(_ x: [Double], _ y: [Double]) throws {
    try Require.sameLength(x.count, y.count)
    guard x.count >= 2 else { throw RegressionError.tooFewPoints(points: x.count, needed: 2) }
    try Require.finite(x)
    if let first = x.first, x.allSatisfy({ $0 == first }) { throw RegressionError.constantAbscissa(value: first) }
    model = try LinearModel(columns: [[Double](repeating: 1, count: x.count), x], response: y)
  }

  /// Student's interval for the slope.
  /// - Throws: ``RegressionError`` if the level is not between 0 and 1 or there are only two points.
  public func slopeInterval(level: Double = 0.95) throws -> Interval { try model.interval(1, level: level) }

  /// Student's interval for the intercept, with the same errors.
  public func interceptInterval(level: Double = 0.95) throws -> Interval { try model.interval(0, level: level) }
}

/// The QR factors of a tall matrix with few columns, scaled to unit length before elimination.
///
/// The designs of fits have a handful of columns, for which LAPACK's blocked routines gain nothing; the scaling and the
/// refusal of dependent columns, which a fit must report rather than drop, are what this adds to the textbook's
/// algorithm. Source: Golub and Van Loan, Matrix Computations, 4th edition, algorithm 5.2.1.
struct HouseholderQR {
  private var columns: [[Double]]
  private var diagonal: [Double] = []
  private let lengths: [Double]

  /// - Throws: ``RegressionError/dependentColumns(column:)`` if a column is a combination of those before it to within
  ///   1e-14 of its length.
  init(columns: [[Double]]) throws {
    lengths = columns.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    if let zero = lengths.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw RegressionError.dependentColumns(column: zero)
    }
    self.columns = zip(columns, lengths).map { column, length in column.map { $0 / length } }
    for pivot in columns.indices { try eliminate(pivot) }
  }

  /// Turns column `pivot` below its row into a reflector v with |v|^2 = 2 and applies it to the columns after it.
  private mutating func eliminate(_ pivot: Int) throws {
    let norm = columns[pivot][pivot...].reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 1e-14 else { throw RegressionError.dependentColumns(column: pivot) }
    let head = columns[pivot][pivot]
    let target = head > 0 ? -norm : norm
    let scale = 1 / (norm * (norm + abs(head))).squareRoot()
    columns[pivot][pivot] = head - target
    for row in pivot..<columns[pivot].count { columns[pivot][row] *= scale }
    diagonal.append(target)
    for later in columns.indices.dropFirst(pivot + 1) { reflect(&columns[later], by: columns[pivot], from: pivot) }
  }

  private func reflect(_ vector: inout [Double], by reflector: [Double], from row: Int) {
    var product = 0.0
    for index in row..<vector.count { product.addProduct(reflector[index], vector[index]) }
    for index in row..<vector.count { vector[index].addProduct(-product, reflector[index]) }
  }

  /// The least squares solution for one right-hand side.
  func solve(_ response: [Double]) -> [Double] {
    var vector = response
    for pivot in columns.indices { reflect(&vector, by: columns[pivot], from: pivot) }
    return zip(backSubstitute(Array(vector.prefix(columns.count))), lengths).map { $0 / $1 }
  }

  /// (A'A)^{-1} = R^{-1} R^{-T}, in the original units.
  func inverseGram() -> [[Double]] {
    let inverse = columns.indices.map { unit in backSubstitute(columns.indices.map { $0 == unit ? 1 : 0 }) }
    return columns.indices.map { row in
      columns.indices.map { column in
        let product = inverse.reduce(0) { $0 + $1[row] * $1[column] }
        return product / (lengths[row] * lengths[column])
      }
    }
  }

  private func backSubstitute(_ right: [Double]) -> [Double] {
    var solution = right
    for row in columns.indices.reversed() {
      for column in columns.indices.dropFirst(row + 1) {
        solution[row].addProduct(-columns[column][row], solution[column])
      }
      solution[row] /= diagonal[row]
    }
    return solution
  }
}
