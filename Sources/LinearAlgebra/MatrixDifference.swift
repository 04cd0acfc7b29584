extension Matrix {
  /// The root mean square of the differences of corresponding elements; NaN for matrices without elements.
  ///
  /// - Throws: `LinearAlgebraError.mismatch` for matrices of different shapes.
  public func rootMeanSquareDifference(from other: Matrix) throws -> Double {
    for (what, mine, its) in [("the rows", rows, other.rows), ("the columns", columns, other.columns)] where mine != its
    {
      throw LinearAlgebraError.mismatch(what: "\(what) of the other matrix", expected: mine, found: its)
    }
    let sum = zip(elements, other.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (sum / Double(elements.count)).squareRoot()
  }

  /// The matrix less the mean of each of its columns.
  public func centredColumns() -> Matrix {
    var result = self
    for column in 0..<columns {
      let mean = (0..<rows).reduce(0) { $0 + self[$1, column] } / Double(rows)
      for row in 0..<rows { result[row, column] -= mean }
    }
    return result
  }
}
