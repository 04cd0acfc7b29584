import Foundation
import LinearAlgebra

/// The functions on the sphere that the experiments on depth learn, of t = w.x for a unit vector w.
///
/// Source: Bietti and Bach, "Deep equals shallow for ReLU networks in kernel regimes" (ICLR 2021), section 4.
public enum RidgeTarget: Sendable, Equatable {
  /// 1 where t >= threshold, else 0: a jump, Sobolev smoothness below 1/2.
  case cap(threshold: Double)
  /// exp(-(1-t)^1.5) + exp(-(1+t)^1.5).
  case twoBumps

  public func callAsFunction(_ t: Double) -> Double {
    switch self {
    case .cap(let threshold): t >= threshold ? 1 : 0
    case .twoBumps: exp(-pow(max(1 - t, 0), 1.5)) + exp(-pow(max(1 + t, 0), 1.5))
    }
  }

  /// The values at points of the unit sphere, one a row, with w = `direction`, or the last axis if nil.
  ///
  /// - Throws: `RidgeError.mismatch` unless `direction` has one component per column.
  public func values(at points: Matrix, direction: [Double]? = nil) throws -> [Double] {
    let w = direction ?? (0..<points.columns).map { $0 == points.columns - 1 ? 1 : 0 }
    guard w.count == points.columns else {
      throw RidgeError.mismatch(what: "the direction", expected: points.columns, found: w.count)
    }
    return (0..<points.rows).map { row in self(zip(points[row: row], w).reduce(0) { $0 + $1.0 * $1.1 }) }
  }
}
