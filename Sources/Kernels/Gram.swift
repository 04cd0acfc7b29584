import LinearAlgebra

/// Kernel matrices of point sets, one point per row.
///
/// The matrix is computed in square tiles of a fixed size, spread over threads: the bytes are the same for any number
/// of threads. NaN, infinities, empty sets and, where unit vectors are asked for, lengths further than 1e-9 from 1 are
/// errors (`KernelError`).
public enum Gram {
  static let tile = 128

  /// K_ij = kappa(x_i . x_j) for unit vectors x_i: exactly symmetric, with exactly kappa(1) on the diagonal.
  public static func matrix(_ kernel: Kernel, _ points: Matrix, threads: Int = 1) throws -> Matrix {
    try symmetric(kernel, GramPoints(unit: points, "the points"), threads)
  }

  /// K_ij = kappa(x_i . y_j) for unit vectors, x_i the rows of `rows` and y_j those of `columns`.
  public static func matrix(_ kernel: Kernel, rows: Matrix, columns: Matrix, threads: Int = 1) throws -> Matrix {
    try cross(
      kernel, GramPoints(unit: rows, "the row points"), GramPoints(unit: columns, "the column points"), threads)
  }

  /// K_ij = |x_i||x_j| kappa(cos(x_i, x_j)) for any vectors, 0 where one of them is zero.
  public static func homogeneousMatrix(_ kernel: Kernel, _ points: Matrix, threads: Int = 1) throws -> Matrix {
    try symmetric(kernel, GramPoints(lengthsOf: points, "the points"), threads)
  }

  /// K_ij = |x_i||y_j| kappa(cos(x_i, y_j)) for any vectors, 0 where one of them is zero.
  public static func homogeneousMatrix(
    _ kernel: Kernel, rows: Matrix, columns: Matrix, threads: Int = 1
  ) throws -> Matrix {
    try cross(
      kernel, GramPoints(lengthsOf: rows, "the row points"),
      GramPoints(lengthsOf: columns, "the column points"), threads)
  }

  private static func symmetric(_ kernel: Kernel, _ points: GramPoints, _ threads: Int) throws -> Matrix {
    let count = points.unit.rows
    let bands = (count + tile - 1) / tile
    let peak = kernel(cosine: 1)
    return try Matrix(rows: count, columns: count) { result in
      nonisolated(unsafe) let result = result
      let places = (0..<bands).flatMap { band in (0...band).map { (band, $0) } }
      try Parallel.forEach(blocks: places.count, threads: threads) { block in
        let (rows, columns) = (range(places[block].0, count), range(places[block].1, count))
        let values = try GramTile(kernel, points, rows, points, columns)
        if rows == columns {
          values.copy(belowDiagonalTo: result, stride: count, peak: peak, norms: points.norms)
        } else {
          values.copy(to: result, stride: count)
        }
        values.copyTransposed(to: result, stride: count)
      }
    }
  }

  private static func cross(
    _ kernel: Kernel, _ rows: GramPoints, _ columns: GramPoints, _ threads: Int
  ) throws -> Matrix {
    guard rows.unit.columns == columns.unit.columns else {
      throw KernelError.dimension(rows: rows.unit.columns, columns: columns.unit.columns)
    }
    let (height, width) = (rows.unit.rows, columns.unit.rows)
    let across = (width + tile - 1) / tile
    let blocks = (height + tile - 1) / tile * across
    return try Matrix(rows: height, columns: width) { result in
      nonisolated(unsafe) let result = result
      try Parallel.forEach(blocks: blocks, threads: threads) { block in
        try GramTile(kernel, rows, range(block / across, height), columns, range(block % across, width))
          .copy(to: result, stride: width)
      }
    }
  }

  private static func range(_ band: Int, _ count: Int) -> Range<Int> {
    band * tile..<min((band + 1) * tile, count)
  }
}
