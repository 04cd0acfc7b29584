import LinearAlgebra

/// Random ReLU features: x -> relu(W x)/sqrt(m), composed over one or more layers, with W standard normal.
///
/// Source: Bietti and Bach (ICLR 2021), section 4; Rahimi and Recht, NIPS 2007.
public struct GaussianFeatures: Sendable {
  /// Layer l has one row per unit.
  let weights: [Matrix]

  /// Layers of the given widths on inputs of `dimension` components. The weights of layer l are the stream
  /// (seed, "`purpose` l"), so distinct purposes make independent draws.
  ///
  /// - Throws: `RidgeError.badSize` for a width or dimension below 1, `empty` without widths.
  public init(dimension: Int, widths: [Int], seed: UInt64, purpose: String) throws {
    guard !widths.isEmpty else { throw RidgeError.empty(what: "the list of widths") }
    guard dimension > 0 else { throw RidgeError.badSize(what: "the dimension", value: dimension) }
    if let width = widths.first(where: { $0 < 1 }) { throw RidgeError.badSize(what: "a width", value: width) }
    weights = try zip(widths, [dimension] + widths).enumerated().map { layer, size in
      let stream = RandomStream(seed: seed, purpose: "\(purpose) \(layer)")
      return try Matrix(rows: size.0, columns: size.1, elements: stream.gaussians(size.0 * size.1))
    }
  }

  /// The features of points, one a row: relu(W_L ... relu(W_1 x)/sqrt(m_1) ...)/sqrt(m_L).
  ///
  /// - Throws: `LinearAlgebraError.mismatch` if the points have another dimension.
  public func callAsFunction(_ points: Matrix) throws -> Matrix {
    try weights.reduce(points) { inputs, weight in
      var outputs = try BLAS.product(inputs, weight, transposingRight: true)
      let scale = 1 / Double(weight.rows).squareRoot()
      outputs.withUnsafeMutableElements { elements in
        for index in elements.indices { elements[index] = max(elements[index], 0) * scale }
      }
      return outputs
    }
  }
}
