import LinearAlgebra

/// Gradient descent at one step size after another, each run starting from where the last one ended.
///
/// A residual that is exactly zero would freeze the descent at a minimum that is no longer stable, so every step starts
/// with a jitter: independent normal shifts of all p parameters with standard deviation jitter / sqrt(p).
public struct StepLadder: Sendable {
  public struct Rung: Sendable {
    /// eta.
    public let step: Double
    /// The run at this step size, from where the last rung ended.
    public let result: TrainingResult<ShallowNetwork>
  }

  public let rule: StoppingRule
  /// The root mean square length of the shift before a rung, over all parameters together.
  public let jitter: Double
  /// The climb ends after so many rungs in a row that do not interpolate.
  public let allowedFailures: Int

  /// A ladder that goes on through `allowedFailures` - 1 failures in a row.
  public init(rule: StoppingRule, jitter: Double, allowedFailures: Int = .max) {
    (self.rule, self.jitter, self.allowedFailures) = (rule, jitter, allowedFailures)
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

  /// start, start * factor, start * factor^2, ... below `middle`, and from the last of these on by `fine` below `end`.
  public static func geometric(
    from start: Double, by factor: Double, until middle: Double, thenBy fine: Double, below end: Double
  ) throws -> [Double] {
    let coarse = try geometric(from: start, by: factor, below: min(middle, end))
    guard let last = coarse.last else { return try geometric(from: start, by: fine, below: end) }
    return try coarse + geometric(from: last, by: fine, below: end).dropFirst()
  }

  /// start, start * factor, start * factor^2, ... below `end`.
  public static func geometric(from start: Double, by factor: Double, below end: Double) throws -> [Double] {
    try NetworkError.requirePositive(start, "the first step size")
    try NetworkError.requirePositive(factor - 1, "the ladder's factor minus 1")
    return Array(sequence(first: start) { $0 * factor }.prefix { $0 < end })
  }
}

/// What a climb over step sizes on the line shows, beside the least norms over all interpolants.
public struct LineLadder: Sendable {
  public struct End: Sendable {
    public let step: Double
    public let network: ShallowNetwork
    /// |f|_S.
    public let norm: Double
    /// The total variation of f' inside the range of the points.
    public let variation: Double
  }

  /// The least S~.
  public let oneSided: LeastNormSolution
  /// The least |f|_S.
  public let both: LeastNormSolution
  /// The first and the last rung that interpolate; nil if none does.
  public let first: End?
  public let last: End?
  /// The integral of |f''| g by second differences over the neurons' sum, for the start, whose kinks lie off the points.
  public let curvatureRatio: Double
  private let data: TrainingSet

  /// - Parameter start: the network that the climb began with.
  public init(start: ShallowNetwork, data: TrainingSet, rungs: [StepLadder.Rung]) throws {
    self.data = data
    let problem = try LeastNormOnLine(data)
    (oneSided, both) = try (problem.oneSidedNorm(), problem.norm())
    func end(_ rung: StepLadder.Rung?) throws -> End? {
      guard let rung, let network = rung.result.network else { return nil }
      return try End(
        step: rung.step, network: network, norm: StabilityNorm.norm(network, data.points),
        variation: LineFunction.slopeVariation(network, data.points))
    }
    let good = rungs.filter(\.result.interpolates)
    (first, last) = try (end(good.first), end(good.last))
    let norm = try StabilityNorm.norm(start, data.points)
    let integral = try LineFunction.weightedCurvature(start, data.points, spacing: 1e-4)
    curvatureRatio = norm > 0 ? integral / norm : 1
  }

  /// The largest step at which a rung interpolates.
  public var largestStep: Double? { last?.step }
  /// Over the largest step at which any interpolant is stable.
  public var stepRatio: Double? { last.map { $0.step / oneSided.largestStep } }
  /// The rungs to show, the first and the last that interpolate.
  public var ends: [End] { [first, last].compactMap { $0 } }

  /// 1 - last / first of a quantity.
  public func fall(_ quantity: (End) -> Double) -> Double? {
    guard let first, let last, quantity(first) > 0 else { return nil }
    return 1 - quantity(last) / quantity(first)
  }

  /// The functions of `ends` on a lattice of `points` points over the data's range, a tenth wider on each side; step 0
  /// stands for the data themselves.
  public func curves(points: Int) throws -> [(step: Double, x: Double, value: Double)] {
    let inputs = data.points.elements
    let (low, high) = (inputs.min() ?? 0, inputs.max() ?? 0)
    let margin = 0.1 * (high - low)
    let lattice = (0..<points).map {
      low - margin + (high - low + 2 * margin) * Double($0) / Double(max(points - 1, 1))
    }
    let grid = try Matrix(rows: points, columns: 1, elements: lattice)
    let drawn = try ends.flatMap { end in
      zip(lattice, try end.network.values(at: grid)).map { (end.step, $0, $1) }
    }
    return zip(inputs, data.targets).map { (0, $0, $1) } + drawn
  }
}

/// What the stability norm says of a network on the line: |f|_S is the integral of |f''| g.
public enum LineFunction {
  /// A kink of f: f'' has a point mass `jump` at `position`.
  public struct Kink: Sendable, Equatable {
    public let position: Double
    /// The change of f' from left to right.
    public let jump: Double
  }

  /// The kinks in ascending order, those at one place merged.
  public static func kinks(_ network: ShallowNetwork) throws -> [Kink] {
    try NetworkError.require(network.dimension, equals: 1, "the dimension of the network")
    return StabilityNorm.bends(network)
      .map { Kink(position: $0.plane.threshold * $0.plane.normal[0], jump: $0.coefficient) }
      .sorted { $0.position < $1.position }
  }

  /// The total variation of f' strictly inside the range of the points.
  public static func slopeVariation(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    guard let lowest = points.elements.min(), let highest = points.elements.max() else { return 0 }
    return try kinks(network).filter { lowest < $0.position && $0.position < highest }
      .reduce(0) { $0 + $1.jump.magnitude }
  }

  /// The integral of |f''| g by second differences on a lattice of the given spacing over the range of the points: an
  /// independent check of |f|_S, first-order in the spacing.
  /// - Throws: `NetworkError.notPositive` for the spacing, `mismatch` unless everything has dimension 1, `outside` for
  ///   more than 10^7 lattice points.
  public static func weightedCurvature(_ network: ShallowNetwork, _ points: Matrix, spacing: Double) throws -> Double {
    try NetworkError.requirePositive(spacing, "the spacing")
    try NetworkError.require(points.columns, equals: 1, "the dimension of the points")
    guard let lowest = points.elements.min(), let highest = points.elements.max() else { return 0 }
    let cells = (highest - lowest) / spacing
    guard cells <= 1e7 else { throw NetworkError.outside(what: "the lattice", range: 1...10_000_000, value: Int.max) }
    let count = Int(cells) + 3
    let lattice = try Matrix(rows: count, columns: 1, elements: (0..<count).map { lowest + (Double($0) - 1) * spacing })
    let values = try network.values(at: lattice)
    return (1..<count - 1).reduce(0) { sum, index in
      let bend = (values[index + 1] - 2 * values[index] + values[index - 1]).magnitude / spacing
      return sum + bend * Hyperplane(normal: [1], threshold: lattice[index, 0]).weight(points)
    }
  }
}
