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
  /// - Throws: `NetworkError.empty` for a width or dimension of 0, `mismatch` unless there is one bias and one output
  ///   weight per neuron, `notFinite` if a parameter is NaN or infinite.
  public init(weights: Matrix, biases: [Double], outputWeights: [Double], offset: Double = 0) throws {
    guard weights.rows > 0 else { throw NetworkError.empty("the hidden layer") }
    guard weights.columns > 0 else { throw NetworkError.empty("the input") }
    try NetworkError.require(biases.count, equals: weights.rows, "the biases")
    try NetworkError.require(outputWeights.count, equals: weights.rows, "the output weights")
    (self.weights, self.biases, self.outputWeights, self.offset) = (weights, biases, outputWeights, offset)
    guard parameters.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the network's parameters") }
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
      weights: Matrix(rows: width, columns: dimension, elements: draws(width * dimension, "weights", inputScale)),
      biases: draws(width, "biases", biasScale ?? inputScale),
      outputWeights: draws(width, "output weights", scale))
  }

  /// Pre-activations that are held at once while values are taken: 1 MB, which stays in the cache, unless that is fewer
  /// than the rows that a product wants.
  static let block = 1 << 17
  static let leastRows = 64

  /// f at every row of `points`.
  /// - Throws: `NetworkError.mismatch` unless the rows have `dimension` elements.
  public func values(at points: Matrix) throws -> [Double] {
    try values(at: points, rows: max(Self.block / width, Self.leastRows))
  }

  /// The same, for so many rows at a time.
  func values(at points: Matrix, rows: Int) throws -> [Double] {
    guard points.rows > rows else { return try valuesAtOnce(points) }
    return try stride(from: 0, to: points.rows, by: rows).flatMap { start in
      try valuesAtOnce(points.selecting(rows: Array(start..<min(start + rows, points.rows))))
    }
  }

  private func valuesAtOnce(_ points: Matrix) throws -> [Double] {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    if dimension == 2 { return valuesInPlane(points) }
    // A neuron at a time for all points, whose sums do not wait for one another.
    let products = try BLAS.product(weights, points, transposingRight: true)
    var sums = [Double](repeating: offset, count: points.rows)
    products.withUnsafeElements { z in
      sums.withUnsafeMutableBufferPointer { sums in
        for neuron in 0..<width {
          let (weight, bias, first) = (outputWeights[neuron], biases[neuron], neuron * sums.count)
          for index in sums.indices { sums[index] += weight * max(z[first + index] + bias, 0) }
        }
      }
    }
    return sums
  }

  /// The same for points of the plane, whose products are too short for a matrix multiplication.
  private func valuesInPlane(_ points: Matrix) -> [Double] {
    let (x, y) = ((0..<points.rows).map { points[$0, 0] }, (0..<points.rows).map { points[$0, 1] })
    var sums = [Double](repeating: offset, count: points.rows)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        sums.withUnsafeMutableBufferPointer { sums in
          for neuron in 0..<width {
            let (first, second) = (weights[neuron, 0], weights[neuron, 1])
            let (weight, bias) = (outputWeights[neuron], biases[neuron])
            for index in sums.indices {
              sums[index] += weight * max((first * x[index]).addingProduct(second, y[index]) + bias, 0)
            }
          }
        }
      }
    }
    return sums
  }

  /// The n x k matrix of w_i . x_j + b_i.
  func preactivations(at points: Matrix) throws -> Matrix {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    return try points.layer(weights, biases) { $0 }
  }

  /// All parameters in one row: w_1, ..., w_k, b, a, c.
  public var parameters: [Double] { weights.elements + biases + outputWeights + [offset] }

  /// The network of the same shape with the given parameters, in the order of `parameters`.
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

  /// The neurons as a matrix, one a row, k x (d + 2): w, b, a. The constant c is not among them.
  package var neurons: Matrix { get throws { try weights.appending(columns: [biases, outputWeights]) } }
}

/// Random ReLU features relu(w.x + b): w uniform on the sphere, b uniform over the range of the data's projections.
///
/// That range is taken as 2.25 standard deviations of w.x to either side; biases further out give features that hardly any point
/// activates, and with them ill-conditioned fits. Feature i depends on the seed, i and the range alone, so that more features
/// begin with fewer.
public struct ShallowFeatures: Sendable, Equatable {
  /// N x d.
  public let directions: Matrix
  /// N, one per feature.
  public let biases: [Double]

  /// How many standard deviations of the projections the biases cover to either side.
  public static let reach = 2.25

  /// Features for points whose projections on a uniform direction have standard deviation `deviation`, such as
  /// ``RadialSample/projectionDeviation(dimension:)``. The streams are (seed, "feature directions") and (seed, "feature biases").
  /// - Throws: `LinearAlgebraError.empty` for a count or dimension below 1, `NetworkError.notPositive` for the deviation.
  public init(count: Int, dimension: Int, deviation: Double, seed: UInt64) throws {
    try NetworkError.requirePositive(deviation, "the standard deviation of the projections")
    directions = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "feature directions"))
    let stream = RandomStream(seed: seed, purpose: "feature biases")
    biases = (0..<count).map { ShallowFeatures.reach * deviation * (2 * stream.uniform(at: $0) - 1) }
  }

  /// The n x (N + 1) matrix of a column of ones, which carries the output's constant, and the N features behind it.
  /// - Throws: `NetworkError.mismatch` unless the points have d coordinates.
  public func values(at points: Matrix) throws -> Matrix {
    try NetworkError.require(points.columns, equals: directions.columns, "the dimension of the points")
    // A neuron without weights and of bias 1.
    let none = [Double](repeating: 0, count: directions.columns)
    let weights = try Matrix(
      rows: directions.rows + 1, columns: directions.columns, elements: none + directions.elements)
    return try points.layer(weights, [1] + biases) { max($0, 0) }
  }
}

extension Matrix {
  /// activation(X W' + b), row by row.
  @inline(__always)
  func layer(_ weights: Matrix, _ biases: [Double], activation: (Double) -> Double) throws -> Matrix {
    var result = try BLAS.product(self, weights, transposingRight: true)
    result.withUnsafeMutableElements { z in
      biases.withUnsafeBufferPointer { b in
        for row in 0..<rows {
          let z = UnsafeMutableBufferPointer(rebasing: z[row * b.count..<(row + 1) * b.count])
          for neuron in b.indices { z[neuron] = activation(z[neuron] + b[neuron]) }
        }
      }
    }
    return result
  }

  /// The matrix with further columns on its right.
  func appending(columns: [[Double]]) throws -> Matrix {
    try Matrix(
      rows: rows, columns: self.columns + columns.count,
      elements: (0..<rows).flatMap { row in
        elements[row * self.columns..<(row + 1) * self.columns] + columns.map { $0[row] }
      })
  }
}

/// sum_i a_i b_i, over the shorter of the two.
func dot(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  var sum = 0.0
  for (left, right) in zip(a, b) { sum += left * right }
  return sum
}

func squaredNorm(_ a: some Sequence<Double>) -> Double {
  var sum = 0.0
  for value in a { sum += value * value }
  return sum
}

func euclideanNorm(_ a: some Sequence<Double>) -> Double { squaredNorm(a).squareRoot() }
