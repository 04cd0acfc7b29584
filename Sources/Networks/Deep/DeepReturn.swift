import LinearAlgebra

/// Gradient descent from next to the exact pyramid of two hidden layers in the plane.
public struct DeepReturn: Sendable {
  /// The largest error of the exact network on the grid.
  public let exactError: Double
  /// lambda_max of the exact network.
  public let sharpness: Double
  /// How the run ended; the step limit is the rule, since the loss need not reach zero.
  public let outcome: TrainingOutcome
  /// Root mean square errors over the deviation of the values.
  public let startError: Double
  /// That of the network at the end, as ``startError`` that of the shifted one.
  public let endError: Double

  /// 2d + 3, which bounds the squared gradient of the exact network at every point and so its sharpness, for d = 2.
  public var sharpnessBound: Double { 7 }

  /// One run of at most `steps` steps of size 2 fraction / lambda_max; all parameters are shifted by independent normals
  /// of standard deviation `perturbation`, stream (seed, "perturbation").
  ///
  /// - Throws: `NetworkError.notPositive` for the fraction, `outside` for a step limit below 1.
  public init(grid: SquareGrid, fraction: Double, perturbation: Double, steps: Int, seed: UInt64) throws {
    try NetworkError.requirePositive(fraction, "the fraction of the critical step")
    let data = try grid.data(.pyramid)
    let exact = try DeepNetwork.pyramid(dimension: 2)
    exactError = zip(try exact.values(at: data.points), data.targets).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    sharpness = try exact.sharpness(data.points)
    let shifts = RandomStream(seed: seed, purpose: "perturbation").gaussians(exact.parameterCount)
    let start = try exact.replacing(parameters: zip(exact.parameters, shifts).map { $0 + perturbation * $1 })
    let rule = try StoppingRule(tolerance: 1e-30, hold: 10, maximumSteps: steps)
    let run = try GradientDescent.train(
      start, on: data, step: 2 * fraction / sharpness, rule: rule, tracedEvery: max(steps, 1))
    outcome = run.outcome
    let deviation = data.targetDeviation
    startError = (2 * (run.trace.first?.loss ?? 0)).squareRoot() / (deviation > 0 ? deviation : 1)
    endError = (2 * run.loss).squareRoot() / (deviation > 0 ? deviation : 1)
  }
}
