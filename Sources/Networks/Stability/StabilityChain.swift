import Foundation
import LinearAlgebra

/// The chain of bounds at a minimum of loss zero: lambda_max >= Q >= 1 + 2 S~ >= 1 + 2 |f|_S.
///
/// Gradient descent with step eta stays at such a minimum only if lambda_max <= 2/eta, so it finds only functions with
/// |f|_S <= 1/eta - 1/2.
public struct StabilityChain: Sendable, Equatable {
  /// lambda_max.
  public let sharpness: Double
  /// Q, the squared norm of the mean gradient.
  public let gradientMean: Double
  /// S~.
  public let oneSidedNorm: Double
  /// |f|_S.
  public let norm: Double

  /// - Throws: `NetworkError.mismatch` if the dimensions differ, `empty` without points, and what the eigenproblem
  ///   throws.
  public init(_ network: ShallowNetwork, _ points: Matrix) throws {
    guard points.rows > 0 else { throw NetworkError.empty("the set of points") }
    sharpness = try Curvature.sharpness(network, points)
    gradientMean = try Curvature.gradientMeanBound(network, points)
    oneSidedNorm = try StabilityNorm.oneSided(network, points)
    norm = try StabilityNorm.norm(network, points)
  }

  public var oneSidedBound: Double { 1 + 2 * oneSidedNorm }
  public var normBound: Double { 1 + 2 * norm }
  /// eta lambda_max / 2, at most 1 at a stable minimum.
  public func stability(step: Double) -> Double { step * sharpness / 2 }

  /// The least of (larger - smaller) / larger over the links; negative if one breaks.
  public var slack: Double {
    let links = [sharpness, gradientMean, oneSidedBound, normBound]
    return zip(links, links.dropFirst()).map { ($0 - $1) / $0 }.min() ?? 0
  }

  /// The bound 1/eta - 1/2 on |f|_S at step size `step`.
  public static func bound(step: Double) throws -> Double {
    try NetworkError.requirePositive(step, "the step size")
    return 1 / step - 0.5
  }

  /// |f|_S over its bound; nil if the bound is not positive, as at steps of 2 and more.
  public func boundRatio(step: Double) throws -> Double? {
    let bound = try Self.bound(step: step)
    return bound > 0 ? norm / bound : nil
  }
}

/// Rescaling of neurons, w -> rho w, b -> rho b, a -> a / rho, which leaves the function as it is.
extension ShallowNetwork {
  /// The rescaling that minimises Q: rho^2 = |a| sqrt(P(A)^2 + |E[X 1_A]|^2) / E[relu(w . X + b)], after which
  /// Q = 1 + 2 S~. Neurons that no point activates, or whose output weight is 0, stay as they are.
  public func balanced(on points: Matrix) throws -> ShallowNetwork {
    var result = self
    for (neuron, side) in try StabilityNorm.sides(self, points).enumerated() {
      let factor = (outputWeights[neuron].magnitude * side.spread / side.meanHeight).squareRoot()
      guard factor > 0, factor.isFinite else { continue }
      for input in 0..<dimension { result.weights[neuron, input] *= factor }
      result.biases[neuron] *= factor
      result.outputWeights[neuron] /= factor
    }
    return result
  }
}

/// The chain of bounds on one random network and random points, whose shapes, scales and centres vary from trial to
/// trial.
public struct ChainTrial: Sendable, Equatable {
  /// k, the number of neurons.
  public let width: Int
  /// d.
  public let dimension: Int
  /// n, the number of points.
  public let count: Int
  /// The members of the chain for the network as it was drawn.
  public let chain: StabilityChain
  /// |Q - (1 + 2 S~)| / Q after balancing, zero in theory.
  public let balancedError: Double

  /// Trial number `index`: d = 1 to 11, k = 1 to 39 and n = 2 to 79, log-normal scales, a third of the point sets
  /// centred at 0, the others off it. Everything is drawn from streams of (seed, purpose and index).
  public init(index: Int, seed: UInt64) throws {
    let shape = RandomStream(seed: seed, purpose: "shape \(index)")
    (dimension, width) = (1 + shape.integer(below: 11, at: 0), 1 + shape.integer(below: 39, at: 1))
    count = 2 + shape.integer(below: 78, at: 2)
    let network = try ShallowNetwork(
      width: width, dimension: dimension, scale: exp(0.7 * shape.gaussian(at: 4)), seed: shape.word(at: 6))
    let (spread, offset) = (exp(0.5 * shape.gaussian(at: 8)), Double(shape.integer(below: 3, at: 10)))
    let inputs = dimension
    let centre = RandomStream(seed: seed, purpose: "centre \(index)").gaussians(dimension)
    let draws = RandomStream(seed: seed, purpose: "points \(index)").gaussians(count * dimension)
    let elements = draws.indices.map { spread * draws[$0] + offset * centre[$0 % inputs] }
    let points = try Matrix(rows: count, columns: dimension, elements: elements)
    chain = try StabilityChain(network, points)
    let balanced = try network.balanced(on: points)
    let mean = try Curvature.gradientMeanBound(balanced, points)
    balancedError = (mean - (1 + 2 * (try StabilityNorm.oneSided(balanced, points)))).magnitude / mean
  }
}
