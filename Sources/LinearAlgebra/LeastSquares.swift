import CLAPACK

/// The minimiser of |A x - b| and what an interval for it needs.
public struct LeastSquaresSolution: Sendable, Equatable {
  /// One coefficient per column of A. If A lacks full rank this is a basic solution: columns that depend numerically
  /// on the others have coefficient 0.
  public let solution: [Double]
  /// |A x - b|, the Euclidean norm.
  public let residualNorm: Double
  /// The numerical rank of A: the pivots |R_kk| above max(m, n) * 2^-52 * |R_00|.
  public let rank: Int
  /// The diagonal of (A'A)^-1 over the columns in use, infinity for the others. Times the residual variance
  /// residualNorm^2 / (m - rank) it gives the squared standard errors.
  public let covarianceDiagonal: [Double]
}

/// Minimises |A x - b| for an m x n matrix by QR with column pivoting, A P = Q R (dgeqp3).
///
/// Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 5.5.
/// - Throws: `LinearAlgebraError.empty`, `mismatch` if b has not m elements, `notFinite`, `tooLarge`.
public func leastSquares(_ a: Matrix, _ b: [Double]) throws -> LeastSquaresSolution {
  guard a.rows > 0, a.columns > 0 else { throw LinearAlgebraError.empty(what: "the design matrix") }
  guard a.rows == b.count else {
    throw LinearAlgebraError.mismatch(what: "the right-hand side", expected: a.rows, found: b.count)
  }
  try a.requireFinite("the design matrix")
  try Matrix(rows: b.count, columns: 1, elements: b).requireFinite("the right-hand side")
  BLAS.useOneThread()
  let factors = try PivotedQR(a)
  let rotated = try factors.transposeTimes(b)
  let triangle = try factors.inverseTriangle()
  var solution = [Double](repeating: 0, count: a.columns)
  var covariance = [Double](repeating: .infinity, count: a.columns)
  for row in 0..<factors.rank {
    let column = Int(factors.pivots[row]) - 1
    let inverseRow = (row..<factors.rank).map { triangle[$0 * factors.rank + row] }
    solution[column] = zip(inverseRow, rotated[row...]).reduce(0) { $0 + $1.0 * $1.1 }
    covariance[column] = inverseRow.reduce(0) { $0 + $1 * $1 }
  }
  let residual = rotated[factors.rank...]
  let scale = residual.reduce(0) { max($0, $1.magnitude) }
  let norm = scale > 0 ? scale * residual.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }.squareRoot() : 0
  return LeastSquaresSolution(
    solution: solution, residualNorm: norm, rank: factors.rank, covarianceDiagonal: covariance)
}

/// A P = Q R in LAPACK's column-major form.
private struct PivotedQR {
  private(set) var factors: [Double]
  private(set) var reflectors: [Double]
  private(set) var pivots: [Int32]
  let rows: Int32
  let columns: Int32

  init(_ a: Matrix) throws {
    rows = try BLAS.dimension(a.rows)
    columns = try BLAS.dimension(a.columns)
    factors = a.transposed.elements
    reflectors = [Double](repeating: 0, count: min(a.rows, a.columns))
    pivots = [Int32](repeating: 0, count: a.columns)
    var (m, n, info) = (rows, columns, 0 as Int32)
    var work: [Double] = [0]
    var size: Int32 = -1
    dgeqp3_(&m, &n, &factors, &m, &pivots, &reflectors, &work, &size, &info)
    size = Int32(work[0])
    work = [Double](repeating: 0, count: Int(size))
    dgeqp3_(&m, &n, &factors, &m, &pivots, &reflectors, &work, &size, &info)
    guard info == 0 else { throw LinearAlgebraError.noConvergence(routine: "dgeqp3", code: Int(info)) }
  }

  var rank: Int {
    let diagonal = (0..<reflectors.count).map { factors[$0 * (Int(rows) + 1)].magnitude }
    let tolerance = Double(max(rows, columns)) * 0x1p-52 * (diagonal.first ?? 0)
    return diagonal.prefix { $0 > tolerance }.count
  }

  /// Q' b.
  func transposeTimes(_ b: [Double]) throws -> [Double] {
    var result = b
    var (side, transpose) = (CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "T")))
    var (m, one, k, info) = (rows, 1 as Int32, Int32(reflectors.count), 0 as Int32)
    var work = [Double](repeating: 0, count: 64)
    var size = Int32(work.count)
    dormqr_(
      &side, &transpose, &m, &one, &k, factors, &m, reflectors, &result, &m, &work, &size, &info, 1, 1)
    guard info == 0 else { throw LinearAlgebraError.noConvergence(routine: "dormqr", code: Int(info)) }
    return result
  }

  /// The inverse of the leading `rank` x `rank` triangle of R, column-major.
  func inverseTriangle() throws -> [Double] {
    let order = rank
    guard order > 0 else { return [] }
    var inverse = [Double](repeating: 0, count: order * order)
    for column in 0..<order {
      for row in 0...column { inverse[column * order + row] = factors[column * Int(rows) + row] }
    }
    var (triangle, diagonal) = (CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")))
    var (n, info) = (Int32(order), 0 as Int32)
    dtrtri_(&triangle, &diagonal, &n, &inverse, &n, &info, 1, 1)
    guard info == 0 else { throw LinearAlgebraError.noConvergence(routine: "dtrtri", code: Int(info)) }
    return inverse
  }
}
