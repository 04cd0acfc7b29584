import LinearAlgebra
import Testing

@testable import Networks

@Suite struct TrainingResultTests {
  @Test func `a loss that rises again starts the hold afresh`() throws {
    var monitor = LossMonitor(try StoppingRule(tolerance: 1, hold: 2, maximumSteps: 10), tracedEvery: 2)
    #expect(monitor.observe(0.5, step: 0) == nil)
    #expect(monitor.observe(2, step: 1) == nil)
    #expect(monitor.observe(0.5, step: 2) == nil)
    #expect(monitor.observe(0.25, step: 3) == .converged)
    #expect(monitor.trace == [LossPoint(step: 0, loss: 0.5), LossPoint(step: 2, loss: 0.5)])
    #expect(monitor.loss == 0.25)
  }

  @Test(arguments: [Double.nan, .infinity, 1e6]) func `a loss that is not below the limit is a divergence`(
    loss: Double
  ) throws {
    var monitor = LossMonitor(try StoppingRule(tolerance: 1, hold: 2, maximumSteps: 10), tracedEvery: 1)
    #expect(monitor.observe(loss, step: 0) == .diverged)
    #expect(monitor.loss == 1e6)
    #expect(monitor.trace == [LossPoint(step: 0, loss: 1e6)])
  }

  @Test(arguments: [(9e-7, true), (1e-6, false), (.nan, false)])
  func `a run interpolates below a loss of 1e-6, unless it diverged`(loss: Double, interpolates: Bool) throws {
    let network = try ShallowNetwork(weights: column([1]), biases: [0], outputWeights: [1])
    let ends: [(ShallowNetwork?, Bool)] = [(network, interpolates), (nil, false)]
    for (end, expected) in ends {
      let result = TrainingResult<ShallowNetwork>(
        outcome: .stepLimit, network: end, steps: 1, loss: loss, trace: [])
      #expect(result.interpolates == expected)
    }
  }

  @Test func `the relative error compares with the best constant`() throws {
    let data = try TrainingSet(points: column([0, 1]), targets: [3, 7])
    let trace = [8.0, 2, 0.5, 0.5].enumerated().map { LossPoint(step: $0.offset, loss: $0.element) }
    let result = TrainingResult<ShallowNetwork>(
      outcome: .stepLimit, network: nil, steps: 4, loss: 0.5, trace: trace)
    #expect(result.relativeError(on: data, last: 2) == 0.5)
    #expect(result.relativeError(on: data, last: 3) == 2.0.squareRoot() / 2)
    let constant = try TrainingSet(points: column([0, 1]), targets: [1, 1])
    #expect(result.relativeError(on: constant, last: 1) == 1)
  }
}
