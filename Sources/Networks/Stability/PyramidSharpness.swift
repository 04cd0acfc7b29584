import Foundation
import LinearAlgebra

/// lambda_max of the exact pyramid of two hidden layers, relu(1 - sum_i (relu(x_i) + relu(-x_i))), in closed form.
///
/// The Hessian's nonzero eigenvalues are those of (1/n) J J'. Its entries are at least 1: outside |x|_1 < 1 only the output's offset
/// has a gradient. So the top eigenvector has one sign and, on points with all symmetries of the cube, all of these. With
/// s = |x|_1 what is left is the kernel 1 + 1{s < 1} 1{s' < 1} (2 + d/2 - s - s' + (1 + 1/d) s s'), of rank 3, for points
/// without a zero coordinate inside. lambda_max is the largest root of the cubic of its 3 x 3 matrix, which holds
/// p = P(s < 1), E[s 1{s < 1}] and E[s^2 1{s < 1}]. Derived here.
public struct PyramidSharpness: Sendable, Equatable {
  /// d.
  public let dimension: Int
  /// p, E[s 1{s < 1}] and E[s^2 1{s < 1}].
  let moments: [Double]

  /// The moments of the points' empirical distribution, which must have all symmetries of the cube and no zero coordinates.
  /// - Throws: `NetworkError.empty` without points.
  public init(_ points: Matrix) throws {
    guard points.rows > 0, points.columns > 0 else { throw NetworkError.empty("the set of points") }
    dimension = points.columns
    let inside = (0..<points.rows).map { row in points[row: row].reduce(0) { $0 + $1.magnitude } }.filter { $0 < 1 }
    moments = (0...2).map { power in inside.reduce(0) { $0 + pow($1, Double(power)) } / Double(points.rows) }
  }

  /// The moments of the uniform distribution on the cube [-R, R]^d, R >= 1, the limit of fine grids: p = 1 / (d! R^d), and s has the
  /// density d s^{d-1} inside.
  /// - Throws: `NetworkError.notPositive` for R below 1, `outside` for a dimension out of 1...20.
  public init(dimension: Int, halfWidth: Double) throws {
    try NetworkError.require(dimension, in: 1...20, "the dimension")
    try NetworkError.requirePositive(halfWidth - 1 + .ulpOfOne, "the half width minus 1")
    self.dimension = dimension
    let d = Double(dimension)
    let share = (1...dimension).reduce(1) { $0 / (Double($1) * halfWidth) }
    moments = [share, share * d / (d + 1), share * d / (d + 2)]
  }

  /// lambda_max.
  public var value: Double {
    let d = Double(dimension)
    let (p, u, w) = (moments[0], moments[1], moments[2])
    let inner = [[2 + d / 2, -1], [-1, 1 + 1 / d]]
    let gram = [[1, p, u], [p, p, u], [u, u, w]]
    let m: [[Double]] = [gram[0]] + inner.map { row in (0..<3).map { row[0] * gram[1][$0] + row[1] * gram[2][$0] } }
    func minor(_ i: Int, _ j: Int) -> Double { m[i][i] * m[j][j] - m[i][j] * m[j][i] }
    let trace = m[0][0] + m[1][1] + m[2][2]
    let second = minor(0, 1) + minor(0, 2) + minor(1, 2)
    let determinant =
      m[0][0] * minor(1, 2) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
      + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    let radius = (trace * trace - 3 * second) / 9
    guard radius > 0 else { return trace / 3 }
    let angle =
      (2 * trace * trace * trace - 9 * trace * second + 27 * determinant) / (54 * radius * radius.squareRoot())
    return trace / 3 + 2 * radius.squareRoot() * cos(acos(min(max(angle, -1), 1)) / 3)
  }

  /// 2 / lambda_max, the largest step at which the network is a linearly stable minimum.
  public var largestStep: Double { 2 / value }
}
