import Foundation
import LinearAlgebra

/// How far a network of ``EvenPower`` is from |x|^{2k} in the unit ball.
public struct EvenPowerError: Sendable, Equatable {
  /// A bound of the error of the directions, |E| of ``EvenPowerForm``.
  public let form: Double
  /// A bound of what the interpolants add, which is never negative: with knots h apart, on a piece h^2/8 times the greatest second
  /// derivative, so at most (C/c) ((c' (1 + E'))^{1/q} + h)^q by Minkowski's inequality, q = 2k - 2, C = h^2 2k (2k - 1) / 8, c' and
  /// E' those of k - 1.
  public let interpolation: Double
  /// The greatest error of the network among the ends of a search on the sphere.
  public let found: Double
  /// What the expectation of the greatest |E| over the draw does not exceed, sqrt(2 (D-1) log(2D) / m) + (D-1) log(2D) / (3m) with
  /// D = C(d+k-1, k), and the interpolants' bound. Source: Tropp, "An introduction to matrix concentration inequalities" (2015),
  /// theorem 6.1.1, for the D orthonormal harmonics of degrees k, k - 2, ..., whose squares add up to D at every point.
  public let expected: Double

  /// No error in the ball exceeds it.
  public var bound: Double { form + interpolation }

  /// - Throws: as ``EvenPowerForm``, and `NetworkError.empty` for no pieces.
  public init(_ even: EvenPower, pieces: Int, seed: UInt64) throws {
    let interpolant = try even.interpolant(pieces: pieces)
    let sample = try even.sample(seed: seed)
    let (k, m, h) = (Double(even.power), Double(even.directions), 2 / Double(pieces))
    form = try EvenPowerForm(directions: sample, power: even.power).bound()
    let c = EvenPower.constant(dimension: even.dimension, power: even.power)
    let factor = h * h * 2 * k * (2 * k - 1) / (8 * c)
    if even.power > 1 {
      let below = try EvenPowerForm(directions: sample, power: even.power - 1).bound()
      let mean = EvenPower.constant(dimension: even.dimension, power: even.power - 1) * (1 + below)
      interpolation = factor * pow(pow(mean, 1 / (2 * k - 2)) + h, 2 * k - 2)
    } else {
      interpolation = factor
    }
    let order = Double(EvenPowerForm.order(dimension: even.dimension, power: even.power))
    let logarithm = log(2 * order)
    expected = (2 * (order - 1) * logarithm / m).squareRoot() + (order - 1) * logarithm / (3 * m) + interpolation
    let search = try EvenPowerSearch(directions: sample, power: even.power, seed: seed)
    found = search.ends.reduce(0) { greatest, u in
      let projections = (0..<sample.rows).map { row in zip(sample[row: row], u).reduce(0) { $0 + $1.0 * $1.1 } }
      let value = projections.reduce(0) { $0 + interpolant($1) } / (c * m)
      return max(greatest, abs(value - 1))
    }
  }
}

/// A search for the greatest and the least value of ``EvenPowerForm`` by shifted power iterations from a few starts.
struct EvenPowerSearch {
  /// Unit vectors at which it ended.
  let ends: [[Double]]

  /// From the first directions and as many random ones, stream (seed, "starts of the search").
  init(directions: Matrix, power: Int, seed: UInt64, starts: Int = 4, steps: Int = 40) throws {
    let d = directions.columns
    let random = try Sampling.sphere(
      count: starts, dimension: d, stream: RandomStream(seed: seed, purpose: "starts of the search"))
    let first = directions.prefix(rows: min(starts, directions.rows))
    let start = try Matrix(rows: first.rows + starts, columns: d, elements: first.elements + random.elements)
    let scale = 1 / (EvenPower.constant(dimension: d, power: power) * Double(directions.rows))
    func climb(shift: Double) throws -> Matrix {
      var points = start
      for _ in 0..<steps {
        var powers = try BLAS.product(points, directions, transposingRight: true)
        powers.withUnsafeMutableElements { t in
          for place in t.indices {
            let value = t[place]
            t[place] = (1..<2 * power - 1).reduce(scale * value) { product, _ in product * value }
          }
        }
        let gradients = try BLAS.product(powers, directions)
        for row in 0..<points.rows {
          let next = zip(gradients[row: row], points[row: row]).map { $0 - shift * $1 }
          let norm = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
          guard norm > 0 else { continue }
          for column in 0..<d { points[row, column] = next[column] / norm }
        }
      }
      return points
    }
    let found = [try climb(shift: 0), try climb(shift: 3)]
    ends = found.flatMap { points in (0..<points.rows).map { Array(points[row: $0]) } }
  }
}
