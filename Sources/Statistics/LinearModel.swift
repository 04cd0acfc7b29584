import Foundation

/// Least squares: the beta that minimises sum_i w_i (y_i - sum_j beta_j X_ij)^2.
///
/// With errors of variance sigma^2 / w_i, sigma^2 is estimated by the weighted residual sum of squares over n - p and
/// the covariance of beta by sigma^2 (X'WX)^{-1}. Solved by Householder QR of the columns scaled to unit length, so
/// that neither the columns' units nor the squared condition number enter. Source: Golub and Van Loan, Matrix
/// Computations, section 5.3.
public struct LinearModel: Sendable {
  /// beta, one per column.
  public let coefficients: [Double]

  /// The estimated covariance of beta, p by p; all NaN if there are no degrees of freedom.
  public let covariance: [[Double]]

  /// X beta.
  public let fitted: [Double]

  /// y - X beta.
  public let residuals: [Double]

  /// sigma, the square root of the weighted residual sum of squares over n - p; NaN if n = p.
  public let residualDeviation: Double

  /// n - p.
  public let freedom: Int

  /// Fits `response` by `columns`, each as long as the response.
  ///
  /// - Throws: ``RegressionError`` for lengths that differ, fewer points than columns, values that are not finite,
  ///   weights that are
  ///   not positive, or a column that depends on those before it to within rounding.
  public init(columns: [[Double]], response: [Double], weights: [Double]? = nil) throws {
    for column in columns + (weights.map { [$0] } ?? []) { try Require.sameLength(column.count, response.count) }
    let needed = max(columns.count, 1)
    guard response.count >= needed else {
      throw RegressionError.tooFewPoints(points: response.count, needed: needed)
    }
    for values in columns + [response] { try Require.finite(values) }
    for (index, weight) in (weights ?? []).enumerated() where !(weight > 0 && weight.isFinite) {
      throw RegressionError.badWeight(index: index, value: weight)
    }
    let roots = weights?.map { $0.squareRoot() }
    let scaled = { (values: [Double]) in roots.map { zip($0, values).map { $0 * $1 } } ?? values }
    let factor = try HouseholderQR(columns: columns.map(scaled))
    coefficients = factor.solve(scaled(response))
    freedom = response.count - columns.count

    var sums = [Double](repeating: 0, count: response.count)
    for (beta, column) in zip(coefficients, columns) {
      for index in sums.indices { sums[index].addProduct(beta, column[index]) }
    }
    fitted = sums
    residuals = zip(response, sums).map { $0 - $1 }
    let squares = scaled(residuals).reduce(0) { $0 + $1 * $1 }
    let variance = freedom > 0 ? squares / Double(freedom) : .nan
    residualDeviation = variance.squareRoot()
    covariance = factor.inverseGram().map { $0.map { $0 * variance } }
  }

  /// The square roots of the covariance's diagonal.
  public var standardErrors: [Double] { covariance.indices.map { covariance[$0][$0].squareRoot() } }

  /// Student's interval for one coefficient: beta_j plus and minus t_{(1+level)/2, n-p} times its standard error.
  ///
  /// - Throws: ``RegressionError`` if the level is not between 0 and 1 or n = p.
  public func interval(_ index: Int, level: Double = 0.95) throws -> Interval {
    let factor = try StudentT.factor(level: level, freedom: freedom)
    return Interval(center: coefficients[index], halfWidth: factor * standardErrors[index])
  }
}
