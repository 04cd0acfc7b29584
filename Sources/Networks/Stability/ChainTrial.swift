import Foundation
import LinearAlgebra

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
    let points = try Matrix(
      rows: count, columns: dimension,
      elements: draws.indices.map { spread * draws[$0] + offset * centre[$0 % inputs] })
    chain = try StabilityChain(network, points)
    let balanced = try network.balanced(on: points)
    let mean = try Curvature.gradientMeanBound(balanced, points)
    balancedError = (mean - (1 + 2 * (try StabilityNorm.oneSided(balanced, points)))).magnitude / mean
  }
}
