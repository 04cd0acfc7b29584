import LinearAlgebra

/// The cosines between the points of two sets, from which the values of any number of kernels follow without another product of
/// the points. They take 8 bytes for each pair.
public struct Cosines: Sendable {
  private let values: Matrix
  /// The lengths of the points of the rows and of the columns.
  private let heights, widths: [Double]
  private let isOneSet: Bool
  /// Rows that one thread computes together.
  private static let band = 256

  /// The cosines of the points of one set, one a row, among themselves.
  /// - Throws: ``KernelError`` for no points and for numbers that are not finite.
  public init(of points: Matrix, threads: Int) throws {
    let points = try GramPoints(lengthsOf: points, "the points")
    try self.init(points, points, isOneSet: true, threads)
  }

  /// The cosines between the points of `rows` and those of `columns`.
  /// - Throws: ``KernelError`` for no points, numbers that are not finite, and points of different dimensions.
  public init(rows: Matrix, columns: Matrix, threads: Int) throws {
    try self.init(
      GramPoints(lengthsOf: rows, "the row points"), GramPoints(lengthsOf: columns, "the column points"),
      isOneSet: false, threads)
  }

  private init(_ left: GramPoints, _ right: GramPoints, isOneSet: Bool, _ threads: Int) throws {
    guard left.unit.columns == right.unit.columns else {
      throw KernelError.dimension(rows: left.unit.columns, columns: right.unit.columns)
    }
    let (height, width) = (left.unit.rows, right.unit.rows)
    values = try Matrix(rows: height, columns: width) { result in
      nonisolated(unsafe) let result = result
      try Parallel.forEach(blocks: (height + Self.band - 1) / Self.band, threads: threads) { block in
        let rows = block * Self.band..<min((block + 1) * Self.band, height)
        let part = try BLAS.products(ofRows: rows, of: left.unit, withRows: 0..<width, of: right.unit)
        part.withUnsafeElements { part in
          _ = result[rows.lowerBound * width..<rows.upperBound * width].update(fromContentsOf: part)
        }
      }
    }
    (heights, widths) = (left.norms ?? [], right.norms ?? [])
    self.isOneSet = isOneSet
  }

  /// K_ij = |x_i||y_j| kappa(cos(x_i, y_j)) for a range of rows and one of columns, 0 where a point is zero; of one set with
  /// exactly |x|^2 kappa(1) on the diagonal.
  public func homogeneousMatrix(_ kernel: Kernel, rows: Range<Int>, columns: Range<Int>) throws -> Matrix {
    let width = widths.count
    var result = try Matrix(rows: rows.count, columns: columns.count)
    let peak = kernel(cosine: 1)
    values.withUnsafeElements { values in
      result.withUnsafeMutableElements { elements in
        for (place, row) in rows.enumerated() {
          let source = values[row * width + columns.lowerBound..<row * width + columns.upperBound]
          _ = elements[place * columns.count..<(place + 1) * columns.count].update(fromContentsOf: source)
        }
        kernel.apply(to: elements)
        var index = 0
        for row in rows {
          for column in columns {
            let scale = heights[row] * widths[column]
            elements[index] = scale > 0 ? elements[index] * scale : 0
            if isOneSet, row == column { elements[index] = peak * scale }
            index += 1
          }
        }
      }
    }
    return result
  }
}
