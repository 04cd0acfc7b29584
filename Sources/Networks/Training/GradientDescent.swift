import LinearAlgebra

/// Full-batch gradient descent, theta <- theta - eta grad L, on L = (1/2n) sum_j (f(x_j) - y_j)^2 over all parameters.
///
/// The derivative of the ReLU at 0 is 0. A run is a function of its arguments alone.
public enum GradientDescent {
  /// Trains `network` on `data` by steps of size `step` until `rule` ends the run.
  ///
  /// - Parameter interval: the loss is traced at every so many steps; nil for no trace.
  /// - Throws: `NetworkError.notPositive` for a step that is not positive, `mismatch` if the dimensions differ.
  public static func train(
    _ network: ShallowNetwork, on data: TrainingSet, step: Double, rule: StoppingRule, tracedEvery interval: Int? = nil
  ) throws -> TrainingResult<ShallowNetwork> {
    try NetworkError.requirePositive(step, "the step size")
    try NetworkError.require(data.dimension, equals: network.dimension, "the dimension of the points")
    let batch = Batch(data.points, data.targets)
    let kernel = GradientKernel(network, capacity: data.count)
    var monitor = LossMonitor(rule, tracedEvery: interval.map { max($0, 1) })
    var steps = 0
    while true {
      if let outcome = monitor.observe(kernel.evaluate(batch), step: steps) {
        return try kernel.result(outcome, network, steps, monitor)
      }
      kernel.differentiate(batch)
      kernel.descend(step)
      steps += 1
    }
  }
}

extension GradientKernel {
  /// The end of a run that started from `network`.
  func result(
    _ outcome: TrainingOutcome, _ network: ShallowNetwork, _ steps: Int, _ monitor: LossMonitor
  ) throws -> TrainingResult<ShallowNetwork> {
    TrainingResult(
      outcome: outcome, network: outcome == .diverged ? nil : try network.replacing(parameters: current),
      steps: steps, loss: monitor.loss, trace: monitor.trace)
  }
}
