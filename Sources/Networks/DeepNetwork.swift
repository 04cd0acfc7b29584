import LinearAlgebra

/// A network with two hidden ReLU layers, f(x) = a . relu(V relu(W x + b) + c) + e, on R^d.
public struct DeepNetwork: Sendable, Equatable {
  /// k x d, W.
  public let first: Matrix
  /// k, b.
  public let firstBiases: [Double]
  /// l x k, V.
  public let second: Matrix
  /// l, c.
  public let secondBiases: [Double]
  /// l, a.
  public let outputWeights: [Double]
  /// e.
  public let offset: Double

  /// d.
  public var dimension: Int { first.columns }
  /// k (d + 1) + l (k + 2) + 1, all of them trained.
  public var parameterCount: Int { parameters.count }

  /// - Throws: `NetworkError.empty` for a layer without neurons, `mismatch` where sizes disagree, `notFinite`.
  public init(
    first: Matrix, firstBiases: [Double], second: Matrix, secondBiases: [Double], outputWeights: [Double],
    offset: Double = 0
  ) throws {
    guard first.rows > 0, first.columns > 0, second.rows > 0 else { throw NetworkError.empty("a layer") }
    try NetworkError.require(firstBiases.count, equals: first.rows, "the first layer's biases")
    try NetworkError.require(second.columns, equals: first.rows, "the inputs of the second layer")
    try NetworkError.require(secondBiases.count, equals: second.rows, "the second layer's biases")
    try NetworkError.require(outputWeights.count, equals: second.rows, "the output weights")
    (self.first, self.firstBiases, self.second, self.secondBiases) = (first, firstBiases, second, secondBiases)
    (self.outputWeights, self.offset) = (outputWeights, offset)
    guard parameters.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the network's parameters") }
  }

  /// relu(1 - sum_i (relu(x_i) + relu(-x_i))) = max(0, 1 - |x|_1): the pyramid, exactly.
  /// - Throws: `NetworkError.empty` for a dimension below 1.
  public static func pyramid(dimension: Int) throws -> DeepNetwork {
    guard dimension > 0 else { throw NetworkError.empty("the input") }
    var first = try Matrix(rows: 2 * dimension, columns: dimension)
    for input in 0..<dimension { (first[2 * input, input], first[2 * input + 1, input]) = (1, -1) }
    return try DeepNetwork(
      first: first, firstBiases: [Double](repeating: 0, count: 2 * dimension),
      second: Matrix(repeating: -1, rows: 1, columns: 2 * dimension), secondBiases: [1], outputWeights: [1])
  }

  /// All parameters in one row: W, b, V, c, a, e.
  public var parameters: [Double] {
    first.elements + firstBiases + second.elements + secondBiases + outputWeights + [offset]
  }

  /// The network of the same shape with the given parameters.
  /// - Throws: `NetworkError.mismatch` for a wrong count, `notFinite`.
  public func replacing(parameters: [Double]) throws -> DeepNetwork {
    try NetworkError.require(parameters.count, equals: parameterCount, "the parameters")
    var rest = parameters[...]
    func take(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    return try DeepNetwork(
      first: Matrix(rows: first.rows, columns: first.columns, elements: take(first.elements.count)),
      firstBiases: take(first.rows),
      second: Matrix(rows: second.rows, columns: second.columns, elements: take(second.elements.count)),
      secondBiases: take(second.rows), outputWeights: take(second.rows), offset: rest.first ?? 0)
  }

  /// The first hidden layer, k x (d + 1): w, b.
  package var firstNeurons: Matrix { get throws { try first.appending(columns: [firstBiases]) } }

  /// The second hidden layer, l x (k + 2): v, c, a.
  package var secondNeurons: Matrix { get throws { try second.appending(columns: [secondBiases, outputWeights]) } }

  /// f at every row of `points`.
  /// - Throws: `NetworkError.mismatch` unless the rows have `dimension` elements.
  public func values(at points: Matrix) throws -> [Double] {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    let block = 256
    return try stride(from: 0, to: points.rows, by: block).flatMap { top in
      let part = points.selecting(rows: Array(top..<min(top + block, points.rows)))
      let hidden = try part.layer(first, firstBiases) { max($0, 0) }.layer(second, secondBiases) { max($0, 0) }
      return try BLAS.product(hidden, outputWeights).map { $0 + offset }
    }
  }

  /// The n x p matrix of the gradients of f at the points.
  public func jacobian(at points: Matrix) throws -> Matrix {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    var pass = DeepPass(self)
    let parameters = parameters
    let rows = (0..<points.rows).flatMap { row in
      _ = pass.value(parameters, points[row: row])
      var gradient = [Double](repeating: 0, count: parameters.count)
      pass.addGradient(parameters, points[row: row], factor: 1, to: &gradient)
      return gradient
    }
    return try Matrix(rows: points.rows, columns: parameters.count, elements: rows)
  }

  /// The largest eigenvalue of the Hessian at a minimum of loss zero, that of (1/n) J J'.
  public func sharpness(_ points: Matrix) throws -> Double {
    return (try SymmetricEigen.values(of: BLAS.gram(jacobian(at: points))).last ?? 0) / Double(points.rows)
  }
}

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
        return try monitor.result(outcome, steps: steps) { try network.replacing(parameters: parameters) }
      }
      for index in parameters.indices { parameters[index] -= step * gradient[index] }
      steps += 1
    }
  }
}

/// Gradient descent from next to the exact pyramid of two hidden layers in the plane.
public struct DeepReturn: Sendable {
  /// The largest error of the exact network on the grid.
  public let exactError: Double
  /// lambda_max of the exact network.
  public let sharpness: Double
  /// How the run ended; the step limit is the rule, since the loss need not reach zero.
  public let outcome: TrainingOutcome
  /// Root mean square errors over the deviation of the values.
  public let startError: Double
  /// That of the network at the end, as ``startError`` that of the shifted one.
  public let endError: Double

  /// One run of at most `steps` steps of size 2 fraction / lambda_max; all parameters are shifted by independent normals
  /// of standard deviation `perturbation`, stream (seed, "perturbation").
  /// - Throws: `NetworkError.notPositive` for the fraction, `outside` for a step limit below 1.
  public init(grid: SquareGrid, fraction: Double, perturbation: Double, steps: Int, seed: UInt64) throws {
    try NetworkError.requirePositive(fraction, "the fraction of the critical step")
    let data = try grid.data(.pyramid)
    let exact = try DeepNetwork.pyramid(dimension: 2)
    exactError = zip(try exact.values(at: data.points), data.targets).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    sharpness = try exact.sharpness(data.points)
    let shifts = RandomStream(seed: seed, purpose: "perturbation").gaussians(exact.parameterCount)
    let start = try exact.replacing(parameters: zip(exact.parameters, shifts).map { $0 + perturbation * $1 })
    let rule = try StoppingRule(tolerance: 1e-30, hold: 10, maximumSteps: steps)
    let run = try GradientDescent.train(
      start, on: data, step: 2 * fraction / sharpness, rule: rule, tracedEvery: max(steps, 1))
    outcome = run.outcome
    let deviation = data.targetDeviation
    startError = (2 * (run.trace.first?.loss ?? 0)).squareRoot() / (deviation > 0 ? deviation : 1)
    endError = (2 * run.loss).squareRoot() / (deviation > 0 ? deviation : 1)
  }
}
