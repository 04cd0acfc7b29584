import Foundation
import LinearAlgebra

/// Test errors of ridge regression on random ReLU features over a grid of lambdas, from one draw of the features.
public struct RandomFeatureRidge: Sendable, Equatable {
  /// The grid, in the order given.
  public let lambdas: [Double]
  /// Mean squared test error per lambda, with the test features made by the weights that were trained on.
  public let shared: [Double]
  /// The same with test features of newly drawn weights, as in the authors' code. The coefficients then meet features
  /// that they were not fitted to: what remains is close to what the mean over the features predicts.
  public let redrawn: [Double]

  /// Solves (F'F + n lambda I) theta = F'y for the features F of the n training points by one eigendecomposition.
  /// - Parameters:
  ///   - widths: of the layers; the last is the number of features.
  ///   - draw: which of the independent draws of the features.
  /// - Throws: `RidgeError` for sizes that do not agree, values that are not finite and bad lambdas.
  public init(
    training: (points: Matrix, values: [Double]), test: (points: Matrix, values: [Double]), widths: [Int],
    lambdas: [Double], seed: UInt64, draw: Int
  ) throws {
    try requireLambdas(lambdas)
    for set in [training, test] {
      guard set.points.rows > 0 else { throw RidgeError.empty(what: "the set of points") }
      try requireSize("the values", set.points.rows, found: set.values.count)
      try requireFinite(set.points, "the points")
    }
    let dimension = training.points.columns
    try requireSize("a test point", dimension, found: test.points.columns)
    let trained = try GaussianFeatures(dimension: dimension, widths: widths, seed: seed, purpose: "features \(draw)")
    let other = try GaussianFeatures(dimension: dimension, widths: widths, seed: seed, purpose: "new features \(draw)")
    let features = try trained(training.points)
    let values = try Matrix(rows: training.values.count, columns: 1, elements: training.values)
    let spectrum = try RidgeSpectrum(
      BLAS.gram(features, transposed: true), sides: BLAS.product(features, values, transposingLeft: true))
    let solutions = try lambdas.map { try spectrum.solution(shift: Double(values.rows) * $0).elements }
    let theta = try Matrix(rows: lambdas.count, columns: features.columns, elements: solutions.flatMap { $0 })
    func errors(_ features: GaussianFeatures) throws -> [Double] {
      let predictions = try BLAS.product(features(test.points), theta, transposingRight: true)
      return try RidgeErrors.meanSquares(predictions, from: test.values)
    }
    self.lambdas = lambdas
    shared = try errors(trained)
    redrawn = try errors(other)
  }

  /// m = floor(sqrt n), the number of features for n training points in the paper's figure.
  public static func width(points: Int) -> Int { Int(Double(points).squareRoot()) }

  /// floor(2^{1, 1.4, ..., 13.8}), the sizes of the paper's figure; those up to `largest`.
  public static func sizes(upTo largest: Int = .max) -> [Int] {
    (0...32).map { Int(exp2(1 + 0.4 * Double($0))) }.filter { $0 <= largest }
  }
}

/// Random ReLU features: x -> relu(W x)/sqrt(m), composed over one or more layers, with W standard normal.
///
/// Source: Bietti and Bach (ICLR 2021), section 4; Rahimi and Recht, NIPS 2007.
public struct GaussianFeatures: Sendable {
  /// Layer l has one row per unit.
  let weights: [Matrix]

  /// Layers of the given widths on inputs of `dimension` components. The weights of layer l are the stream
  /// (seed, "`purpose` l"), so distinct purposes make independent draws.
  /// - Throws: `RidgeError.badSize` for a width or dimension below 1, `empty` without widths.
  public init(dimension: Int, widths: [Int], seed: UInt64, purpose: String) throws {
    guard !widths.isEmpty else { throw RidgeError.empty(what: "the list of widths") }
    guard dimension > 0 else { throw RidgeError.badSize(what: "the dimension", value: dimension) }
    if let width = widths.first(where: { $0 < 1 }) { throw RidgeError.badSize(what: "a width", value: width) }
    weights = try zip(widths, [dimension] + widths).enumerated().map { layer, size in
      let stream = RandomStream(seed: seed, purpose: "\(purpose) \(layer)")
      return try Matrix(rows: size.0, columns: size.1, elements: stream.gaussians(size.0 * size.1))
    }
  }

  /// The features of points, one a row: relu(W_L ... relu(W_1 x)/sqrt(m_1) ...)/sqrt(m_L).
  /// - Throws: `LinearAlgebraError.mismatch` if the points have another dimension.
  public func callAsFunction(_ points: Matrix) throws -> Matrix {
    try weights.reduce(points) { inputs, weight in
      var outputs = try BLAS.product(inputs, weight, transposingRight: true)
      let scale = 1 / Double(weight.rows).squareRoot()
      outputs.withUnsafeMutableElements { elements in
        for index in elements.indices { elements[index] = max(elements[index], 0) * scale }
      }
      return outputs
    }
  }
}

/// (A + shift I)^-1 B for any number of shifts from one eigendecomposition of a positive semidefinite matrix A.
///
/// For small orders and many shifts: the decomposition costs about thirty factorisations of the same order, each further
/// shift only a product with the eigenvectors.
public struct RidgeSpectrum: Sendable {
  private let values: [Double]
  private let vectors: Matrix
  private let projected: Matrix

  /// Eigenvalues that rounding made negative count as 0.
  /// - Throws: `RidgeError.mismatch` if the rows of A and B differ, `LinearAlgebraError` for a matrix that is empty, not
  ///   square, not symmetric or not finite, `RidgeError.notPositiveDefinite` for an eigenvalue below -1e-10 times the
  ///   largest one.
  public init(_ matrix: Matrix, sides: Matrix) throws {
    try requireSize("the right-hand side", matrix.rows, found: sides.rows)
    try requireFinite(sides, "the right-hand side")
    let decomposition = try SymmetricEigen.decompose(matrix)
    let largest = decomposition.values.last ?? 0
    guard let smallest = decomposition.values.first, smallest >= -1e-10 * largest.magnitude else {
      throw RidgeError.notPositiveDefinite(lambda: 0, order: matrix.rows, pivot: 0)
    }
    values = decomposition.values.map { max($0, 0) }
    vectors = decomposition.vectors
    projected = try BLAS.product(vectors, sides)
  }

  /// (A + shift I)^-1 B.
  /// - Throws: `RidgeError.badLambda` unless the shift is positive and finite.
  public func solution(shift: Double) throws -> Matrix {
    guard shift > 0, shift.isFinite else { throw RidgeError.badLambda(index: 0, value: shift) }
    var scaled = projected
    for row in 0..<scaled.rows { for column in 0..<scaled.columns { scaled[row, column] /= values[row] + shift } }
    return try BLAS.product(vectors, scaled, transposingLeft: true)
  }
}
