import LinearAlgebra

/// Points of any length, one a row, that are checked and divided by their lengths once, for any number of kernels and rectangles of
/// their matrices.
public struct NormalisedPoints: Sendable {
  private let points: GramPoints

  public var count: Int { points.unit.rows }

  /// - Parameter what: what an error calls them.
  /// - Throws: ``KernelError`` for no points and for numbers that are not finite.
  public init(_ points: consuming Matrix, _ what: String = "the points") throws {
    self.points = try GramPoints(lengthsOf: points, what)
  }

  /// K_ij = |x_i||x_j| kappa(cos(x_i, x_j)) for a range of rows and one of columns of the matrix of these points, 0 where one is
  /// zero, with exactly |x|^2 kappa(1) on the diagonal.
  public func homogeneousMatrix(_ kernel: Kernel, rows: Range<Int>, columns: Range<Int>) throws -> Matrix {
    var result = try homogeneousMatrix(kernel, rows: rows, with: self, columns: columns)
    let peak = kernel(cosine: 1)
    for place in rows.clamped(to: columns) {
      let norm = points.norms?[place] ?? 1
      result[place - rows.lowerBound, place - columns.lowerBound] = peak * (norm * norm)
    }
    return result
  }

  /// K_ij = |x_i||y_j| kappa(cos(x_i, y_j)) for a range of these points and one of others, 0 where one of the two is zero.
  /// - Throws: ``KernelError`` for points of different dimensions.
  public func homogeneousMatrix(
    _ kernel: Kernel, rows: Range<Int>, with others: NormalisedPoints, columns: Range<Int>
  ) throws -> Matrix {
    guard points.unit.columns == others.points.unit.columns else {
      throw KernelError.dimension(rows: points.unit.columns, columns: others.points.unit.columns)
    }
    return try GramTile(kernel, points, rows, others.points, columns).values
  }
}
