import LinearAlgebra
import Testing

@testable import Networks

/// The one check that tells the right weight from its neighbours: Q = 1 + 2 sum |a| |w| g~ on balanced networks.
@Suite struct StabilityChainTests {
  @Test(arguments: 0..<100)
  func `no link of the chain breaks on random networks, and on balanced ones Q equals 1 + 2 S~`(seed: Int) throws {
    let (sample, balanced) = try (Sample.random(seed), balanced(seed))
    #expect(try StabilityChain(sample.network, sample.points).slack >= -1e-12)
    #expect(try discrepancy(balanced, StabilityNorm.oneSided(balanced.network, balanced.points)) < 1e-10)
  }

  @Test func `a single point satisfies the chain with equality in its first link`() throws {
    let network = try ShallowNetwork(width: 4, dimension: 2, scale: 1, biasScale: 1, seed: 2)
    let chain = try StabilityChain(network, Matrix(rows: 1, columns: 2, elements: [0.3, -1]))
    #expect((chain.sharpness - chain.gradientMean).magnitude < 1e-12 * chain.sharpness)
    #expect(chain.slack >= -1e-12)
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
    return Sample(network: try sample.network.balanced(on: sample.points), points: sample.points)
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

@Suite struct CurvatureTests {
  /// Central differences of `function`, whose error is of second order in the step.
  private func difference(
    _ network: ShallowNetwork, _ direction: [Double], _ function: (ShallowNetwork) throws -> [Double]
  ) throws -> [Double] {
    let step = 1e-6
    let (ahead, behind) = try (
      function(network.moved(by: step, along: direction)), function(network.moved(by: -step, along: direction))
    )
    return zip(ahead, behind).map { ($0 - $1) / (2 * step) }
  }

  private func unit(_ index: Int, _ count: Int) -> [Double] { (0..<count).map { $0 == index ? 1 : 0 } }

  private func case3() throws -> (network: ShallowNetwork, data: TrainingSet) {
    let network = try ShallowNetwork(width: 5, dimension: 3, scale: 1, biasScale: 0.5, seed: 2)
    return (network, try TrainingSet(points: Sample.gaussians(7, 3, seed: 9), targets: [1, -1, 2, 0, 1, 3, -2]))
  }

  @Test func `the gradient agrees with differences of the loss`() throws {
    let (network, data) = try case3()
    let gradient = try LossDerivatives.gradient(network, data)
    for index in 0..<network.parameterCount {
      let slope = try difference(network, unit(index, network.parameterCount)) {
        [squaredNorm(zip(try $0.values(at: data.points), data.targets).map { $0 - $1 }) / 14]
      }
      #expect((slope[0] - gradient[index]).magnitude < 1e-8)
    }
  }

  @Test func `the Hessian's products agree with differences of the gradient`() throws {
    let (network, data) = try case3()
    for index in 0..<network.parameterCount {
      let direction = unit(index, network.parameterCount)
      let expected = try difference(network, direction) { try LossDerivatives.gradient($0, data) }
      #expect(largestDifference(try LossDerivatives.hessianProduct(network, data, direction), expected) < 1e-7)
    }
  }

  @Test(arguments: 0..<8)
  func `the sharpness is what power iteration on the exact Hessian finds`(seed: Int) throws {
    let sample = try Sample.random(seed)
    let data = try sample.interpolated
    var vector = RandomStream(seed: 1, purpose: "start").gaussians(sample.network.parameterCount)
    var rate = 0.0
    for _ in 0..<60 {
      let image = try LossDerivatives.hessianProduct(sample.network, data, vector)
      rate = euclideanNorm(image)
      vector = image.map { $0 / rate }
    }
    let sharpness = try Curvature.sharpness(sample.network, sample.points)
    #expect((rate / sharpness - 1).magnitude < 1e-5)
  }

  @Test func `the top direction is the unit eigenvector of the sharpness`() throws {
    let sample = try Sample.random(3)
    let direction = try Curvature.topDirection(sample.network, sample.points)
    let image = try LossDerivatives.hessianProduct(sample.network, sample.interpolated, direction)
    let sharpness = try Curvature.sharpness(sample.network, sample.points)
    #expect((squaredNorm(direction) - 1).magnitude < 1e-12)
    #expect(largestDifference(image, direction.map { $0 * sharpness }) < 1e-10 * sharpness)
    let largest = direction.max { $0.magnitude < $1.magnitude }
    #expect((largest ?? 0) > 0)
  }

  @Test func `a single point and a single neuron give the squared gradient`() throws {
    // f = 2 relu(3x + 1) + c at x = 2: gradient (a x, a, 3x + 1, 1) = (4, 2, 7, 1), squared norm 70.
    let network = try ShallowNetwork(weights: column([3]), biases: [1], outputWeights: [2])
    let point = try column([2])
    #expect((try Curvature.sharpness(network, point) - 70).magnitude < 1e-12)
    #expect(try Curvature.gradientMeanBound(network, point) == 70)
  }

  @Test func `a dead network keeps the curvature of its offset`() throws {
    let dead = try ShallowNetwork(weights: column([1]), biases: [-9], outputWeights: [1])
    #expect((try Curvature.sharpness(dead, column([0, 1, 2])) - 1).magnitude < 1e-12)
    #expect(try Curvature.topDirection(dead, column([0, 1, 2])) == [0, 0, 0, 1])
  }

  /// From f = relu(w x + b) a + c through (1, 2), far from the kink: a smooth minimum.
  private func escape(_ fraction: Double, steps: Int, tracedEvery interval: Int? = nil) throws -> Escape {
    let minimum = try ShallowNetwork(weights: column([1]), biases: [0], outputWeights: [1], offset: 1)
    let rule = try rule(steps, tolerance: 1e-24, hold: 50)
    return try Escape(from: minimum, on: line([1], [2]), fraction: fraction, rule: rule, tracedEvery: interval)
  }

  @Test(arguments: [0.9, 0.95, 0.98]) func `below the critical step the run stays`(fraction: Double) throws {
    let escape = try escape(fraction, steps: 2000)
    #expect(!escape.left && escape.sharpness == 4)
    #expect((escape.growth - escape.predictedGrowth).magnitude < 1e-3)
    #expect((try #require(escape.finalStability) - fraction).magnitude < 1e-6)
  }

  @Test func `above the critical step the run leaves for a flatter minimum`() throws {
    let escape = try escape(1.02, steps: 4000, tracedEvery: 100)
    #expect(escape.left && escape.run.outcome == .converged)
    #expect((escape.growth - 1.04).magnitude < 1e-3)
    #expect(try #require(escape.finalStability) < 1)
    #expect(escape.run.trace.map(\.loss).max() ?? 0 > 1e-6)
  }

  @Test func `a minimum is prepared off the kinks or not at all`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try line([-1, 1], [1, -1])
    func minimum(steps: Int) throws -> ShallowNetwork? {
      let rule = try rule(steps, tolerance: 1e-14, hold: 5)
      return try Escape.minimum(from: network, on: data, step: 0.1, shake: 1e-3, rule: rule, seed: 1)
    }
    let found = try #require(try minimum(steps: 4000))
    #expect(largestDifference(try found.values(at: data.points), data.targets) < 1e-9)
    #expect(try minimum(steps: 2) == nil)
  }

  @Test func `a fraction that is not positive is refused`() {
    refused(.notPositive(what: "the fraction of the critical step", value: 0), try escape(0, steps: 10))
  }
}
