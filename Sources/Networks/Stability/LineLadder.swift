import LinearAlgebra

/// What a climb over step sizes on the line shows, beside the least norms over all interpolants.
public struct LineLadder: Sendable {
  /// A rung that interpolates.
  public struct End: Sendable {
    /// eta of the rung.
    public let step: Double
    /// Where the rung ended.
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
