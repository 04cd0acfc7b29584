import LinearAlgebra

/// How the parameters of a ``TangentNetwork`` start.
public enum TangentStart: String, Sendable, CaseIterable {
  /// Independent standard normal parameters: f_0 is close to a Gaussian process.
  case standard
  /// (g - g') / sqrt 2 for two copies that start equal: f_0 = 0, and the same tangent kernel as g.
  case mirrored
}

/// A ReLU network without biases in the scaling of the neural tangent kernel, L layers of parameters with m neurons in each of
/// the L - 1 hidden ones:
///
///     z_1 = W_1 x,  z_l = sqrt(2/m) W_l relu(z_{l-1}),  f(x) = sqrt(2/m) a . relu(z_{L-1}),
///
/// all entries standard normal at the start. As m grows f_0 tends to the Gaussian process of the kernel RF_L and the tangent
/// kernel to NTK_L (unnormalised), both times |x| |x'|. Sources: Jacot, Gabriel, Hongler, NeurIPS 2018; for the mirrored start
/// Chizat, Oyallon, Bach, NeurIPS 2019.
public struct TangentNetwork: Sendable, Equatable {
  /// One network, or the two of a mirrored start, each with the factor that it has in the sum.
  var copies: [(factor: Double, body: TangentBody)]

  /// - Parameters:
  ///   - layers: L, at least 2.
  ///   - seed: the streams are (seed, "tangent layer 1"), ..., (seed, "tangent layer L").
  /// - Throws: `NetworkError.empty` for a width or dimension below 1, `outside` for fewer than two layers or more than 100.
  public init(dimension: Int, width: Int, layers: Int = 2, start: TangentStart = .standard, seed: UInt64) throws {
    try self.init(dimension: dimension, width: width, layers: layers, start: start, seed: seed, gain: 2)
  }

  /// The same with another factor than the 2 of sqrt(2/m), which alone keeps the variance of ReLU layers.
  init(dimension: Int, width: Int, layers: Int, start: TangentStart, seed: UInt64, gain: Double) throws {
    guard dimension > 0 else { throw NetworkError.empty("the input") }
    guard width > 0 else { throw NetworkError.empty("a hidden layer") }
    try NetworkError.require(layers, in: 2...100, "the number of layers")
    let body = try TangentBody(dimension: dimension, width: width, layers: layers, seed: seed, gain: gain)
    switch start {
    case .standard: copies = [(1, body)]
    case .mirrored: copies = [(0.5.squareRoot(), body), (-(0.5.squareRoot()), body)]
    }
  }

  /// d.
  public var dimension: Int { copies[0].body.dimension }
  /// m.
  public var width: Int { copies[0].body.width }
  /// L.
  public var layers: Int { copies[0].body.layers }

  /// f at every row of `points`.
  /// - Throws: `NetworkError.mismatch` unless the rows have `dimension` elements.
  public func values(at points: Matrix) throws -> [Double] {
    try require(points)
    var sum = [Double](repeating: 0, count: points.rows)
    for (factor, body) in copies {
      for (index, value) in try body.pass(points).values.enumerated() { sum[index] += factor * value }
    }
    return sum
  }

  /// The empirical tangent kernel, rows x columns: the inner products of the gradients of f at the rows of two matrices.
  /// - Throws: `NetworkError.mismatch` unless the rows have `dimension` elements.
  public func tangentKernel(rows: Matrix, columns: Matrix) throws -> Matrix {
    try require(rows)
    try require(columns)
    var sum = try Matrix(rows: rows.rows, columns: columns.rows)
    for (factor, body) in copies {
      try body.addTangentKernel(to: &sum, rows: body.pass(rows), columns: body.pass(columns), factor: factor * factor)
    }
    return sum
  }

  func require(_ points: Matrix) throws {
    try NetworkError.require(points.columns, equals: dimension, "the dimension of the points")
    guard points.elements.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the points") }
  }

  public static func == (first: TangentNetwork, second: TangentNetwork) -> Bool {
    first.copies.elementsEqual(second.copies) { $0.factor == $1.factor && $0.body == $1.body }
  }
}

/// The parameters of one network in tangent scaling, and its ways forward and back.
struct TangentBody: Sendable, Equatable {
  /// W_1 (m x d), W_2, ..., W_{L-1} (m x m).
  private(set) var hidden: [Matrix]
  /// a, as an m x 1 matrix.
  private(set) var output: Matrix
  /// sqrt(gain / m).
  let scale: Double

  var dimension: Int { hidden[0].columns }
  var width: Int { output.rows }
  var layers: Int { hidden.count + 1 }

  init(dimension: Int, width: Int, layers: Int, seed: UInt64, gain: Double) throws {
    func normals(_ layer: Int, rows: Int, columns: Int) throws -> Matrix {
      let stream = RandomStream(seed: seed, purpose: "tangent layer \(layer)")
      return try Matrix(rows: rows, columns: columns) { stream.fillGaussians($0, from: 0) }
    }
    hidden = try (1..<layers).map { try normals($0, rows: width, columns: $0 == 1 ? dimension : width) }
    output = try normals(layers, rows: width, columns: 1)
    scale = (gain / Double(width)).squareRoot()
  }

  /// What the n points become on their way: `activations[0]` is X, `activations[l]` relu(z_l), n x m.
  struct Pass {
    let activations: [Matrix]
    /// f before the factor of the copy.
    let values: [Double]
  }

  func pass(_ points: Matrix) throws -> Pass {
    var activations = [points]
    for (layer, weights) in hidden.enumerated() {
      var image = try BLAS.product(activations[layer], weights, transposingRight: true)
      let factor = inputScale(layer)
      image.withUnsafeMutableElements { z in
        for index in z.indices { z[index] = max(factor * z[index], 0) }
      }
      activations.append(image)
    }
    let values = try BLAS.product(activations[hidden.count], output).elements.map { scale * $0 }
    return Pass(activations: activations, values: values)
  }

  /// theta -= sum_j errors_j grad f(x_j).
  mutating func descend(_ pass: Pass, errors: [Double]) throws {
    let signals = try self.signals(pass, errors: errors)
    let errors = try Matrix(rows: errors.count, columns: 1, elements: errors)
    let gradient = try BLAS.product(pass.activations[hidden.count], errors, transposingLeft: true)
    subtract(gradient, times: scale, from: &output)
    for layer in hidden.indices {
      let gradient = try BLAS.product(signals[layer], pass.activations[layer], transposingLeft: true)
      subtract(gradient, times: inputScale(layer), from: &hidden[layer])
    }
  }

  /// Puts other parameters of the same sizes in the place of those of a network with one hidden layer.
  mutating func replaceLayers(hidden: Matrix, output: Matrix) { (self.hidden, self.output) = ([hidden], output) }

  /// sum += factor * sum over layers of (signals . signals') * (inputs . inputs').
  func addTangentKernel(to sum: inout Matrix, rows: Pass, columns: Pass, factor: Double) throws {
    let last = try BLAS.product(
      rows.activations[hidden.count], columns.activations[hidden.count], transposingRight: true)
    let left = try signals(rows, errors: [Double](repeating: 1, count: rows.values.count))
    let right = try signals(columns, errors: [Double](repeating: 1, count: columns.values.count))
    var blocks: [(factor: Double, values: [Double])] = [(factor * scale * scale, last.elements)]
    for layer in hidden.indices {
      let slopes = try BLAS.product(left[layer], right[layer], transposingRight: true)
      let inputs = try BLAS.product(rows.activations[layer], columns.activations[layer], transposingRight: true)
      let products = zip(slopes.elements, inputs.elements).map { $0 * $1 }
      blocks.append((factor * inputScale(layer) * inputScale(layer), products))
    }
    sum.withUnsafeMutableElements { total in
      for block in blocks {
        for index in total.indices { total[index] += block.factor * block.values[index] }
      }
    }
  }

  /// errors_j df(x_j)/dz_l at every point, n x m, for each hidden layer.
  private func signals(_ pass: Pass, errors: [Double]) throws -> [Matrix] {
    var signal = try Matrix(rows: errors.count, columns: width) { signal in
      output.withUnsafeElements { output in
        for (row, error) in errors.enumerated() {
          for neuron in output.indices { signal[row * output.count + neuron] = error * output[neuron] }
        }
      }
    }
    var result: [Matrix] = []
    for layer in hidden.indices.reversed() {
      let factor = layer == hidden.count - 1 ? scale : inputScale(layer + 1)
      signal.withUnsafeMutableElements { s in
        pass.activations[layer + 1].withUnsafeElements { a in
          for index in s.indices { s[index] = a[index] > 0 ? factor * s[index] : 0 }
        }
      }
      result.append(signal)
      if layer > 0 { signal = try BLAS.product(signal, hidden[layer]) }
    }
    return result.reversed()
  }

  /// The factor before W_{layer+1}: 1 for the first.
  private func inputScale(_ layer: Int) -> Double { layer == 0 ? 1 : scale }

  private func subtract(_ gradient: Matrix, times factor: Double, from weights: inout Matrix) {
    weights.withUnsafeMutableElements { w in
      gradient.withUnsafeElements { g in
        for index in w.indices { w[index] -= factor * g[index] }
      }
    }
  }
}
