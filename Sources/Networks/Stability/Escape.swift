import Foundation
import LinearAlgebra

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
  /// The run itself, losses sampled.
  public let run: TrainingResult<ShallowNetwork>

  /// |1 - eta lambda_max|.
  public var predictedGrowth: Double { (1 - 2 * fraction).magnitude }
  /// Whether the run ended at the minimum, within a thousand displacements.
  public var stayed: Bool { distance.map { $0 < 1000 * Self.displacement } ?? false }

  static let displacement = 1e-8
  static let growthSteps = 20

  /// Runs from `minimum`, which must be one of loss near zero, at eta = 2 fraction / lambda_max.
  ///
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
    let projection = early.map { dot(Self.difference($0, minimum), direction) }
    growth = Self.root((projection ?? 0).magnitude / Self.displacement)
    run = try GradientDescent.train(start, on: data, step: step, rule: rule, tracedEvery: interval)
    distance = run.network.map { euclideanNorm(Self.difference($0, minimum)) }
    finalStability = try run.network.map { try step * Curvature.sharpness($0, data.points) / 2 }
  }

  /// A minimum off the kinks: trained at `step`, shaken by independent normal shifts of standard deviation `shake`
  /// (stream (seed, "shake")), and trained on at half the step.
  ///
  /// - Returns: nil if a run does not converge.
  public static func minimum(
    from start: ShallowNetwork, on data: TrainingSet, step: Double, shake: Double, rule: StoppingRule, seed: UInt64
  ) throws -> ShallowNetwork? {
    let first = try GradientDescent.train(start, on: data, step: step, rule: rule)
    guard first.outcome == .converged, let network = first.network else { return nil }
    let draws = RandomStream(seed: seed, purpose: "shake").gaussians(network.parameterCount)
    var finer = rule
    finer.tolerance = 1e-6 * rule.tolerance
    let second = try GradientDescent.train(
      network.moved(by: shake, along: draws), on: data, step: step / 2, rule: finer)
    return second.outcome == .converged ? second.network : nil
  }

  private static func difference(_ a: ShallowNetwork, _ b: ShallowNetwork) -> [Double] {
    zip(a.parameters, b.parameters).map { $0 - $1 }
  }

  private static func root(_ value: Double) -> Double {
    pow(value, 1 / Double(growthSteps))
  }
}
