import Foundation
import LinearAlgebra
import Networks

/// `Bench gradient-step n d k`: steps of full-batch gradient descent on one thread; prints the microseconds of one.
func gradientBench(_ arguments: [String]) throws {
  let numbers = arguments.compactMap { Int($0) }
  guard numbers.count == 3 else {
    print("usage: Bench gradient-step n d k")
    return
  }
  let data = try TrainingSet.randomLabels(count: numbers[0], dimension: numbers[1], seed: 1)
  let network = try ShallowNetwork(width: numbers[2], dimension: numbers[1], scale: 0.3, seed: 1)
  let steps = max(100, 400_000_000 / (numbers[0] * numbers[1] * numbers[2]))
  let rule = try StoppingRule(tolerance: 1e-300, hold: steps, maximumSteps: steps)
  let start = ContinuousClock.now
  _ = try GradientDescent.train(network, on: data, step: 0.01, rule: rule)
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  print("{\"microseconds\": \(1e6 * seconds / Double(steps))}")
}
