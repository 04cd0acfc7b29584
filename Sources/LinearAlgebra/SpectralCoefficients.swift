import CLAPACK

/// The coefficients of a few vectors in the eigenbasis of a symmetric matrix, without the eigenvectors.
///
/// A = Q T Q' with T tridiagonal (dsytrd), T = V diag(lambda) V' by implicit QL, whose rotations turn Q'Y into V'Q'Y as they go: for
/// c vectors 4/3 n^3 operations and O(n^2 c) more, where eigenvectors take up to three times as many. Backward stable: values and
/// coefficients are those of a matrix that differs from A by a few units in the last place of its norm.
/// Source: Bowdler, Martin, Reinsch, Wilkinson, "The QR and QL algorithms for symmetric matrices", Numerische Mathematik 11 (1968).
public struct SpectralCoefficients: Sendable {
  /// The eigenvalues, ascending.
  public let values: [Double]
  /// U'Y, n x c: row j holds the coefficients with the unit eigenvector of `values[j]`. The sign of a row, and the basis of a
  /// repeated eigenvalue, are arbitrary.
  public let coefficients: Matrix

  /// Of the columns of the n x c matrix `vectors` in the eigenbasis of `matrix`.
  /// - Throws: what ``SymmetricEigen`` refuses, `LinearAlgebraError.mismatch` unless there are n rows, `notFinite`,
  ///   `noConvergence`.
  public init(of vectors: consuming Matrix, in matrix: consuming Matrix) throws {
    try matrix.requireSymmetric("the matrix of the eigenproblem", largest: SymmetricEigen.largestOrder)
    try LinearAlgebraError.require(vectors.rows, equals: matrix.rows, "the vectors")
    try vectors.requireFinite("the vectors")
    var form = try TridiagonalForm(matrix, turning: vectors)
    try form.diagonalise()
    let order = form.diagonal.indices.sorted { (form.diagonal[$0], $0) < (form.diagonal[$1], $1) }
    values = order.map { form.diagonal[$0] }
    coefficients = form.vectors.selecting(rows: order)
  }
}

/// A symmetric tridiagonal matrix T, and vectors that are turned with it.
private struct TridiagonalForm {
  var diagonal: [Double]
  /// The entries beside the diagonal, and a 0 behind them.
  var beside: [Double]
  /// n x c.
  var vectors: Matrix

  /// T = Q' A Q, and Q'Y.
  init(_ matrix: consuming Matrix, turning vectors: consuming Matrix) throws {
    BLAS.useOneThread()
    let order = matrix.rows
    var (n, count) = try (BLAS.dimension(order), BLAS.dimension(vectors.columns))
    let zeros = [Double](repeating: 0, count: order)
    var (diagonal, beside, reflectors) = (zeros, zeros, zeros)
    var (triangle, right, plain) = (
      CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "R")), CChar(UInt8(ascii: "N"))
    )
    try matrix.withUnsafeMutableElements { a in
      try TridiagonalForm.run("dsytrd") { work, size, info in
        dsytrd_(&triangle, &n, a.baseAddress, &n, &diagonal, &beside, &reflectors, work, &size, &info, 1)
      }
      guard count > 0 else { return }
      // Row-major Y is LAPACK's Y', which Q multiplies from the right.
      try vectors.withUnsafeMutableElements { y in
        try TridiagonalForm.run("dormtr") { work, size, info in
          dormtr_(
            &right, &triangle, &plain, &count, &n, a.baseAddress, &n, &reflectors, y.baseAddress, &count, work, &size,
            &info, 1, 1, 1)
        }
      }
    }
    (self.diagonal, self.beside, self.vectors) = (diagonal, beside, vectors)
  }

  /// Asks a routine of LAPACK how much memory it works in, and runs it there.
  private static func run(
    _ name: String, _ routine: (_ work: UnsafeMutablePointer<Double>, _ size: inout Int32, _ info: inout Int32) -> Void
  ) throws {
    var (need, size, info) = (0.0, Int32(-1), Int32(0))
    routine(&need, &size, &info)
    size = Int32(need)
    var work = [Double](repeating: 0, count: max(Int(size), 1))
    routine(&work, &size, &info)
    guard info == 0 else { throw LinearAlgebraError.noConvergence(routine: name, code: Int(info)) }
  }

  /// Makes `diagonal` the eigenvalues, in no order, and turns the vectors into their eigenbasis.
  mutating func diagonalise() throws {
    // In units of the largest entry, so that no square overflows and an ulp of the norm is one of 1.
    let unit = zip(diagonal, beside).reduce(0) { max($0, $1.0.magnitude, $1.1.magnitude) }
    guard unit > 0 else { return }
    for index in diagonal.indices {
      diagonal[index] /= unit
      beside[index] /= unit
    }
    for first in diagonal.indices {
      var rounds = 0
      while case let last = blockEnd(from: first), last > first {
        guard rounds < 60 else { throw LinearAlgebraError.noConvergence(routine: "implicit QL", code: first + 1) }
        sweep(first, last)
        rounds += 1
      }
    }
    for index in diagonal.indices { diagonal[index] *= unit }
  }

  /// The last index of the unreduced block that starts at `first`. What is dropped behind it is measured by the norm, not by its
  /// neighbours, which rounding keeps from falling apart where both are below an ulp of the norm.
  private mutating func blockEnd(from first: Int) -> Int {
    let last = (first..<diagonal.count - 1).first { beside[$0].magnitude <= 0x1p-53 } ?? diagonal.count - 1
    beside[last] = 0
    return last
  }

  /// A QL step with Wilkinson's shift on the unreduced block from `first` to `last`.
  private mutating func sweep(_ first: Int, _ last: Int) {
    let half = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
    let root = (half * half + 1).squareRoot()
    var shifted = diagonal[last] - diagonal[first] + beside[first] / (half + (half < 0 ? -root : root))
    var (sine, cosine, taken) = (1.0, 1.0, 0.0)
    let count = vectors.columns
    vectors.withUnsafeMutableElements { y in
      for index in (first..<last).reversed() {
        let (f, b) = (sine * beside[index], cosine * beside[index])
        let length = (f * f + shifted * shifted).squareRoot()
        guard length > 0 else {
          // The block falls apart here; what is left above is for the next step.
          diagonal[index + 1] -= taken
          beside[last] = 0
          return
        }
        beside[index + 1] = length
        (sine, cosine) = (f / length, shifted / length)
        shifted = diagonal[index + 1] - taken
        let turned = (diagonal[index] - shifted) * sine + 2 * cosine * b
        taken = sine * turned
        diagonal[index + 1] = shifted + taken
        shifted = cosine * turned - b
        let (upper, lower) = (index * count, (index + 1) * count)
        for column in 0..<count {
          let (above, below) = (y[upper + column], y[lower + column])
          y[lower + column] = sine * above + cosine * below
          y[upper + column] = cosine * above - sine * below
        }
      }
      diagonal[first] -= taken
      beside[first] = shifted
      beside[last] = 0
    }
  }
}
