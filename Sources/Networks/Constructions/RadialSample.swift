import LinearAlgebra

/// Points whose direction is uniform on the sphere and whose radius is uniform on (0, 1).
public enum RadialSample {
  /// sqrt(1 / (3 d)): the standard deviation of w.x for a fixed unit vector w, since E|x|^2 = 1/3 is shared by d axes.
  public static func projectionDeviation(dimension: Int) -> Double { (1 / (3 * Double(dimension))).squareRoot() }

  /// `count` such points, one per row, from the streams (seed, "radial directions") and (seed, "radii").
  ///
  /// - Throws: `LinearAlgebraError.empty` if the count or the dimension is below 1.
  public static func points(count: Int, dimension: Int, seed: UInt64) throws -> Matrix {
    var points = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "radial directions"))
    let radii = RandomStream(seed: seed, purpose: "radii")
    for row in 0..<count {
      let radius = radii.uniform(at: row)
      for column in 0..<dimension { points[row, column] *= radius }
    }
    return points
  }

  /// `count` points of ``points(count:dimension:seed:)``, then as many of the unit sphere, then as many within 1/10 of the origin,
  /// itself the first, on the same rays: where radial networks are tried hardest.
  ///
  /// - Throws: `LinearAlgebraError.empty` if the count or the dimension is below 1.
  public static func withExtremes(count: Int, dimension: Int, seed: UInt64) throws -> Matrix {
    let inside = try points(count: count, dimension: dimension, seed: seed)
    let sphere = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "sphere points"))
    let near = (0..<count).flatMap { row in sphere[row: row].map { $0 * 0.1 * Double(row) / Double(count) } }
    return try Matrix(
      rows: 3 * count, columns: dimension, elements: inside.elements + sphere.elements + near)
  }
}
