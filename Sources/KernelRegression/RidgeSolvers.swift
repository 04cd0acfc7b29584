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
