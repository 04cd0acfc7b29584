import LinearAlgebra
import Testing

@testable import Networks

@Suite struct StepLadderTests {
  private func ladder(jitter: Double = 0, failures: Int = .max) throws -> StepLadder {
    StepLadder(rule: try rule(4), jitter: jitter, allowedFailures: failures)
  }

  @Test func `every step starts where the last one ended`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try line([-1, 1], [1, -1])
    let rungs = try ladder().climb(network, on: data, steps: [0.1, 0.1], seed: 1)
    let direct = try #require(try GradientDescent.train(network, on: data, step: 0.1, rule: rule(8)).network)
    let climbed = try #require(rungs[1].result.network)
    #expect(largestDifference(climbed.parameters, direct.parameters) < 1e-13)
  }

  @Test func `the jitter has the norm that was asked for`() throws {
    // Nothing else moves: the network is dead and the offset fits.
    let count = 2000
    let dead = try ShallowNetwork(
      weights: Matrix(rows: count, columns: 1), biases: [Double](repeating: -1, count: count),
      outputWeights: [Double](repeating: 0, count: count))
    let data = try line([0], [0])
    let ladder = StepLadder(rule: try StoppingRule(tolerance: 1, hold: 1, maximumSteps: 1), jitter: 1e-3)
    let moved = try #require(try ladder.climb(dead, on: data, steps: [0.1], seed: 1).first?.result.network)
    let norm = euclideanNorm(zip(moved.parameters, dead.parameters).map { $0 - $1 })
    #expect((norm / 1e-3 - 1).magnitude < 0.05)
  }

  @Test func `the climb ends after the failures that are allowed or at a divergence`() throws {
    let network = try ShallowNetwork(width: 2, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try line([-1, 0, 1], [5, -5, 5])
    let steps = [1e-6, 1e-6, 1e-6, 1e-6]
    #expect(try ladder(failures: 2).climb(network, on: data, steps: steps, seed: 1).count == 2)
    let rungs = try ladder().climb(network, on: data, steps: [1e-6, 1e9, 1e-6], seed: 1)
    #expect(rungs.map(\.result.outcome) == [.stepLimit, .diverged])
  }

  @Test func `a geometric ladder stays below its end`() throws {
    #expect(try StepLadder.geometric(from: 1, by: 2, below: 8) == [1, 2, 4])
    refused(.notPositive(what: "the first step size", value: 0), try StepLadder.geometric(from: 0, by: 2, below: 8))
    refused(
      .notPositive(what: "the ladder's factor minus 1", value: 0), try StepLadder.geometric(from: 1, by: 1, below: 8))
  }

  @Test func `a ladder goes on finely from the last coarse step below the middle`() throws {
    func steps(_ middle: Double, below end: Double = 9.5) throws -> [Double] {
      try StepLadder.geometric(from: 1, by: 2, until: middle, thenBy: 1.5, below: end)
    }
    #expect(try steps(5) == [1, 2, 4, 6, 9] && steps(1) == [1, 1.5, 2.25, 3.375, 5.0625, 7.59375])
    #expect(try steps(100) == [1, 2, 4, 8] && steps(5, below: 1) == [])
  }

  private func lineLadder(steps: Int) throws -> LineLadder {
    let data = try line([-1, 0, 1], [0.5, -1, 0.5])
    let start = try ShallowNetwork(width: 16, dimension: 1, scale: 1, biasScale: 1, seed: 2)
    let climb = StepLadder(rule: try rule(steps, tolerance: 1e-9, hold: 5), jitter: 1e-4, allowedFailures: 1)
    return try LineLadder(start: start, data: data, rungs: climb.climb(start, on: data, steps: [0.05, 0.1], seed: 1))
  }

  @Test func `no rung interpolates below the least norm or beyond the largest step`() throws {
    let ladder = try lineLadder(steps: 4000)
    let last = try #require(ladder.last)
    #expect(last.step == 0.1 && ladder.largestStep == 0.1 && last.norm >= ladder.both.norm - 1e-3)
    #expect((ladder.stepRatio ?? 2) <= 1)
    #expect((ladder.curvatureRatio - 1).magnitude < 0.01)
    #expect(ladder.ends.map(\.step) == [0.05, 0.1])
    let curves = try ladder.curves(points: 11)
    #expect(curves.count == 3 + 22 && curves[1] == (0, 0, -1))
    #expect((curves[3].x + 1.2).magnitude < 1e-15)
  }

  @Test func `a climb that never interpolates has no ends`() throws {
    let ladder = try lineLadder(steps: 1)
    #expect(ladder.ends.isEmpty && ladder.stepRatio == nil && ladder.fall(\.norm) == nil)
    #expect(try ladder.curves(points: 5).count == 3)
  }

  /// relu(2x - 2) - 3 relu(-x): kinks at 1 (jump 2) and 0 (jump -3).
  private func network() throws -> ShallowNetwork {
    try ShallowNetwork(weights: column([2, -1]), biases: [-2, 0], outputWeights: [1, -3])
  }

  @Test func `kinks stand where the function bends, and the slope varies at those inside the range only`() throws {
    #expect(try LineFunction.kinks(network()) == [.init(position: 0, jump: -3), .init(position: 1, jump: 2)])
    #expect(try LineFunction.slopeVariation(network(), column([-1, 2])) == 5)
    #expect(try LineFunction.slopeVariation(network(), column([-1, 1])) == 3)
    #expect(try LineFunction.slopeVariation(network(), column([2, 3])) == 0)
  }

  @Test func `networks of the plane and senseless spacings are refused`() throws {
    let plane = try ShallowNetwork(width: 1, dimension: 2, scale: 1, seed: 1)
    #expect(throws: NetworkError.self) { try LineFunction.kinks(plane) }
    refused(
      .notPositive(what: "the spacing", value: 0),
      try LineFunction.weightedCurvature(network(), column([0, 1]), spacing: 0))
    #expect(throws: NetworkError.self) {
      try LineFunction.weightedCurvature(network(), column([0, 1]), spacing: 1e-12)
    }
  }
}
