import Foundation
import LinearAlgebra

/// Functions of the plane with all symmetries of the square.
public enum SymmetricTarget: Sendable, Equatable {
  /// max(0, 1 - |x|_1), which a network with two hidden layers computes.
  case pyramid
  /// exp(-rate |x|^2).
  case gaussian(rate: Double)

  /// The value at (x, y).
  public func value(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .pyramid: max(0, 1 - x.magnitude - y.magnitude)
    case .gaussian(let rate): exp(-rate * (x * x + y * y))
    }
  }
}

extension SquareGrid {
  /// The grid's points with the target's values.
  public func data(_ target: SymmetricTarget) throws -> TrainingSet {
    let points = try points
    return try TrainingSet(
      points: points, targets: (0..<points.rows).map { target.value(points[$0, 0], points[$0, 1]) })
  }

  /// The least |f|_S over all networks with one hidden layer, of any width, that fit `target` on the grid; with a ridge
  /// the sum of the norm and the mean squared error / (2 ridge) is least. Affine functions cost nothing.
  ///
  /// - Throws: `NetworkError.notPositive` for a ridge that is not positive, and what the linear algebra throws.
  public func leastNorm(of target: SymmetricTarget, ridge: Double = 1e-7) throws -> LeastNormSolution {
    try NetworkError.requirePositive(ridge, "the ridge")
    let problem = LeastNormProblem(
      targets: orbits.map { target.value(unit * Double($0.x), unit * Double($0.y)) }, weights: weights,
      free: [[Double](repeating: 1, count: orbits.count)], candidates: GridLines(self))
    return try problem.solve(ridge: ridge)
  }

  /// The network of a solution: each of its neurons in all eight images under the symmetries of the square, balanced so
  /// that the sharpness is small, with the mean of the target's values.
  public func network(of solution: LeastNormSolution, target: SymmetricTarget) throws -> ShallowNetwork {
    let data = try data(target)
    let images = solution.terms.flatMap { term in
      symmetries.map { image in
        (normal: image(term.plane.normal[0], term.plane.normal[1]), term.plane.threshold, term.coefficient / 8)
      }
    }
    guard !images.isEmpty else { throw NetworkError.empty("the solution") }
    var network = try ShallowNetwork(
      weights: Matrix(rows: images.count, columns: 2, elements: images.flatMap { [$0.normal.0, $0.normal.1] }),
      biases: images.map { -$0.1 }, outputWeights: images.map(\.2)
    ).balanced(on: data.points)
    let values = try network.values(at: data.points)
    network.offset = zip(data.targets, values).reduce(0) { $0 + ($1.0 - $1.1) } / Double(data.count)
    return network
  }

  /// The values of a solution's network at the grid's points; without neurons the mean of the target's values.
  public func values(of solution: LeastNormSolution, target: SymmetricTarget) throws -> [Double] {
    let data = try data(target)
    guard solution.terms.isEmpty else { return try network(of: solution, target: target).values(at: data.points) }
    return [Double](repeating: data.targets.reduce(0, +) / Double(data.count), count: data.count)
  }

  private var symmetries: [(Double, Double) -> (Double, Double)] {
    [
      { ($0, $1) }, { (-$0, $1) }, { ($0, -$1) }, { (-$0, -$1) },
      { ($1, $0) }, { (-$1, $0) }, { ($1, -$0) }, { (-$1, -$0) },
    ]
  }
}
