import Foundation
import LinearAlgebra

/// The lines v . x = t, v = (cos phi, sin phi), with phi in the middle of equal parts of (0, pi) and t of (-reach, reach).
public struct LineLattice: Sendable, Equatable {
  public let angles: [Double]
  public let thresholds: [Double]
  /// Thresholds lie between this and its negative.
  public let reach: Double

  /// - Throws: `NetworkError.outside` unless there is at least one angle and one threshold and at most 10^5 of each,
  ///   `notPositive` for the reach.
  public init(angles: Int, thresholds: Int, reach: Double) throws {
    try NetworkError.require(angles, in: 1...100_000, "the number of angles")
    try NetworkError.require(thresholds, in: 1...100_000, "the number of thresholds")
    try NetworkError.requirePositive(reach, "the reach of the lines")
    self.angles = (0..<angles).map { Double.pi * (Double($0) + 0.5) / Double(angles) }
    self.thresholds = (0..<thresholds).map { reach * (2 * (Double($0) + 0.5) / Double(thresholds) - 1) }
    self.reach = reach
    cell = Double.pi / Double(angles) * 2 * reach / Double(thresholds)
  }

  /// Steps of at most `spacing` in both, over the lines that may separate points: |t| below the largest norm.
  public init(covering points: Matrix, spacing: Double) throws {
    try NetworkError.requirePositive(spacing, "the spacing of the lines")
    let reach = (0..<points.rows).reduce(0) { max($0, euclideanNorm(points[row: $1])) }
    try self.init(
      angles: Int(min(Double.pi / spacing, 1e6)) + 1, thresholds: Int(min(2 * reach / spacing, 1e6)) + 1, reach: reach)
  }

  /// The area of a cell.
  let cell: Double

  /// g of every line for the empirical distribution of `points`, a row for each t.
  ///
  /// The points are sorted along each v, and what `ActiveSide` sums is kept while t passes them.
  public func weights(_ points: Matrix) throws -> Matrix {
    try NetworkError.require(points.columns, equals: 2, "the dimension of the points")
    let count = points.rows
    let share = 1 / Double(max(count, 1))
    var result = try Matrix(rows: thresholds.count, columns: angles.count)
    for (column, angle) in angles.enumerated() {
      let (cosine, sine) = (cos(angle), sin(angle))
      let sorted = (0..<count)
        .map { (height: cosine * points[$0, 0] + sine * points[$0, 1], x: points[$0, 0], y: points[$0, 1]) }
        .sorted { $0.height < $1.height }
      var (below, above) = (Side(), Side())
      for point in sorted { above.add(point, share) }
      var next = 0
      for (row, t) in thresholds.enumerated() {
        while next < count, sorted[next].height < t {
          above.add(sorted[next], -share)
          below.add(sorted[next], share)
          next += 1
        }
        result[row, column] = min(above.weight(t), below.weight(t))
      }
    }
    return result
  }

  /// The sums of ``ActiveSide`` over the points on one side, with height v . x.
  private struct Side {
    private var (probability, height, x, y) = (0.0, 0.0, 0.0, 0.0)

    mutating func add(_ point: (height: Double, x: Double, y: Double), _ share: Double) {
      probability += share
      height += share * point.height
      x += share * point.x
      y += share * point.y
    }

    func weight(_ t: Double) -> Double {
      (height - t * probability).magnitude * (probability * probability + x * x + y * y).squareRoot()
    }
  }
}
