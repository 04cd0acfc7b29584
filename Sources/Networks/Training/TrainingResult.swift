/// When gradient descent stops.
public struct StoppingRule: Sendable, Equatable {
  /// A run whose loss ends below this counts as interpolating.
  public static let interpolationLoss = 1e-6

  /// The loss must stay below this ...
  public var tolerance: Double
  /// ... for so many evaluations in a row.
  public var hold: Int
  /// Steps after which the run ends in any case.
  public var maximumSteps: Int
  /// A loss that is not below this, NaN included, ends the run as diverged.
  public var divergence: Double

  /// - Throws: `NetworkError.outside` for a hold or step limit below 1, `notPositive` for a threshold that is not.
  public init(tolerance: Double, hold: Int, maximumSteps: Int, divergence: Double = 1e6) throws {
    try NetworkError.requirePositive(tolerance, "the loss tolerance")
    try NetworkError.requirePositive(divergence, "the loss of divergence")
    for (what, value) in [("the number of steps to hold", hold), ("the step limit", maximumSteps)] {
      guard (1...1_000_000_000).contains(value) else {
        throw NetworkError.outside(what: what, range: 1...1_000_000_000, value: value)
      }
    }
    self.tolerance = tolerance
    self.hold = hold
    self.maximumSteps = maximumSteps
    self.divergence = divergence
  }
}

/// How a training run ended.
public enum TrainingOutcome: String, Sendable {
  case converged
  case stepLimit = "step limit"
  case diverged
}

/// The loss before step `step`.
public struct LossPoint: Sendable, Equatable {
  /// Steps done when the loss was taken.
  public let step: Int
  /// (1/2n) sum_j (f(x_j) - y_j)^2 over all samples.
  public let loss: Double
}

/// What a training run produced. All its numbers are finite.
public struct TrainingResult<Network: Sendable>: Sendable {
  /// How the run ended.
  public let outcome: TrainingOutcome
  /// The trained network; nil if the run diverged.
  public let network: Network?
  /// Steps done.
  public let steps: Int
  /// The loss at the end, at most the rule's loss of divergence.
  public let loss: Double
  /// The loss at the sampled steps.
  public let trace: [LossPoint]
}

extension TrainingResult {
  /// Whether the run ended at a network that interpolates: it did not diverge, and its loss is below
  /// ``StoppingRule/interpolationLoss``.
  public var interpolates: Bool { network != nil && loss < StoppingRule.interpolationLoss }

  /// The root mean square error, from the mean of the last `count` traced losses, over that of the best constant (over 1
  /// if the targets are constant).
  public func relativeError(on data: TrainingSet, last count: Int) -> Double {
    let tail = trace.suffix(max(count, 1)).map(\.loss)
    let mean = tail.isEmpty ? loss : tail.reduce(0, +) / Double(tail.count)
    let deviation = data.targetDeviation
    return (2 * mean).squareRoot() / (deviation > 0 ? deviation : 1)
  }
}

/// Follows the losses of a run and says when to stop.
struct LossMonitor {
  let rule: StoppingRule
  let interval: Int?
  private var held = 0
  private(set) var loss = 0.0
  private(set) var trace: [LossPoint] = []

  init(_ rule: StoppingRule, tracedEvery interval: Int?) {
    self.rule = rule
    self.interval = interval
  }

  /// Takes the loss before step `step`; returns the outcome if the run ends here.
  mutating func observe(_ newLoss: Double, step: Int) -> TrainingOutcome? {
    let diverged = !(newLoss < rule.divergence)
    loss = diverged ? rule.divergence : newLoss
    if let interval, step % interval == 0 { trace.append(LossPoint(step: step, loss: loss)) }
    held = loss < rule.tolerance ? held + 1 : 0
    if diverged { return .diverged }
    if held >= rule.hold { return .converged }
    return step >= rule.maximumSteps ? .stepLimit : nil
  }
}
