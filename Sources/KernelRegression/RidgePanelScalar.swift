import CLAPACK

/// A number type that panels are stored and factorised in: `Double` or `Float`. All arrays are row-major.
public protocol PanelScalar: BinaryFloatingPoint, Sendable {
  /// c = c + alpha op(a) op(b) with op(a) of m x k and op(b) of k x n.
  static func addProduct(
    _ m: Int, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>, _ strideA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, _ strideB: Int, transposeB: Bool, into c: UnsafeMutablePointer<Self>, _ strideC: Int)
  /// b = b l'^-1 for an n x n lower triangle l and an m x n array b.
  static func solveRight(
    _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, _ b: UnsafeMutablePointer<Self>, _ strideB: Int)
  /// b = l^-1 b, or l'^-1 b if `transpose`, for an m x m lower triangle l and an m x n array b.
  static func solveLeft(
    _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, transpose: Bool, _ b: UnsafeMutablePointer<Self>,
    _ strideB: Int)
  /// Replaces the lower triangle of a by its Cholesky factor; the first bad pivot counted from 1, or 0.
  static func factorise(_ n: Int, _ a: UnsafeMutablePointer<Self>, _ strideA: Int) -> Int
}

private func operation(_ transpose: Bool) -> CBLAS_TRANSPOSE { transpose ? CblasTrans : CblasNoTrans }

extension Double: PanelScalar {
  public static func addProduct(
    _ m: Int, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>, _ strideA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, _ strideB: Int, transposeB: Bool, into c: UnsafeMutablePointer<Self>, _ strideC: Int
  ) {
    guard n > 1 else {
      cblas_dgemv(
        CblasRowMajor, operation(transposeA), Int32(transposeA ? k : m), Int32(transposeA ? m : k), alpha, a,
        Int32(strideA), b, Int32(transposeB ? 1 : strideB), 1, c, Int32(strideC))
      return
    }
    cblas_dgemm(
      CblasRowMajor, operation(transposeA), operation(transposeB), Int32(m), Int32(n), Int32(k), alpha, a,
      Int32(strideA), b, Int32(strideB), 1, c, Int32(strideC))
  }

  public static func solveRight(
    _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, _ b: UnsafeMutablePointer<Self>, _ strideB: Int
  ) {
    cblas_dtrsm(
      CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(m), Int32(n), 1, l, Int32(strideL), b,
      Int32(strideB))
  }

  public static func solveLeft(
    _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, transpose: Bool, _ b: UnsafeMutablePointer<Self>,
    _ strideB: Int
  ) {
    cblas_dtrsm(
      CblasRowMajor, CblasLeft, CblasLower, operation(transpose), CblasNonUnit, Int32(m), Int32(n), 1, l,
      Int32(strideL), b, Int32(strideB))
  }

  public static func factorise(_ n: Int, _ a: UnsafeMutablePointer<Self>, _ strideA: Int) -> Int {
    // Row-major lower is LAPACK's column-major upper.
    var (triangle, order, stride, info) = (CChar(UInt8(ascii: "U")), Int32(n), Int32(strideA), 0 as Int32)
    dpotrf_(&triangle, &order, a, &stride, &info, 1)
    return Int(info)
  }
}

extension Float: PanelScalar {
  public static func addProduct(
    _ m: Int, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>, _ strideA: Int, transposeA: Bool,
    _ b: UnsafePointer<Self>, _ strideB: Int, transposeB: Bool, into c: UnsafeMutablePointer<Self>, _ strideC: Int
  ) {
    guard n > 1 else {
      cblas_sgemv(
        CblasRowMajor, operation(transposeA), Int32(transposeA ? k : m), Int32(transposeA ? m : k), alpha, a,
        Int32(strideA), b, Int32(transposeB ? 1 : strideB), 1, c, Int32(strideC))
      return
    }
    cblas_sgemm(
      CblasRowMajor, operation(transposeA), operation(transposeB), Int32(m), Int32(n), Int32(k), alpha, a,
      Int32(strideA), b, Int32(strideB), 1, c, Int32(strideC))
  }

  public static func solveRight(
    _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, _ b: UnsafeMutablePointer<Self>, _ strideB: Int
  ) {
    cblas_strsm(
      CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(m), Int32(n), 1, l, Int32(strideL), b,
      Int32(strideB))
  }

  public static func solveLeft(
    _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, transpose: Bool, _ b: UnsafeMutablePointer<Self>,
    _ strideB: Int
  ) {
    cblas_strsm(
      CblasRowMajor, CblasLeft, CblasLower, operation(transpose), CblasNonUnit, Int32(m), Int32(n), 1, l,
      Int32(strideL), b, Int32(strideB))
  }

  public static func factorise(_ n: Int, _ a: UnsafeMutablePointer<Self>, _ strideA: Int) -> Int {
    var (triangle, order, stride, info) = (CChar(UInt8(ascii: "U")), Int32(n), Int32(strideA), 0 as Int32)
    spotrf_(&triangle, &order, a, &stride, &info, 1)
    return Int(info)
  }
}
