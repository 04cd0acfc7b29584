import Foundation
import LinearAlgebra
import Statistics

/// What regularised kernel regression does to an eigendirection of K/n.
///
/// Kernel K on n points, targets y, loss (1/2n) |f - y|^2, start at 0: the prediction is (1/n) k(x, X) phi(K/n) y.
/// Source: Yao, Rosasco, Caponnetto, "On early stopping in gradient descent learning", Constructive Approximation 26 (2007).
public enum SpectralFilter: Sendable, Equatable {
  /// Gradient flow for a time t >= 0: phi(lambda) = (1 - exp(-t lambda)) / lambda.
  case flow(time: Double)
  /// `steps` steps of gradient descent of size eta: phi(lambda) = (1 - (1 - eta lambda)^steps) / lambda.
  case descent(step: Double, steps: Int)
  /// Ridge regression, (K + n rho I)^-1 n, rho >= 0: phi(lambda) = 1 / (lambda + rho). Ridge 0 interpolates, the limit of both
  /// others; eigenvalues that are 0 are then left out.
  case ridge(Double)

  /// phi(lambda) for an eigenvalue lambda >= 0 of K/n, its limit at lambda = 0.
  public func callAsFunction(_ lambda: Double) -> Double {
    switch self {
    case .flow(let time): lambda > 0 ? -expm1(-time * lambda) / lambda : time
    case .descent(let step, let steps):
      lambda > 0 ? (1 - survival(step * lambda, steps)) / lambda : step * Double(steps)
    case .ridge(let ridge): lambda + ridge > 0 ? 1 / (lambda + ridge) : 0
    }
  }

  /// - Throws: ``RegressionError`` for a negative time, ridge or number of steps, a step that is not positive, or one
  ///   that is not below 2 / `largest`, beyond which descent diverges.
  func validate(largest: Double) throws {
    switch self {
    case .flow(let time):
      try Require.that(time >= 0 && time.isFinite, "the time of the flow", time, need: "give a finite time from 0 on")
    case .descent(let step, let steps):
      try Require.that(steps >= 0, "the number of steps", Double(steps), need: "give 0 or more")
      try Require.that(
        step > 0 && step * largest < 2, "the step size", step,
        need: "descent converges for positive steps below 2 / (largest eigenvalue of K/n) = \(2 / largest)")
    case .ridge(let ridge): try Require.nonNegative(ridge, "the ridge")
    }
  }

  /// (1 - x)^steps, without cancellation for small x.
  private func survival(_ x: Double, _ steps: Int) -> Double {
    x < 0.5 ? exp(Double(steps) * log1p(-x)) : pow(1 - x, Double(steps))
  }
}

/// Kernel regression by spectral filters: one eigendecomposition of K/n serves every filter and every target.
public struct KernelFlow: Sendable {
  /// The eigenvalues of K/n, ascending; those that rounding made negative are 0.
  public let eigenvalues: [Double]
  /// Row j is the unit eigenvector of eigenvalue j.
  public let eigenvectors: Matrix
  /// n, the number of training points.
  public var count: Int { eigenvalues.count }

  /// Decomposes the n x n kernel matrix K (not divided by n).
  /// - Throws: `LinearAlgebraError` for a matrix that is no finite symmetric one, ``RegressionError`` if an eigenvalue lies
  ///   below -1e-10 times the largest.
  public init(kernel: consuming Matrix) throws {
    let eigen = try SymmetricEigen.decompose(kernel)
    eigenvalues = try KernelFlow.eigenvalues(eigen.values)
    eigenvectors = eigen.vectors
  }

  /// Those of K/n for those of K, ascending; what rounding made negative is 0.
  /// - Throws: ``RegressionError`` if one lies below -1e-10 times the largest.
  static func eigenvalues(_ ofKernel: [Double]) throws -> [Double] {
    let values = ofKernel.map { $0 / Double(ofKernel.count) }
    guard let least = values.first, let largest = values.last, largest > 0, least >= -1e-10 * largest else {
      throw RegressionError.notPositiveSemidefinite(eigenvalue: values.first ?? 0, largest: values.last ?? 0)
    }
    return values.map { max($0, 0) }
  }

  /// The prepared points of an m x n matrix of kernel values between m new points and the n training points: (1/n) k U', m x n.
  /// - Throws: `LinearAlgebraError.mismatch` unless the matrix has n columns.
  public func project(cross: Matrix) throws -> ProjectedPoints {
    var matrix = try BLAS.product(cross, eigenvectors, transposingRight: true)
    matrix.withUnsafeMutableElements { elements in
      for index in elements.indices { elements[index] /= Double(count) }
    }
    return ProjectedPoints(matrix: matrix)
  }

  /// The predictions at the m points for every filter, filters x m, after a start at zero. From a start f_0 pass y - f_0 as
  /// targets and add f_0 at the points.
  /// - Throws: ``RegressionError`` for targets of the wrong number or a filter out of its range.
  public func predictions(at points: ProjectedPoints, targets: [Double], filters: [SpectralFilter]) throws -> Matrix {
    try Require.size("targets", count, found: targets.count)
    try Require.finite(targets)
    let coefficients = try BLAS.product(eigenvectors, targets)
    var filtered = try Matrix(rows: filters.count, columns: count)
    for (row, filter) in filters.enumerated() {
      try filter.validate(largest: eigenvalues[count - 1])
      for column in 0..<count { filtered[row, column] = filter(eigenvalues[column]) * coefficients[column] }
    }
    return try BLAS.product(filtered, points.matrix, transposingRight: true)
  }

  /// The predictions after a start at a function f_0 with the given values at the training points and at the m points:
  /// f_0 + (what a start at zero makes of y - f_0).
  /// - Throws: ``RegressionError`` for sizes that differ or a filter out of its range.
  public func predictions(
    at points: ProjectedPoints, targets: [Double], start: (training: [Double], points: [Double]),
    filters: [SpectralFilter]
  ) throws -> Matrix {
    try Require.size("values of the start", targets.count, found: start.training.count)
    try Require.size("values of the start at the points", points.matrix.rows, found: start.points.count)
    let left = zip(targets, start.training).map { $0 - $1 }
    var result = try predictions(at: points, targets: left, filters: filters)
    for row in 0..<result.rows { for column in 0..<result.columns { result[row, column] += start.points[column] } }
    return result
  }
}

/// New points in the eigenbasis of the training points.
public struct ProjectedPoints: Sendable { let matrix: Matrix }

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
  /// - Throws: ``RegressionError`` unless there are n targets.
  public static func squares(_ flow: KernelFlow, targets: [Double]) throws -> [Double] {
    try Require.size("targets", flow.count, found: targets.count)
    try Require.finite(targets)
    return try BLAS.product(flow.eigenvectors, targets).map { $0 * $0 / Double(targets.count) }
  }

  /// The decays of several sets of targets in the eigenbasis of one n x n kernel matrix K, without its eigenvectors. The squares
  /// c_j^2 of a set, an n-row matrix, are summed over its columns.
  /// - Throws: as ``KernelFlow/init(kernel:)``, and ``RegressionError`` unless every set has n rows.
  public static func decays(kernel: consuming Matrix, targets sets: [Matrix]) throws -> [CoefficientDecay] {
    let count = kernel.rows
    for set in sets { try Require.size("targets", count, found: set.rows) }
    let together = try Matrix(
      rows: count, columns: sets.reduce(0) { $0 + $1.columns },
      elements: (0..<count).flatMap { row in sets.flatMap { $0[row: row] } })
    let spectrum = try SpectralCoefficients(of: together, in: kernel)
    let eigenvalues = try KernelFlow.eigenvalues(spectrum.values)
    var first = 0
    return try sets.map { set in
      defer { first += set.columns }
      let squares = (0..<count).map { row in
        spectrum.coefficients[row: row].dropFirst(first).prefix(set.columns).reduce(0) { $0 + $1 * $1 } / Double(count)
      }
      return try CoefficientDecay(eigenvalues: eigenvalues, squares: squares)
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
