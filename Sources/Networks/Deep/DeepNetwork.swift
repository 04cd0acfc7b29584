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
  ///
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
  ///
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

  /// f at every row of `points`.
  ///
  /// - Throws: `NetworkError.mismatch` unless the rows have `dimension` elements.
  public func values(at points: Matrix) throws -> [Double] {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    let block = 256
    return try stride(from: 0, to: points.rows, by: block).flatMap { top in
      let part = points.selecting(rows: Array(top..<min(top + block, points.rows)))
      let hidden = try rectified(part, first, firstBiases)
      return try BLAS.product(rectified(hidden, second, secondBiases), outputWeights).map { $0 + offset }
    }
  }

  /// relu(X W' + b), row by row.
  private func rectified(_ inputs: Matrix, _ weights: Matrix, _ biases: [Double]) throws -> Matrix {
    var result = try BLAS.product(inputs, weights, transposingRight: true)
    result.withUnsafeMutableElements { z in
      for row in 0..<inputs.rows {
        for neuron in biases.indices {
          z[row * biases.count + neuron] = max(z[row * biases.count + neuron] + biases[neuron], 0)
        }
      }
    }
    return result
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
    let gram = try BLAS.gram(jacobian(at: points))
    return (try SymmetricEigen.values(of: gram).last ?? 0) / Double(points.rows)
  }
}
