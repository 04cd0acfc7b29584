import LinearAlgebra

/// Gradient descent on the mean loss of a random batch of samples a step.
public struct StochasticGradientDescent: Sendable {
  /// How batches are drawn.
  public enum Sampling: String, Sendable {
    /// Every step draws its batch afresh, without repetition inside the batch.
    case independent
    /// Every pass over the data cuts a new random order into batches; what does not fill a batch sits out that pass.
    case reshuffled
  }

  /// How batches are drawn.
  public let sampling: Sampling
  /// Samples a step, 1 to n.
  public let batchSize: Int
  /// The full loss is evaluated, and the stopping rule asked, at every so many steps.
  public let checkInterval: Int
  /// The stream is (seed, "batches").
  public let seed: UInt64

  /// Descent by these batches; `train` checks the sizes.
  public init(sampling: Sampling, batchSize: Int, checkInterval: Int, seed: UInt64) {
    self.sampling = sampling
    self.batchSize = batchSize
    self.checkInterval = checkInterval
    self.seed = seed
  }

  /// Trains `network` on `data`; the rule's `hold` counts evaluations of the full loss, which the trace holds.
  ///
  /// - Throws: as `GradientDescent.train`, and `NetworkError.outside` for a batch size that is not 1 to n or an
  ///   interval below 1.
  public func train(
    _ network: ShallowNetwork, on data: TrainingSet, step: Double, rule: StoppingRule
  ) throws -> TrainingResult<ShallowNetwork> {
    try NetworkError.requirePositive(step, "the step size")
    try NetworkError.require(data.dimension, equals: network.dimension, "the dimension of the points")
    guard (1...data.count).contains(batchSize) else {
      throw NetworkError.outside(what: "the batch size", range: 1...data.count, value: batchSize)
    }
    guard checkInterval > 0 else {
      throw NetworkError.outside(what: "the interval of checks", range: 1...1_000_000_000, value: checkInterval)
    }
    let all = Batch(data.points, data.targets)
    let batch = Batch(count: batchSize, dimension: data.dimension)
    let kernel = GradientKernel(network, capacity: data.count)
    var order = BatchOrder(count: data.count, batchSize: batchSize, seed: seed)
    var monitor = LossMonitor(rule, tracedEvery: checkInterval)
    var steps = 0
    while true {
      if steps % checkInterval == 0 || steps == rule.maximumSteps,
        let outcome = monitor.observe(kernel.evaluate(all), step: steps)
      {
        return try kernel.result(outcome, network, steps, monitor)
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
      let draw = stream.integer(below: order.count - place, at: round * order.count + place)
      order.swapAt(place, place + draw)
    }
  }
}
