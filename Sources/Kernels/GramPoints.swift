import LinearAlgebra

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
  init(lengthsOf points: Matrix, _ what: String) throws {
    try GramPoints.check(points, what)
    var unit = points
    var norms: [Double] = []
    for row in 0..<points.rows {
      let largest = points[row: row].reduce(0) { max($0, $1.magnitude) }
      let scaled = points[row: row].map { largest > 0 ? $0 / largest : 0 }
      let norm = GramPoints.norm(scaled[...])
      for column in 0..<points.columns { unit[row, column] = norm > 0 ? scaled[column] / norm : 0 }
      norms.append(largest * norm)
    }
    self.unit = unit
    self.norms = norms
  }

  private static func check(_ points: Matrix, _ what: String) throws {
    guard points.rows > 0, points.columns > 0 else { throw KernelError.empty(what: what) }
    guard let index = points.elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw KernelError.notFinite(row: index / points.columns, column: index % points.columns)
  }

  private static func norm(_ point: ArraySlice<Double>) -> Double {
    point.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
