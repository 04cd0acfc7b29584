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
    try cross(kernel, GramPoints(unit: rows, "the row points"), GramPoints(unit: columns, "the column points"), threads)
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
        values.copy(to: result, stride: count)
        values.copyTransposed(to: result, stride: count)
        guard rows == columns else { return }
        // On the diagonal stands the exact value.
        for row in rows {
          let norm = points.norms?[row] ?? 1
          result[row * count + row] = peak * (norm * norm)
        }
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

  private static func range(_ band: Int, _ count: Int) -> Range<Int> { band * tile..<min((band + 1) * tile, count) }
}

/// The points of a kernel matrix, checked: unit vectors and, for the homogeneous form, the lengths they had.
struct GramPoints {
  let unit: Matrix
  /// Nil if all lengths are 1.
  let norms: [Double]?
  /// How far a length may be from 1.
  static let tolerance = 1e-9

  init(unit points: Matrix, _ what: String) throws {
    try GramPoints.check(points, what)
    for row in 0..<points.rows {
      let norm = GramPoints.norm(points[row: row])
      guard (norm - 1).magnitude <= GramPoints.tolerance else { throw KernelError.notUnit(row: row, norm: norm) }
    }
    unit = points
    norms = nil
  }

  /// Any points: each is divided by its length, a zero vector stays zero.
  init(lengthsOf points: consuming Matrix, _ what: String) throws {
    try GramPoints.check(points, what)
    let dimension = points.columns
    var norms = [Double](repeating: 0, count: points.rows)
    points.withUnsafeMutableElements { elements in
      for row in norms.indices {
        let point = UnsafeMutableBufferPointer(rebasing: elements[row * dimension..<(row + 1) * dimension])
        // The squares of what is divided by the largest neither overflow nor vanish.
        let largest = point.reduce(0) { max($0, $1.magnitude) }
        for place in point.indices { point[place] = largest > 0 ? point[place] / largest : 0 }
        let norm = point.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for place in point.indices { point[place] = norm > 0 ? point[place] / norm : 0 }
        norms[row] = largest * norm
      }
    }
    (unit, self.norms) = (points, norms)
  }

  private static func check(_ points: Matrix, _ what: String) throws {
    guard points.rows > 0, points.columns > 0 else { throw KernelError.empty(what: what) }
    guard let index = points.elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw KernelError.notFinite(row: index / points.columns, column: index % points.columns)
  }

  private static func norm(_ point: ArraySlice<Double>) -> Double { point.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

/// The kernel's values for a range of row points against a range of column points.
struct GramTile {
  private let rows: Range<Int>
  private let columns: Range<Int>
  private(set) var values: Matrix

  init(_ kernel: Kernel, _ left: GramPoints, _ rows: Range<Int>, _ right: GramPoints, _ columns: Range<Int>) throws {
    (self.rows, self.columns) = (rows, columns)
    values = try BLAS.products(ofRows: rows, of: left.unit, withRows: columns, of: right.unit)
    values.withUnsafeMutableElements { elements in
      kernel.apply(to: elements)
      guard let heights = left.norms, let widths = right.norms else { return }
      var index = 0
      for row in rows {
        for column in columns {
          let scale = heights[row] * widths[column]
          elements[index] = scale > 0 ? elements[index] * scale : 0
          index += 1
        }
      }
    }
  }

  func copy(to result: UnsafeMutableBufferPointer<Double>, stride: Int) {
    values.withUnsafeElements { values in
      for row in rows {
        let source = values[(row - rows.lowerBound) * columns.count..<(row - rows.lowerBound + 1) * columns.count]
        let start = row * stride + columns.lowerBound
        _ = result[start..<start + columns.count].update(fromContentsOf: source)
      }
    }
  }

  /// The tile's mirror image; of a tile on the diagonal, what stands below it.
  func copyTransposed(to result: UnsafeMutableBufferPointer<Double>, stride: Int) {
    values.withUnsafeElements { values in
      let strip = 8
      for top in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: strip) {
        let bottom = min(top + strip, rows.upperBound)
        for column in columns {
          for row in max(top, rows == columns ? column + 1 : top)..<max(bottom, rows == columns ? column + 1 : top) {
            result[column * stride + row] =
              values[(row - rows.lowerBound) * columns.count + column - columns.lowerBound]
          }
        }
      }
    }
  }
}
