import LinearAlgebra

/// A network with one hidden ReLU layer, f(x) = sum_i a_i relu(w_i . x + b_i) + c, on R^d.
public struct ShallowNetwork: Sendable, Equatable {
  /// k x d; row i is w_i.
  public var weights: Matrix
  /// b_i, one per neuron.
  public var biases: [Double]
  /// a_i, one per neuron.
  public var outputWeights: [Double]
  /// c.
  public var offset: Double

  /// k, the number of neurons.
  public var width: Int { weights.rows }
  /// d, the number of inputs.
  public var dimension: Int { weights.columns }
  /// k (d + 2) + 1, all of them trained.
  public var parameterCount: Int { width * (dimension + 2) + 1 }

  /// The network of the given parameters.
  ///
  /// - Throws: `NetworkError.empty` for a width or dimension of 0, `mismatch` unless there is one bias and one output
  ///   weight per neuron, `notFinite` if a parameter is NaN or infinite.
  public init(weights: Matrix, biases: [Double], outputWeights: [Double], offset: Double = 0) throws {
    guard weights.rows > 0 else { throw NetworkError.empty("the hidden layer") }
    guard weights.columns > 0 else { throw NetworkError.empty("the input") }
    try NetworkError.require(biases.count, equals: weights.rows, "the biases")
    try NetworkError.require(outputWeights.count, equals: weights.rows, "the output weights")
    self.weights = weights
    self.biases = biases
    self.outputWeights = outputWeights
    self.offset = offset
    guard isFinite else { throw NetworkError.notFinite("the network's parameters") }
  }

  /// Independent normal parameters: w ~ N(0, (scale^2 / d) I), b ~ N(0, biasScale^2), a ~ N(0, scale^2), and c = 0.
  ///
  /// `biasScale` is scale / sqrt(d) unless given. The streams are (seed, "weights"), (seed, "biases") and
  /// (seed, "output weights").
  /// - Throws: as the other initialiser, and `NetworkError.notPositive` for a scale that is not positive.
  public init(width: Int, dimension: Int, scale: Double, biasScale: Double? = nil, seed: UInt64) throws {
    guard width > 0 else { throw NetworkError.empty("the hidden layer") }
    guard dimension > 0 else { throw NetworkError.empty("the input") }
    try NetworkError.requirePositive(scale, "the scale of the initial parameters")
    let inputScale = scale / Double(dimension).squareRoot()
    func draws(_ count: Int, _ purpose: String, _ scale: Double) -> [Double] {
      RandomStream(seed: seed, purpose: purpose).gaussians(count).map { $0 * scale }
    }
    self = try ShallowNetwork(
      weights: Matrix(
        rows: width, columns: dimension, elements: draws(width * dimension, "weights", inputScale)),
      biases: draws(width, "biases", biasScale ?? inputScale),
      outputWeights: draws(width, "output weights", scale))
  }

  /// f at every row of `points`.
  ///
  /// - Throws: `NetworkError.mismatch` unless the rows have `dimension` elements.
  public func values(at points: Matrix) throws -> [Double] {
    let inputs = try preactivations(at: points)
    return inputs.withUnsafeElements { z in
      (0..<points.rows).map { row in
        var sum = offset
        for neuron in 0..<width { sum += outputWeights[neuron] * max(z[row * width + neuron], 0) }
        return sum
      }
    }
  }

  /// The n x k matrix of w_i . x_j + b_i.
  func preactivations(at points: Matrix) throws -> Matrix {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    var inputs = try BLAS.product(points, weights, transposingRight: true)
    inputs.withUnsafeMutableElements { z in
      for row in 0..<points.rows {
        for neuron in 0..<width { z[row * width + neuron] += biases[neuron] }
      }
    }
    return inputs
  }

  /// All parameters in one row: w_1, ..., w_k, b, a, c.
  public var parameters: [Double] { weights.elements + biases + outputWeights + [offset] }

  /// The network of the same shape with the given parameters, in the order of `parameters`.
  ///
  /// - Throws: `NetworkError.mismatch` for a wrong count, `notFinite`.
  public func replacing(parameters: [Double]) throws -> ShallowNetwork {
    try NetworkError.require(parameters.count, equals: parameterCount, "the parameters")
    let inputs = width * dimension
    return try ShallowNetwork(
      weights: Matrix(rows: width, columns: dimension, elements: Array(parameters[..<inputs])),
      biases: Array(parameters[inputs..<inputs + width]),
      outputWeights: Array(parameters[(inputs + width)..<inputs + 2 * width]),
      offset: parameters[inputs + 2 * width])
  }

  /// The network moved by `distance` along `direction`, which has the order of `parameters`.
  public func moved(by distance: Double, along direction: [Double]) throws -> ShallowNetwork {
    try NetworkError.require(direction.count, equals: parameterCount, "the direction")
    return try replacing(parameters: zip(parameters, direction).map { $0 + distance * $1 })
  }

  private var isFinite: Bool {
    offset.isFinite && weights.elements.allSatisfy(\.isFinite) && biases.allSatisfy(\.isFinite)
      && outputWeights.allSatisfy(\.isFinite)
  }
}
