import Foundation
import LinearAlgebra

/// Curvature of the loss L = (1/2n) sum_j (f(x_j) - y_j)^2 of a shallow network.
///
/// At zero loss the Hessian is (1/n) Phi Phi', Phi = the gradients of f at the points, column by column, so that its
/// non-zero eigenvalues are those of the n x n matrix (1/n) Phi' Phi.
public enum Curvature {
  /// (1/n) Phi' Phi = (1/n) [(T T') * (X X' + 1) + relu(Z) relu(Z)' + 1], * element by element, Z the n x k
  /// pre-activations, T = 1{Z > 0} diag(a).
  public static func gram(_ network: ShallowNetwork, _ points: Matrix) throws -> Matrix {
    let active = try network.preactivations(at: points)
    var (slopes, outputs) = (active, active)
    for row in 0..<points.rows {
      for neuron in 0..<network.width {
        let isActive = active[row, neuron] > 0
        slopes[row, neuron] = isActive ? network.outputWeights[neuron] : 0
        if !isActive { outputs[row, neuron] = 0 }
      }
    }
    let (inner, hidden, inputs) = try (BLAS.gram(slopes), BLAS.gram(outputs), BLAS.gram(points))
    let scale = 1 / Double(points.rows)
    return try Matrix(
      rows: points.rows, columns: points.rows,
      elements: inner.elements.indices.map {
        scale * (inner.elements[$0] * (inputs.elements[$0] + 1) + hidden.elements[$0] + 1)
      })
  }

  /// The largest eigenvalue of the Hessian at a minimum of loss zero.
  public static func sharpness(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    try SymmetricEigen.values(of: gram(network, points)).last ?? 0
  }

  /// The unit eigenvector of the largest eigenvalue at a minimum of loss zero, in the order of the parameters; the
  /// component that is largest in size is positive.
  public static func topDirection(_ network: ShallowNetwork, _ points: Matrix) throws -> [Double] {
    let vectors = try SymmetricEigen.decompose(gram(network, points)).vectors
    let direction = try gradientSum(network, points, coefficients: Array(vectors[row: points.rows - 1]))
    let norm = euclideanNorm(direction)
    let largest = direction.max { $0.magnitude < $1.magnitude } ?? 0
    guard norm > 0 else { throw NetworkError.noDirection }
    return direction.map { $0 / (largest < 0 ? -norm : norm) }
  }

  /// Q = |(1/n) sum_j grad f(x_j)|^2, at most the sharpness.
  public static func gradientMeanBound(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    let share = [Double](repeating: 1 / Double(points.rows), count: points.rows)
    return try squaredNorm(gradientSum(network, points, coefficients: share))
  }

  /// sum_j u_j grad f(x_j), in the order of the parameters.
  static func gradientSum(_ network: ShallowNetwork, _ points: Matrix, coefficients: [Double]) throws -> [Double] {
    let inputs = try network.preactivations(at: points)
    let (d, k) = (network.dimension, network.width)
    var sum = [Double](repeating: 0, count: network.parameterCount)
    for (row, coefficient) in coefficients.enumerated() {
      for neuron in 0..<k where inputs[row, neuron] > 0 {
        let slope = coefficient * network.outputWeights[neuron]
        for input in 0..<d { sum[neuron * d + input] += slope * points[row, input] }
        sum[k * d + neuron] += slope
        sum[k * (d + 1) + neuron] += coefficient * inputs[row, neuron]
      }
      sum[k * (d + 2)] += coefficient
    }
    return sum
  }
}

/// Whether gradient descent leaves a minimum, started from a small displacement along its top eigenvector.
public struct Escape: Sendable {
  /// The step as a fraction of the critical one, 2 / lambda_max.
  public let fraction: Double
  /// lambda_max at the minimum.
  public let sharpness: Double
  /// The factor by which the displacement grows in one step, measured over the first steps; |1 - eta lambda_max| in
  /// theory.
  public let growth: Double
  /// The distance in parameter space from the minimum to where the run ended; nil if it diverged.
  public let distance: Double?
  /// eta lambda_max / 2 where the run ended; nil if it diverged.
  public let finalStability: Double?
  public let run: TrainingResult<ShallowNetwork>

  /// |1 - eta lambda_max|.
  public var predictedGrowth: Double { (1 - 2 * fraction).magnitude }
  /// Whether the run ended elsewhere than at the minimum, by a thousand displacements or more.
  public var left: Bool { distance.map { !($0 < 1000 * Self.displacement) } ?? true }

  static let displacement = 1e-8
  static let growthSteps = 20

  /// Runs from `minimum`, which must be one of loss near zero, at eta = 2 fraction / lambda_max.
  /// - Throws: `NetworkError.notPositive` for the fraction, `noDirection` if every gradient vanishes.
  public init(
    from minimum: ShallowNetwork, on data: TrainingSet, fraction: Double, rule: StoppingRule,
    tracedEvery interval: Int? = nil
  ) throws {
    try NetworkError.requirePositive(fraction, "the fraction of the critical step")
    sharpness = try Curvature.sharpness(minimum, data.points)
    self.fraction = fraction
    let step = 2 * fraction / sharpness
    let direction = try Curvature.topDirection(minimum, data.points)
    let start = try minimum.moved(by: Self.displacement, along: direction)
    let brief = try StoppingRule(tolerance: .leastNormalMagnitude, hold: 1, maximumSteps: Self.growthSteps)
    let early = try GradientDescent.train(start, on: data, step: step, rule: brief).network
    let projection = early.map { dot(Self.difference($0, minimum), direction) } ?? 0
    growth = pow(projection.magnitude / Self.displacement, 1 / Double(Self.growthSteps))
    run = try GradientDescent.train(start, on: data, step: step, rule: rule, tracedEvery: interval)
    distance = run.network.map { euclideanNorm(Self.difference($0, minimum)) }
    finalStability = try run.network.map { try step * Curvature.sharpness($0, data.points) / 2 }
  }

  /// A minimum off the kinks: trained at `step`, shaken by independent normal shifts of standard deviation `shake`
  /// (stream (seed, "shake")), and trained on at half the step.
  /// - Returns: nil if a run does not converge.
  public static func minimum(
    from start: ShallowNetwork, on data: TrainingSet, step: Double, shake: Double, rule: StoppingRule, seed: UInt64
  ) throws -> ShallowNetwork? {
    let first = try GradientDescent.train(start, on: data, step: step, rule: rule)
    guard first.outcome == .converged, let network = first.network else { return nil }
    let draws = RandomStream(seed: seed, purpose: "shake").gaussians(network.parameterCount)
    var finer = rule
    finer.tolerance = 1e-6 * rule.tolerance
    let shaken = try network.moved(by: shake, along: draws)
    let second = try GradientDescent.train(shaken, on: data, step: step / 2, rule: finer)
    return second.outcome == .converged ? second.network : nil
  }

  private static func difference(_ a: ShallowNetwork, _ b: ShallowNetwork) -> [Double] {
    zip(a.parameters, b.parameters).map { $0 - $1 }
  }
}
