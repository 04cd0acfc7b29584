import LinearAlgebra

/// Full-batch gradient descent, theta <- theta - eta grad L, on L = (1/2n) sum_j (f(x_j) - y_j)^2 over all parameters.
///
/// The derivative of the ReLU at 0 is 0. A run is a function of its arguments alone.
public enum GradientDescent {
  /// Trains `network` on `data` by steps of size `step` until `rule` ends the run.
  /// - Parameter interval: the loss is traced at every so many steps; nil for no trace.
  /// - Throws: `NetworkError.notPositive` for a step that is not positive, `mismatch` if the dimensions differ.
  public static func train(
    _ network: ShallowNetwork, on data: TrainingSet, step: Double, rule: StoppingRule, tracedEvery interval: Int? = nil
  ) throws -> TrainingResult<ShallowNetwork> {
    try NetworkError.requirePositive(step, "the step size")
    try NetworkError.require(data.dimension, equals: network.dimension, "the dimension of the points")
    let used = UsedInputs(of: data.points)
    let batch = Batch(try used.columns(of: data.points), data.targets)
    let kernel = GradientKernel(try used.narrowed(network), capacity: data.count)
    var monitor = LossMonitor(rule, tracedEvery: interval.map { max($0, 1) })
    var steps = 0
    while true {
      if let outcome = monitor.observe(kernel.evaluate(batch), step: steps) {
        return try monitor.result(outcome, steps: steps) { try used.restored(kernel.current, in: network) }
      }
      kernel.differentiate(batch)
      kernel.descend(step)
      steps += 1
    }
  }
}

/// When gradient descent stops.
public struct StoppingRule: Sendable, Equatable {
  /// A run whose loss ends below this counts as interpolating.
  public static let interpolationLoss = 1e-6
  /// A loss that is not below this, NaN included, ends the run as diverged.
  public static let divergence = 1e6

  /// The loss must stay below this ...
  public var tolerance: Double
  /// ... for so many evaluations in a row.
  public var hold: Int
  /// Steps after which the run ends in any case.
  public var maximumSteps: Int

  /// - Throws: `NetworkError.outside` for a hold or step limit below 1, `notPositive` for a tolerance that is not.
  public init(tolerance: Double, hold: Int, maximumSteps: Int) throws {
    try NetworkError.requirePositive(tolerance, "the loss tolerance")
    for (what, value) in [("the number of steps to hold", hold), ("the step limit", maximumSteps)] {
      try NetworkError.require(value, in: 1...1_000_000_000, what)
    }
    (self.tolerance, self.hold, self.maximumSteps) = (tolerance, hold, maximumSteps)
  }
}

public enum TrainingOutcome: String, Sendable {
  case converged
  case stepLimit = "step limit"
  case diverged
}

public struct LossPoint: Sendable, Equatable {
  /// Steps done when the loss was taken.
  public let step: Int
  /// (1/2n) sum_j (f(x_j) - y_j)^2 over all samples.
  public let loss: Double
}

/// What a training run produced. All its numbers are finite.
public struct TrainingResult<Network: Sendable>: Sendable {
  public let outcome: TrainingOutcome
  /// The trained network; nil if the run diverged.
  public let network: Network?
  public let steps: Int
  /// The loss at the end, at most ``StoppingRule/divergence``.
  public let loss: Double
  public let trace: [LossPoint]

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

  init(_ rule: StoppingRule, tracedEvery interval: Int?) { (self.rule, self.interval) = (rule, interval) }

  /// Takes the loss before step `step`; returns the outcome if the run ends here.
  mutating func observe(_ newLoss: Double, step: Int) -> TrainingOutcome? {
    let diverged = !(newLoss < StoppingRule.divergence)
    loss = diverged ? StoppingRule.divergence : newLoss
    if let interval, step % interval == 0 { trace.append(LossPoint(step: step, loss: loss)) }
    held = loss < rule.tolerance ? held + 1 : 0
    if diverged { return .diverged }
    if held >= rule.hold { return .converged }
    return step >= rule.maximumSteps ? .stepLimit : nil
  }

  /// The result of a run that ended after `steps` steps; `network` is asked unless it diverged.
  func result<Network>(
    _ outcome: TrainingOutcome, steps: Int, network: () throws -> Network
  ) rethrows -> TrainingResult<Network> {
    TrainingResult(
      outcome: outcome, network: outcome == .diverged ? nil : try network(), steps: steps, loss: loss, trace: trace)
  }
}

/// Gradient descent on the mean loss of a random batch of samples a step.
public struct StochasticGradientDescent: Sendable {
  public enum Sampling: String, Sendable {
    /// Every step draws its batch afresh, without repetition inside the batch.
    case independent
    /// Every pass over the data cuts a new random order into batches; what does not fill a batch sits out that pass.
    case reshuffled
  }

  public let sampling: Sampling
  /// Samples a step, 1 to n.
  public let batchSize: Int
  /// The full loss is evaluated, and the stopping rule asked, at every so many steps.
  public let checkInterval: Int
  /// The stream is (seed, "batches").
  public let seed: UInt64

  /// Descent by these batches; `train` checks the sizes.
  public init(sampling: Sampling, batchSize: Int, checkInterval: Int, seed: UInt64) {
    (self.sampling, self.batchSize, self.checkInterval, self.seed) = (sampling, batchSize, checkInterval, seed)
  }

  /// Trains `network` on `data`; the rule's `hold` counts evaluations of the full loss, which the trace holds.
  /// - Throws: as `GradientDescent.train`, and `NetworkError.outside` for a batch size that is not 1 to n or an
  ///   interval below 1.
  public func train(
    _ network: ShallowNetwork, on data: TrainingSet, step: Double, rule: StoppingRule
  ) throws -> TrainingResult<ShallowNetwork> {
    try NetworkError.requirePositive(step, "the step size")
    try NetworkError.require(data.dimension, equals: network.dimension, "the dimension of the points")
    try NetworkError.require(batchSize, in: 1...data.count, "the batch size")
    try NetworkError.require(checkInterval, in: 1...max(checkInterval, 1_000_000_000), "the interval of checks")
    let used = UsedInputs(of: data.points)
    let all = Batch(try used.columns(of: data.points), data.targets)
    let batch = Batch(count: batchSize, dimension: all.dimension)
    let kernel = GradientKernel(try used.narrowed(network), capacity: data.count)
    var order = BatchOrder(count: data.count, batchSize: batchSize, seed: seed)
    var monitor = LossMonitor(rule, tracedEvery: checkInterval)
    var steps = 0
    while true {
      if steps % checkInterval == 0 || steps == rule.maximumSteps,
        let outcome = monitor.observe(kernel.evaluate(all), step: steps)
      {
        return try monitor.result(outcome, steps: steps) { try used.restored(kernel.current, in: network) }
      }
      for (row, source) in order.batch(sampling, step: steps).enumerated() { batch.setRow(row, to: source, of: all) }
      _ = kernel.evaluate(batch)
      kernel.differentiate(batch)
      kernel.descend(step)
      steps += 1
    }
  }
}

/// The samples of each batch. Step s of `independent`, pass s of `reshuffled` read the draws s n to s n + n - 1.
struct BatchOrder {
  private let stream: RandomStream
  private let batchSize: Int
  private var order: [Int]

  init(count: Int, batchSize: Int, seed: UInt64) {
    stream = RandomStream(seed: seed, purpose: "batches")
    self.batchSize = batchSize
    order = Array(0..<count)
  }

  mutating func batch(_ sampling: StochasticGradientDescent.Sampling, step: Int) -> ArraySlice<Int> {
    switch sampling {
    case .independent:
      shuffle(first: batchSize, round: step)
      return order[..<batchSize]
    case .reshuffled:
      let (pass, part) = step.quotientAndRemainder(dividingBy: order.count / batchSize)
      if part == 0 { shuffle(first: order.count, round: pass) }
      return order[part * batchSize..<(part + 1) * batchSize]
    }
  }

  /// Fisher and Yates from the front, cut short after `first` places.
  private mutating func shuffle(first: Int, round: Int) {
    for place in 0..<first {
      order.swapAt(place, place + stream.integer(below: order.count - place, at: round * order.count + place))
    }
  }
}
