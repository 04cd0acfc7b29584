/// One sample's way forward and back through a network with two hidden layers whose parameters stand in one row.
struct DeepPass {
  private let (inputs, firstWidth, secondWidth): (Int, Int, Int)
  private var firstHidden: [Double]
  private var secondHidden: [Double]

  init(_ network: DeepNetwork) {
    (inputs, firstWidth, secondWidth) = (network.dimension, network.first.rows, network.second.rows)
    firstHidden = [Double](repeating: 0, count: firstWidth)
    secondHidden = [Double](repeating: 0, count: secondWidth)
  }

  private var firstBiases: Int { firstWidth * inputs }
  private var second: Int { firstBiases + firstWidth }
  private var secondBiases: Int { second + secondWidth * firstWidth }
  private var outputs: Int { secondBiases + secondWidth }

  /// f(x); what `addGradient` needs is kept.
  mutating func value(_ parameters: [Double], _ x: ArraySlice<Double>) -> Double {
    for neuron in 0..<firstWidth {
      var sum = parameters[firstBiases + neuron]
      for (input, value) in x.enumerated() { sum += parameters[neuron * inputs + input] * value }
      firstHidden[neuron] = max(sum, 0)
    }
    var result = parameters[outputs + secondWidth]
    for neuron in 0..<secondWidth {
      var sum = parameters[secondBiases + neuron]
      for input in 0..<firstWidth { sum += parameters[second + neuron * firstWidth + input] * firstHidden[input] }
      secondHidden[neuron] = max(sum, 0)
      result += parameters[outputs + neuron] * secondHidden[neuron]
    }
    return result
  }

  /// Adds factor * grad f(x) of the sample that went forward last.
  func addGradient(_ parameters: [Double], _ x: ArraySlice<Double>, factor: Double, to gradient: inout [Double]) {
    gradient[outputs + secondWidth] += factor
    for neuron in 0..<secondWidth where secondHidden[neuron] > 0 {
      let slope = factor * parameters[outputs + neuron]
      gradient[outputs + neuron] += factor * secondHidden[neuron]
      gradient[secondBiases + neuron] += slope
      for input in 0..<firstWidth where firstHidden[input] > 0 {
        let place = second + neuron * firstWidth + input
        gradient[place] += slope * firstHidden[input]
        let inner = slope * parameters[place]
        gradient[firstBiases + input] += inner
        for (coordinate, value) in x.enumerated() { gradient[input * inputs + coordinate] += inner * value }
      }
    }
  }
}

extension GradientDescent {
  /// Trains a network with two hidden layers on the same loss, in the same way.
  public static func train(
    _ network: DeepNetwork, on data: TrainingSet, step: Double, rule: StoppingRule, tracedEvery interval: Int? = nil
  ) throws -> TrainingResult<DeepNetwork> {
    try NetworkError.requirePositive(step, "the step size")
    try NetworkError.require(data.dimension, equals: network.dimension, "the dimension of the points")
    var monitor = LossMonitor(rule, tracedEvery: interval.map { max($0, 1) })
    var pass = DeepPass(network)
    var parameters = network.parameters
    var steps = 0
    while true {
      var gradient = [Double](repeating: 0, count: parameters.count)
      var loss = 0.0
      for row in 0..<data.count {
        let x = data.points[row: row]
        let residual = (pass.value(parameters, x) - data.targets[row]) / Double(data.count)
        loss += 0.5 * residual * residual * Double(data.count)
        pass.addGradient(parameters, x, factor: residual, to: &gradient)
      }
      if let outcome = monitor.observe(loss, step: steps) {
        return TrainingResult(
          outcome: outcome, network: outcome == .diverged ? nil : try network.replacing(parameters: parameters),
          steps: steps, loss: monitor.loss, trace: monitor.trace)
      }
      for index in parameters.indices { parameters[index] -= step * gradient[index] }
      steps += 1
    }
  }
}
