import Foundation
import LinearAlgebra
import Statistics

/// How fast the coefficients of a target fall in the eigenbasis of a kernel matrix, against how fast its eigenvalues do.
///
/// With lambda_i ~ i^-beta the eigenvalues of K/n in descending order and c = U'y / sqrt(n), a target of smoothness s has tail sums
/// S_i = sum_{j >= i} c_j^2 ~ i^-r, s = r / beta.
/// Source: Chen, Li, Lin, NeurIPS 2024, section on the smoothness of data sets; the range of the fit is ours.
public struct CoefficientDecay: Sendable {
  /// The eigenvalues of K/n, descending.
  public let eigenvalues: [Double]
  /// S_1, S_2, ...; S_1 is the mean of y^2.
  public let tailSums: [Double]

  /// Exponents over one range of i.
  public struct Exponents: Sendable, Equatable {
    /// r and beta, both positive for decaying sequences.
    public let coefficient: Double
    /// beta.
    public let eigenvalue: Double
    /// s = r / beta.
    public var smoothness: Double { coefficient / eigenvalue }
  }

  /// Eigenvalues ascending or descending, and the squares c_j^2 in the same order.
  /// - Throws: ``RegressionError`` if the lengths differ, or a value is negative or not finite.
  public init(eigenvalues: [Double], squares: [Double]) throws {
    try Require.sameLength(eigenvalues.count, squares.count)
    try Require.finite(eigenvalues)
    try Require.nonNegative(squares)
    let order = eigenvalues.indices.sorted { eigenvalues[$0] > eigenvalues[$1] }
    self.eigenvalues = order.map { eigenvalues[$0] }
    var sum = 0.0
    tailSums = order.reversed().map { index in
      sum += squares[index]
      return sum
    }.reversed()
  }

  /// The decay of the targets `y` in the eigenbasis of a kernel.
  /// - Throws: ``RegressionError`` if there are not n targets.
  public init(_ flow: KernelFlow, targets: [Double]) throws {
    try self.init(eigenvalues: flow.eigenvalues, squares: CoefficientDecay.squares(flow, targets: targets))
  }

  /// c_j^2 = (u_j.y)^2 / n, in the order of the eigenvalues of `flow`.
  public static func squares(_ flow: KernelFlow, targets: [Double]) throws -> [Double] {
    try squares(eigenvectors: flow.eigenvectors, targets: Matrix(rows: targets.count, columns: 1, elements: targets))
  }

  /// The same for eigenvectors one a row, summed over the columns of the n-row matrix of targets.
  /// - Throws: ``RegressionError`` unless there are as many targets as eigenvectors.
  public static func squares(eigenvectors: Matrix, targets: Matrix) throws -> [Double] {
    try Require.size("targets", eigenvectors.columns, found: targets.rows)
    try targets.requireFinite("the targets")
    let coefficients = try BLAS.product(eigenvectors, targets)
    return (0..<coefficients.rows).map { row in coefficients[row: row].reduce(0) { $0 + $1 * $1 } / Double(targets.rows)
    }
  }

  /// The mean of c_j^2 over all draws y of a centred process of the given covariance: u_j' C u_j / n.
  /// - Throws: `LinearAlgebraError.mismatch` unless C is n x n.
  public static func expectedSquares(_ flow: KernelFlow, covariance: Matrix) throws -> [Double] {
    let image = try BLAS.product(flow.eigenvectors, covariance)
    try Require.size("columns of the covariance", flow.count, found: image.columns)
    return (0..<flow.count).map { row in
      zip(image[row: row], flow.eigenvectors[row: row]).reduce(0) { $0 + $1.0 * $1.1 } / Double(flow.count)
    }
  }

  /// r, beta and s over i in `range` (counted from 1), by least squares on `points` indices spread evenly in log i.
  /// - Throws: ``RegressionError`` for a range that leaves 1...n or has fewer than three different indices, and for eigenvalues
  ///   or tail sums that are not positive there.
  public func exponents(over range: ClosedRange<Int>, points: Int = 50) throws -> Exponents {
    try Require.that(
      range.lowerBound >= 1 && range.upperBound <= eigenvalues.count, "an end of the range",
      Double(range.lowerBound < 1 ? range.lowerBound : range.upperBound),
      need: "give indices from 1 to \(eigenvalues.count)")
    let ratio = log(Double(range.upperBound) / Double(range.lowerBound))
    var indices: [Int] = []
    for step in 0..<max(points, 3) {
      let exact = Double(range.lowerBound) * exp(ratio * Double(step) / Double(max(points, 3) - 1))
      let index = min(Int(exact.rounded()), range.upperBound)
      if index != indices.last { indices.append(index) }
    }
    guard indices.count >= 3 else { throw RegressionError.tooFewPoints(points: indices.count, needed: 3) }
    let x = indices.map(Double.init)
    return Exponents(
      coefficient: -(try PowerLawFit(x, indices.map { tailSums[$0 - 1] }).exponent),
      eigenvalue: -(try PowerLawFit(x, indices.map { eigenvalues[$0 - 1] }).exponent))
  }

  /// The exponents over successive stretches [i, i * factor], i = first, first * factor^(1/2), ..., up to n.
  /// - Throws: ``RegressionError`` as ``exponents(over:points:)``, or for a factor of at most 1.
  public func localExponents(from first: Int, factor: Double = 2) throws -> [(index: Double, exponents: Exponents)] {
    try Require.that(factor > 1 && factor.isFinite, "the factor of the stretches", factor, need: "give one above 1")
    var result: [(index: Double, exponents: Exponents)] = []
    var start = Double(max(first, 1))
    while start * factor <= Double(eigenvalues.count) {
      let range = Int(start.rounded())...Int((start * factor).rounded(.down))
      result.append((start * factor.squareRoot(), try exponents(over: range)))
      start *= factor.squareRoot()
    }
    return result
  }
}
