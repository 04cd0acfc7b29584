/// A symmetric matrix of order n in n(n+1)/2 numbers, in LAPACK's rectangular full packed format (normal, lower), so
/// that a Cholesky factorisation at full speed needs half the memory of a square array.
///
/// With h = ceil(n/2) and e = 1 for even n, 0 for odd n, the storage is a column-major array of n + e rows: entry
/// (i, j) with i >= j stands at (i + e, j) if j < h and at (j - h, i - h + 1 - e) otherwise.
///
/// Source: Gustavson, Wasniewski, Dongarra, Langou, ACM TOMS 37 (2010), article 18.
public struct PackedSymmetric<Scalar: PackedScalar>: Sendable {
  /// The largest order whose storage can be indexed by a 32-bit integer.
  public static var largestOrder: Int { 65_535 }

  public let order: Int
  fileprivate(set) var storage: [Scalar]

  /// The zero matrix.
  ///
  /// - Throws: `LinearAlgebraError.empty` for an order below 1, `tooLarge` above 65,535.
  public init(order: Int) throws {
    guard order > 0 else { throw LinearAlgebraError.empty(what: "the packed matrix") }
    guard order <= Self.largestOrder else {
      throw LinearAlgebraError.tooLarge(what: "the packed matrix", rows: order, columns: order)
    }
    self.order = order
    storage = [Scalar](repeating: 0, count: order * (order + 1) / 2)
  }

  /// Entry (row, column), which is also entry (column, row).
  public subscript(row: Int, column: Int) -> Scalar {
    get { storage[offset(row: row, column: column)] }
    set { storage[offset(row: row, column: column)] = newValue }
  }

  /// The place in the storage of entry (row, column) and of its mirror image.
  public func offset(row: Int, column: Int) -> Int {
    let (i, j) = (max(row, column), min(row, column))
    let (half, even) = ((order + 1) / 2, 1 - order % 2)
    let height = order + even
    return j < half ? i + even + j * height : j - half + (i - half + 1 - even) * height
  }

  public mutating func addToDiagonal(_ shift: Scalar) {
    for index in 0..<order { self[index, index] += shift }
  }

  public mutating func withUnsafeMutableStorage<R>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> R
  ) rethrows -> R {
    try storage.withUnsafeMutableBufferPointer { try body(UnsafeMutableBufferPointer(rebasing: $0[...])) }
  }
}

/// The Cholesky factor of a packed matrix, in the same storage.
public struct PackedCholesky<Scalar: PackedScalar>: Sendable {
  private let factor: PackedSymmetric<Scalar>

  public var order: Int { factor.order }

  /// Factorises in place: hand the matrix over (`consume`) to avoid a second copy.
  ///
  /// - Throws: `LinearAlgebraError.notFinite`, and `notPositiveDefinite` with the first pivot that is not positive.
  public init(_ matrix: consuming PackedSymmetric<Scalar>) throws {
    let order = matrix.order
    if !matrix.storage.allSatisfy(\.isFinite) {
      for row in 0..<order {
        for column in 0...row where !matrix[row, column].isFinite {
          throw LinearAlgebraError.notFinite(what: "the packed matrix", row: row, column: column)
        }
      }
    }
    BLAS.useOneThread()
    let n = try BLAS.dimension(order)
    let info = matrix.storage.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { Scalar.factorise($0, order: n) } ?? 0
    }
    guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(pivot: Int(info) - 1, order: order) }
    factor = matrix
  }

  /// The solution X of A X = `rightHandSides`, one right-hand side per column, computed in `Scalar`.
  public func solve(_ rightHandSides: Matrix) throws -> Matrix {
    guard rightHandSides.rows == order else {
      throw LinearAlgebraError.mismatch(what: "the right-hand side", expected: order, found: rightHandSides.rows)
    }
    try rightHandSides.requireFinite("the right-hand side")
    let (n, count) = try (BLAS.dimension(order), BLAS.dimension(rightHandSides.columns))
    guard count > 0 else { return rightHandSides }
    var sides = rightHandSides.transposed.elements.map { Scalar($0) }
    sides.withUnsafeMutableBufferPointer { sides in
      factor.storage.withUnsafeBufferPointer { storage in
        guard let sides = sides.baseAddress, let storage = storage.baseAddress else { return }
        Scalar.solve(storage, order: n, sides, count: count)
      }
    }
    return try Matrix(rows: rightHandSides.columns, columns: order, elements: sides.map { Double($0) }).transposed
  }
}
