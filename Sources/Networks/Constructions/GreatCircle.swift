import Foundation
import LinearAlgebra

/// Points of the great circle through the first two axes, at equal angles: a line to draw functions on the sphere along.
public enum GreatCircle {
  /// The angle of point `index`, from -pi to pi.
  public static func angle(_ index: Int, of count: Int) -> Double {
    count > 1 ? Double.pi * (2 * Double(index) / Double(count - 1) - 1) : 0
  }

  /// `count` points in R^`dimension`, one per row.
  ///
  /// - Throws: `NetworkError.empty` for no points, `outside` for a dimension below 2.
  public static func points(count: Int, dimension: Int) throws -> Matrix {
    guard count > 0 else { throw NetworkError.empty("the circle") }
    guard (2...1_000_000).contains(dimension) else {
      throw NetworkError.outside(what: "the dimension", range: 2...1_000_000, value: dimension)
    }
    var points = try Matrix(rows: count, columns: dimension)
    for index in 0..<count {
      let angle = angle(index, of: count)
      (points[index, 0], points[index, 1]) = (cos(angle), sin(angle))
    }
    return points
  }
}
