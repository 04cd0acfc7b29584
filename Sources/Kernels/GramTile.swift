import LinearAlgebra

/// The kernel's values for a range of row points against a range of column points.
struct GramTile {
  private let rows: Range<Int>
  private let columns: Range<Int>
  private var values: Matrix

  init(
    _ kernel: Kernel, _ left: GramPoints, _ rows: Range<Int>, _ right: GramPoints, _ columns: Range<Int>
  ) throws {
    self.rows = rows
    self.columns = columns
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

  /// Of a tile on the diagonal, what stands below it, and on it the exact value `peak` times the squared length.
  func copy(
    belowDiagonalTo result: UnsafeMutableBufferPointer<Double>, stride: Int, peak: Double, norms: [Double]?
  ) {
    for row in rows {
      for column in columns.lowerBound..<row {
        result[row * stride + column] = values[row - rows.lowerBound, column - columns.lowerBound]
      }
      let norm = norms?[row] ?? 1
      result[row * stride + row] = peak * (norm * norm)
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
