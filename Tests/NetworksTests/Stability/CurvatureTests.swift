import LinearAlgebra
import Testing

@testable import Networks

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
    #expect(escape.stayed && escape.sharpness == 4)
    #expect((escape.growth - escape.predictedGrowth).magnitude < 1e-3)
    #expect((try #require(escape.finalStability) - fraction).magnitude < 1e-6)
  }

  @Test func `above the critical step the run leaves for a flatter minimum`() throws {
    let escape = try escape(1.02, steps: 4000, tracedEvery: 100)
    #expect(!escape.stayed && escape.run.outcome == .converged)
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
