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
  public init(
    dimension: Int, width: Int, layers: Int = 2, start: TangentStart = .standard, seed: UInt64
  ) throws {
    try self.init(dimension: dimension, width: width, layers: layers, start: start, seed: seed, gain: 2)
  }

  /// The same with another factor than the 2 of sqrt(2/m), which alone keeps the variance of ReLU layers.
  init(dimension: Int, width: Int, layers: Int, start: TangentStart, seed: UInt64, gain: Double) throws {
    guard dimension > 0 else { throw NetworkError.empty("the input") }
    guard width > 0 else { throw NetworkError.empty("a hidden layer") }
    guard (2...100).contains(layers) else {
      throw NetworkError.outside(what: "the number of layers", range: 2...100, value: layers)
    }
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
  ///
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
  ///
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

  /// Whether all parameters are equal.
  public static func == (first: TangentNetwork, second: TangentNetwork) -> Bool {
    first.copies.elementsEqual(second.copies) { $0.factor == $1.factor && $0.body == $1.body }
  }
}
