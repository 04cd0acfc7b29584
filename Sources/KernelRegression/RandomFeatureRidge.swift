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
  ///
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
      guard set.points.rows == set.values.count else {
        throw RidgeError.mismatch(what: "the values", expected: set.points.rows, found: set.values.count)
      }
      try requireFinite(set.points, "the points")
    }
    let dimension = training.points.columns
    guard test.points.columns == dimension else {
      throw RidgeError.mismatch(what: "a test point", expected: dimension, found: test.points.columns)
    }
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
      return try lambdas.indices.map { try RidgeErrors.meanSquare(predictions, column: $0, from: test.values) }
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
