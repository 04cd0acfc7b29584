import LinearAlgebra

/// Gradient descent at one step size after another, each run starting from where the last one ended.
///
/// A residual that is exactly zero would freeze the descent at a minimum that is no longer stable, so every rung starts
/// with a jitter: independent normal shifts of all p parameters with standard deviation jitter / sqrt(p).
public struct StepLadder: Sendable {
  /// One rung and its run.
  public struct Rung: Sendable {
    /// eta.
    public let step: Double
    /// The run at this step size, from where the last rung ended.
    public let result: TrainingResult<ShallowNetwork>
  }

  /// When each rung stops.
  public let rule: StoppingRule
  /// The root mean square length of the shift before a rung, over all parameters together.
  public let jitter: Double
  /// The climb ends after so many rungs in a row that do not interpolate.
  public let allowedFailures: Int

  /// A ladder that goes on through `allowedFailures` - 1 failures in a row.
  public init(rule: StoppingRule, jitter: Double, allowedFailures: Int = .max) {
    self.rule = rule
    self.jitter = jitter
    self.allowedFailures = allowedFailures
  }

  /// The rungs climbed, in the order of `steps`; the climb also ends with a run that diverges.
  ///
  /// The jitter of rung r is drawn from the stream (seed, "jitter"), draws r p to r p + p - 1.
  public func climb(
    _ network: ShallowNetwork, on data: TrainingSet, steps: [Double], seed: UInt64, tracedEvery interval: Int? = nil
  ) throws -> [Rung] {
    let stream = RandomStream(seed: seed, purpose: "jitter")
    let count = network.parameterCount
    var (current, rungs, failures) = (network, [Rung](), 0)
    for (index, step) in steps.enumerated() where failures < allowedFailures {
      let start = try current.moved(
        by: jitter / Double(count).squareRoot(), along: stream.gaussians(count, from: index * count))
      let result = try GradientDescent.train(start, on: data, step: step, rule: rule, tracedEvery: interval)
      rungs.append(Rung(step: step, result: result))
      guard let next = result.network else { break }
      current = next
      failures = result.interpolates ? 0 : failures + 1
    }
    return rungs
  }

  /// start, start * factor, start * factor^2, ... below `end`.
  public static func geometric(from start: Double, by factor: Double, below end: Double) throws -> [Double] {
    try NetworkError.requirePositive(start, "the first step size")
    try NetworkError.requirePositive(factor - 1, "the ladder's factor less 1")
    return Array(sequence(first: start) { $0 * factor }.prefix { $0 < end })
  }
}
