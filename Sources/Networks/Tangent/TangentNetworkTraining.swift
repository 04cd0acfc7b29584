import Foundation
import LinearAlgebra

/// What a network in tangent scaling does while it is trained.
public struct TangentHistory: Sendable, Equatable {
  /// The numbers of steps at which the outputs were taken, ascending.
  public let steps: [Int]
  /// f at the training points, steps x n.
  public let trainingValues: Matrix
  /// f at the probes, steps x probes.
  public let probeValues: Matrix
  /// The network after the last of the steps.
  public let network: TangentNetwork

  /// The largest |f - reference| over the probes from number `first` on at each of the steps; the reference is steps x probes.
  /// - Throws: `NetworkError.mismatch` for a reference of another shape.
  public func deviations(from reference: Matrix, first: Int = 0) throws -> [Double] {
    try NetworkError.require(reference.rows, equals: steps.count, "the steps of the reference")
    try NetworkError.require(reference.columns, equals: probeValues.columns, "the probes of the reference")
    return steps.indices.map { row in
      zip(probeValues[row: row], reference[row: row]).dropFirst(first).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
  }
}

extension TangentNetwork {
  /// Full-batch gradient descent on (1/2n) sum (f(x_j) - y_j)^2 over all parameters.
  ///
  /// In the limit of large width the outputs follow kernel gradient descent with the same step, started at f_0.
  /// - Parameters:
  ///   - step: eta; stable below 2 over the largest eigenvalue of the tangent kernel over n.
  ///   - checkpoints: the numbers of steps after which outputs are taken, ascending; 0 is the start.
  /// - Throws: `NetworkError.mismatch` for sizes that differ, `empty` without points or checkpoints, `notPositive` for the
  ///   step, `outside` for checkpoints that do not ascend, `diverged`.
  public func trained(
    points: Matrix, targets: [Double], step: Double, checkpoints: [Int], probes: Matrix
  ) throws -> TangentHistory {
    try check(points, targets, step, checkpoints, probes)
    var network = self
    let fused = try TangentDescent(self, points: points, targets: targets, step: step, probes: probes)
    var (training, probed): ([Double], [Double]) = ([], [])
    var done = 0
    for checkpoint in checkpoints {
      fused?.advance(checkpoint - done)
      if fused == nil { for _ in done..<checkpoint { try network.descend(points, targets, step) } }
      done = checkpoint
      let (inner, outer) = try fused?.values() ?? (network.values(at: points), network.values(at: probes))
      training += inner
      probed += outer
      guard training.allSatisfy(\.isFinite), probed.allSatisfy(\.isFinite) else {
        throw NetworkError.diverged(steps: done)
      }
    }
    if let fused { network = try fused.network }
    return TangentHistory(
      steps: checkpoints,
      trainingValues: try Matrix(rows: checkpoints.count, columns: points.rows, elements: training),
      probeValues: try Matrix(rows: checkpoints.count, columns: probes.rows, elements: probed), network: network)
  }

  /// A step by matrix products, for any number of layers.
  mutating func descend(_ points: Matrix, _ targets: [Double], _ step: Double) throws {
    let passes = try copies.map { try $0.body.pass(points) }
    let errors = targets.indices.map { index in
      var value = -targets[index]
      for (copy, pass) in zip(copies, passes) { value += copy.factor * pass.values[index] }
      return value * step / Double(targets.count)
    }
    for index in copies.indices {
      let factor = copies[index].factor
      try copies[index].body.descend(passes[index], errors: errors.map { factor * $0 })
    }
  }

  private func check(
    _ points: Matrix, _ targets: [Double], _ step: Double, _ checkpoints: [Int], _ probes: Matrix
  ) throws {
    try require(points)
    try require(probes)
    guard points.rows > 0 else { throw NetworkError.empty("the training set") }
    try NetworkError.require(targets.count, equals: points.rows, "the targets")
    guard targets.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the targets") }
    try NetworkError.requirePositive(step, "the step size")
    guard !checkpoints.isEmpty else { throw NetworkError.empty("the list of checkpoints") }
    for (index, checkpoint) in checkpoints.enumerated() {
      let least = index == 0 ? 0 : checkpoints[index - 1] + 1
      try NetworkError.require(checkpoint, in: least...max(least, checkpoint, 1_000_000_000), "checkpoint \(index)")
    }
  }
}

/// Points of the great circle through the first two axes, at equal angles: a line to draw functions on the sphere along.
public enum GreatCircle {
  /// The angle of point `index`, from -pi to pi.
  public static func angle(_ index: Int, of count: Int) -> Double {
    count > 1 ? Double.pi * (2 * Double(index) / Double(count - 1) - 1) : 0
  }

  /// `count` points in R^`dimension`, one per row.
  /// - Throws: `NetworkError.empty` for no points, `outside` for a dimension below 2.
  public static func points(count: Int, dimension: Int) throws -> Matrix {
    guard count > 0 else { throw NetworkError.empty("the circle") }
    try NetworkError.require(dimension, in: 2...1_000_000, "the dimension")
    var points = try Matrix(rows: count, columns: dimension)
    for index in 0..<count {
      let angle = angle(index, of: count)
      (points[index, 0], points[index, 1]) = (cos(angle), sin(angle))
    }
    return points
  }
}
