/// Random points.
public enum Sampling {
  /// `count` independent points, uniform on the unit sphere S^{dimension-1} of R^dimension, one per row: normalised
  /// standard normal vectors. Row i depends on the stream, i and the dimension alone, so a longer sample begins with
  /// the shorter one.
  ///
  /// Source: Muller, Communications of the ACM 2 (1959).
  /// - Throws: `LinearAlgebraError.empty` if `count` or `dimension` is less than 1, `tooLarge` if the product overflows.
  public static func sphere(count: Int, dimension: Int, stream: RandomStream) throws -> Matrix {
    guard count > 0, dimension > 0 else { throw LinearAlgebraError.empty(what: "the sample on the sphere") }
    return try Matrix(rows: count, columns: dimension) { elements in
      stream.fillGaussians(elements, from: 0)
      for row in 0..<count {
        let point = elements[row * dimension..<(row + 1) * dimension]
        let norm = point.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for index in point.indices { elements[index] /= norm }
      }
    }
  }
}
