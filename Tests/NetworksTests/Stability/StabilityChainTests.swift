import LinearAlgebra
import Testing

@testable import Networks

/// The one check that tells the right weight from its neighbours: Q = 1 + 2 sum |a| |w| g~ on balanced networks.
@Suite struct StabilityChainTests {
  @Test(arguments: 0..<100)
  func `no link of the chain breaks on random networks, and on balanced ones Q equals 1 + 2 S~`(seed: Int) throws {
    let (sample, balanced) = try (Sample.random(seed), balanced(seed))
    #expect(try StabilityChain(sample.network, sample.points).holds(within: 1e-12))
    #expect(try discrepancy(balanced, StabilityNorm.oneSided(balanced.network, balanced.points)) < 1e-10)
  }

  @Test func `a chain whose link breaks does not hold`() throws {
    let sample = try Sample.random(1)
    let chain = try StabilityChain(sample.network, sample.points)
    #expect(chain.sharpness > 0 && !chain.holds(within: -1))
  }

  @Test func `a single point satisfies the chain with equality in its first link`() throws {
    let network = try ShallowNetwork(width: 4, dimension: 2, scale: 1, biasScale: 1, seed: 2)
    let chain = try StabilityChain(network, Matrix(rows: 1, columns: 2, elements: [0.3, -1]))
    #expect((chain.sharpness - chain.gradientMean).magnitude < 1e-12 * chain.sharpness)
    #expect(chain.holds(within: 1e-12))
  }

  @Test func `the bound falls with the step; steps that are not positive and chains without points are refused`() throws
  {
    #expect(try StabilityChain.bound(step: 0.5) == 1.5)
    for step in [0, -1, .nan] { #expect(throws: NetworkError.self) { try StabilityChain.bound(step: step) } }
    let network = try ShallowNetwork(width: 1, dimension: 1, scale: 1, seed: 1)
    refused(.empty("the set of points"), try StabilityChain(network, Matrix(rows: 0, columns: 1)))
  }

  /// The moments over the active side of a neuron, computed here from the definition.
  private struct Moments {
    var (p, height, mean, square) = (0.0, 0.0, [Double](), 0.0)

    init(_ sample: Sample, _ neuron: Int) {
      let (n, d) = (sample.points.rows, sample.points.columns)
      let weights = Array(sample.network.weights[row: neuron])
      let active = (0..<n).compactMap { row -> (z: Double, x: [Double])? in
        let x = Array(sample.points[row: row])
        let z = zip(weights, x).reduce(sample.network.biases[neuron]) { $0 + $1.0 * $1.1 }
        return z > 0 ? (z, x) : nil
      }
      mean = [Double](repeating: 0, count: d)
      guard !active.isEmpty else { return }
      let count = Double(active.count)
      p = count / Double(n)
      height = active.reduce(0) { $0 + $1.z } / count
      mean = (0..<d).map { column in active.reduce(0) { $0 + $1.x[column] } / count }
      square = active.reduce(0) { $0 + squaredNorm($1.x) } / count
    }

    var norm2: Double { squaredNorm(mean) }
  }

  private static let variants: [(name: String, weight: @Sendable (Moments) -> Double)] = [
    ("P for P^2", { $0.p * $0.height * (1 + $0.norm2).squareRoot() }),
    ("no square-root factor", { $0.p * $0.p * $0.height }),
    ("without the 1", { $0.p * $0.p * $0.height * $0.norm2.squareRoot() }),
    ("the factor without the root", { $0.p * $0.p * $0.height * (1 + $0.norm2) }),
    ("E|X|^2 for |E X|^2", { $0.p * $0.p * $0.height * (1 + $0.square).squareRoot() }),
  ]

  private func balanced(_ seed: Int) throws -> Sample {
    let sample = try Sample.random(seed)
    return Sample(try sample.network.balanced(on: sample.points), sample.points)
  }

  /// |Q - (1 + 2 S)| / Q.
  private func discrepancy(_ sample: Sample, _ norm: Double) throws -> Double {
    let bound = try Curvature.gradientMeanBound(sample.network, sample.points)
    return (bound - (1 + 2 * norm)).magnitude / bound
  }

  @Test(arguments: 0..<5)
  func `every wrong variant of g fails the check that the right one passes`(variant: Int) throws {
    let (name, weight) = Self.variants[variant]
    // A dead network has Q = 1 under every variant.
    let alive = try (0..<40).map(balanced).filter { try StabilityNorm.oneSided($0.network, $0.points) > 0 }
    let errors = try alive.map { sample in
      let norm = (0..<sample.network.width).reduce(0.0) { sum, neuron in
        sum + sample.network.outputWeights[neuron].magnitude * weight(Moments(sample, neuron))
      }
      return try discrepancy(sample, norm)
    }
    #expect(errors.count > 30)
    #expect(errors.allSatisfy { $0 >= 1e-10 }, "\(name)")
    #expect(errors.sorted()[errors.count / 2] > 0.05, "\(name)")
  }

  @Test func `balancing keeps the function and never raises Q`() throws {
    for seed in 0..<10 {
      let (before, after) = try (Sample.random(seed), balanced(seed))
      let values = try before.network.values(at: before.points)
      let scale = values.reduce(1) { max($0, $1.magnitude) }
      #expect(largestDifference(values, try after.network.values(at: before.points)) < 1e-12 * scale)
      let first = try Curvature.gradientMeanBound(before.network, before.points)
      #expect(try Curvature.gradientMeanBound(after.network, before.points) <= first * (1 + 1e-12))
    }
  }

  @Test func `dead and disconnected neurons stay as they are`() throws {
    let network = try ShallowNetwork(weights: column([1, 1]), biases: [-9, 0], outputWeights: [1, 0])
    #expect(try network.balanced(on: column([0, 1])) == network)
  }

  @Test func `trials keep the chain and balance to equality`() throws {
    for index in 0..<60 {
      let trial = try ChainTrial(index: index, seed: 1)
      #expect(trial.chain.slack > -1e-12 && trial.balancedError < 1e-10)
    }
  }

  @Test func `a trial depends on its index and seed alone`() throws {
    #expect(try ChainTrial(index: 3, seed: 1) == ChainTrial(index: 3, seed: 1))
    #expect(try ChainTrial(index: 3, seed: 1) != ChainTrial(index: 4, seed: 1))
    #expect(try ChainTrial(index: 3, seed: 1) != ChainTrial(index: 3, seed: 2))
  }
}
