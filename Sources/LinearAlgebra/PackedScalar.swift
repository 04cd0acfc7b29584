import CLAPACK

/// A number type for which LAPACK has rectangular full packed routines: `Double` and `Float`.
public protocol PackedScalar: BinaryFloatingPoint, Sendable {
  /// Factorises the normal-format, lower-triangle storage in place; returns LAPACK's info.
  static func factorise(_ storage: UnsafeMutablePointer<Self>, order: Int32) -> Int32
  /// Replaces the column-major right-hand sides by the solution.
  static func solve(
    _ storage: UnsafePointer<Self>, order: Int32, _ sides: UnsafeMutablePointer<Self>, count: Int32)
}

private let normal = CChar(UInt8(ascii: "N"))
private let lower = CChar(UInt8(ascii: "L"))

extension Double: PackedScalar {
  public static func factorise(_ storage: UnsafeMutablePointer<Double>, order: Int32) -> Int32 {
    var (format, triangle, n, info) = (normal, lower, order, 0 as Int32)
    dpftrf_(&format, &triangle, &n, storage, &info, 1, 1)
    return info
  }

  public static func solve(
    _ storage: UnsafePointer<Double>, order: Int32, _ sides: UnsafeMutablePointer<Double>, count: Int32
  ) {
    var (format, triangle, n, count, info) = (normal, lower, order, count, 0 as Int32)
    var stride = order
    dpftrs_(&format, &triangle, &n, &count, storage, sides, &stride, &info, 1, 1)
  }
}

extension Float: PackedScalar {
  public static func factorise(_ storage: UnsafeMutablePointer<Float>, order: Int32) -> Int32 {
    var (format, triangle, n, info) = (normal, lower, order, 0 as Int32)
    spftrf_(&format, &triangle, &n, storage, &info, 1, 1)
    return info
  }

  public static func solve(
    _ storage: UnsafePointer<Float>, order: Int32, _ sides: UnsafeMutablePointer<Float>, count: Int32
  ) {
    var (format, triangle, n, count, info) = (normal, lower, order, count, 0 as Int32)
    var stride = order
    spftrs_(&format, &triangle, &n, &count, storage, sides, &stride, &info, 1, 1)
  }
}
