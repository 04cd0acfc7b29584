import LinearAlgebra

/// The Cholesky factor of K + shift I for a leading part K of a matrix in panels, in panels of its own, possibly of
/// single precision.
///
/// Left-looking by block columns: tile (I, J) receives all its updates by one product of inner size J * tile, so the
/// work runs at the speed of a matrix multiplication. Every tile is computed by one thread in one order; the bits do not
/// depend on `threads`. Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 4.2.
public struct PanelCholesky<Scalar: PanelScalar>: Sendable {
  let factor: SymmetricPanels<Scalar>
  let threads: Int

  public var order: Int { factor.order }

  /// Factorises the leading `order` rows and columns of `kernel` plus `shift` on the diagonal.
  /// - Throws: `LinearAlgebraError.notPositiveDefinite` with the first pivot that is not positive, `RidgeError.mismatch`
  ///   if `order` is above the kernel's.
  public init(_ kernel: SymmetricPanels<Double>, order: Int, addingToDiagonal shift: Double, threads: Int) throws {
    if order > kernel.order { try requireSize("the leading part of the kernel", kernel.order, found: order) }
    BLAS.useOneThread()
    factor = try SymmetricPanels(uninitialised: order, tile: kernel.tile)
    self.threads = threads
    try load(kernel, shift)
    for column in 0..<factor.blocks { try eliminate(column) }
  }

  private func load(_ kernel: SymmetricPanels<Double>, _ shift: Double) throws {
    let (size, order, count) = (factor.tile, factor.order, factor.blocks)
    try Parallel.forEach(blocks: count, threads: threads) { job in
      let block = count - 1 - job
      let (source, target, stride) = (kernel.panel(block), factor.panel(block), factor.stride(block))
      for row in 0..<size {
        let (from, to) = (source + row * stride, target + row * stride)
        let global = block * size + row
        if global < order {
          for column in 0..<stride { to[column] = Scalar(from[column]) }
          to[global] = Scalar(from[global] + shift)
        } else {
          to.initialize(repeating: 0, count: stride)
          to[global] = 1
        }
      }
    }
  }

  private func eliminate(_ column: Int) throws {
    let (size, count) = (factor.tile, factor.blocks)
    let (width, done) = (factor.stride(column), column * size)
    if done > 0 {
      try Parallel.forEach(blocks: count - column, threads: threads) { job in
        let (rows, stride) = (factor.panel(column + job), factor.stride(column + job))
        Scalar.addProduct(
          size, size, done, -1, rows, stride, factor.panel(column), width, transposeB: true, into: rows + done, stride)
      }
    }
    let info = Scalar.factorise(size, factor.panel(column) + done, width)
    guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(pivot: done + info - 1, order: factor.order) }
    try Parallel.forEach(blocks: count - column - 1, threads: threads) { job in
      let (rows, stride) = (factor.panel(column + 1 + job), factor.stride(column + 1 + job))
      Scalar.solve(
        fromRight: true, size, size, factor.panel(column) + done, width, transpose: true, rows + done, stride)
    }
  }

  /// The solution X of (K + shift I) X = B, computed in `Scalar`; B holds `order` rows of `columns` numbers and is
  /// replaced.
  func solve(_ sides: inout [Double], columns: Int) throws {
    let (size, count) = (factor.tile, factor.blocks)
    var work = [Scalar](repeating: 0, count: factor.padded * columns)
    for index in 0..<(order * columns) { work[index] = Scalar(sides[index]) }
    try work.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let x = Address(base)
      let strip = size % 8 == 0 ? size / 8 : size
      for block in 0..<count {
        let (rows, stride, place) = (Address(factor.panel(block)), factor.stride(block), block * size * columns)
        if block > 0 {
          try Parallel.forEach(blocks: size / strip, threads: block > 3 ? threads : 1) { job in
            Scalar.addProduct(
              strip, columns, block * size, -1, rows.pointer + job * strip * stride, stride, x.pointer, columns,
              into: x.pointer + place + job * strip * columns, columns)
          }
        }
        Scalar.solve(size, columns, rows.pointer + block * size, stride, transpose: false, base + place, columns)
      }
      for block in (0..<count).reversed() {
        let (rows, stride, place) = (Address(factor.panel(block)), factor.stride(block), block * size * columns)
        Scalar.solve(size, columns, rows.pointer + block * size, stride, transpose: true, base + place, columns)
        try Parallel.forEach(blocks: block, threads: block > 3 ? threads : 1) { left in
          Scalar.addProduct(
            size, columns, size, -1, rows.pointer + left * size, stride, transposeA: true, x.pointer + place, columns,
            into: x.pointer + left * size * columns, columns)
        }
      }
    }
    for index in 0..<(order * columns) { sides[index] = Double(work[index]) }
  }
}

/// Solves (K + shift I) X = B in double precision by conjugate gradients, with a factor of a nearby matrix, of whatever
/// precision, as preconditioner. With a factor of the same matrix in single precision this is iterative refinement that
/// also converges where plain refinement does not.
///
/// Every column has its own step lengths and rests once its residual is below `tolerance` times its norm. The
/// Polak-Ribiere form tolerates a preconditioner that rounding makes slightly unsymmetric.
/// Source: Golub, Ye, "Inexact preconditioned conjugate gradient method", SIAM J. Sci. Comput. 21 (1999).
struct PreconditionedSolver {
  let order: Int
  let columns: Int
  let tolerance: Double
  let largestIterations: Int

  struct Result {
    var solution: [Double]
    /// The largest |B - (K + shift I) X| / |B| over the columns, recomputed at the end; columns of zeros count as 0.
    var residual: Double
    var iterations: Int
  }

  func solve(
    _ sides: [Double], product: ([Double]) throws -> [Double], precondition: (inout [Double]) throws -> Void
  ) throws -> Result {
    let norms = dots(sides, sides)
    var (x, r) = ([Double](repeating: 0, count: sides.count), sides)
    var p = [Double](repeating: 0, count: sides.count)
    var (previous, old) = (r, [Double](repeating: 0, count: columns))
    var iterations = 0
    while true {
      let active = zip(dots(r, r), norms).map { $0 > tolerance * tolerance * $1 }
      guard active.contains(true), iterations < largestIterations else { break }
      var z = r
      try precondition(&z)
      let (now, overlap) = (dots(r, z), dots(previous, z))
      let beta = (0..<columns).map { old[$0] > 0 ? (now[$0] - overlap[$0]) / old[$0] : 0 }
      combine(&p, z, beta)
      let q = try product(p)
      let curvature = dots(p, q)
      let alpha = (0..<columns).map { active[$0] && curvature[$0] > 0 ? now[$0] / curvature[$0] : 0 }
      previous = r
      add(&x, alpha, p)
      add(&r, alpha.map { -$0 }, q)
      old = now
      iterations += 1
    }
    let rest = zip(sides, try product(x)).map { $0 - $1 }
    let residual = zip(dots(rest, rest), norms).map { $1 > 0 ? ($0 / $1).squareRoot() : 0 }.max() ?? 0
    return Result(solution: x, residual: residual, iterations: iterations)
  }

  private func dots(_ a: [Double], _ b: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<order {
      for column in 0..<columns { sums[column] += a[row * columns + column] * b[row * columns + column] }
    }
    return sums
  }

  /// p = z + p diag(beta)
  private func combine(_ p: inout [Double], _ z: [Double], _ beta: [Double]) {
    for row in 0..<order {
      for column in 0..<columns {
        p[row * columns + column] = z[row * columns + column] + beta[column] * p[row * columns + column]
      }
    }
  }

  /// x = x + p diag(alpha)
  private func add(_ x: inout [Double], _ alpha: [Double], _ p: [Double]) {
    for row in 0..<order {
      for column in 0..<columns { x[row * columns + column] += alpha[column] * p[row * columns + column] }
    }
  }
}
