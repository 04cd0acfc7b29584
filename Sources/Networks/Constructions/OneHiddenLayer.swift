import Foundation
import LinearAlgebra

/// |x|^{2k} on the unit ball by one hidden layer: the mean over m directions of (w.x)^{2k} / c_{d,k}, each power by a
/// one-dimensional interpolant of p pieces, so m p neurons.
///
/// For w uniform on the sphere E (w.x)^{2k} = c_{d,k} |x|^{2k}, c_{d,k} = Gamma(d/2) Gamma(k+1/2) / (sqrt(pi) Gamma(k+d/2)).
/// Source: Safran, Eldan, Shamir, COLT 2019, theorem on even powers; the variance is the same identity with 2k for k.
public struct EvenPower: Sendable, Equatable {
  /// d.
  public let dimension: Int
  /// k of |x|^{2k}.
  public let power: Int
  /// m.
  public let directions: Int

  /// - Throws: `NetworkError.outside` for a dimension below 2 or a power out of 1...20, `empty` without directions.
  public init(dimension: Int, power: Int, directions: Int) throws {
    try NetworkError.require(dimension, in: 2...1_000_000, "the dimension")
    try NetworkError.require(power, in: 1...20, "the power k")
    guard directions > 0 else { throw NetworkError.empty("the set of directions") }
    (self.dimension, self.power, self.directions) = (dimension, power, directions)
  }

  /// c_{d,k}.
  public static func constant(dimension: Int, power: Int) -> Double {
    // Gamma(k+1/2) / Gamma(1/2) over Gamma(k+d/2) / Gamma(d/2), factor by factor.
    (0..<power).reduce(1) { $0 * (Double($1) + 0.5) / (Double($1) + Double(dimension) / 2) }
  }

  /// The root mean square error on the unit sphere over the draw of the directions, interpolation apart:
  /// sqrt((c_{d,2k} / c_{d,k}^2 - 1) / m).
  public var predictedError: Double {
    let single = EvenPower.constant(dimension: dimension, power: power)
    let double = EvenPower.constant(dimension: dimension, power: 2 * power)
    return ((double / (single * single) - 1) / Double(directions)).squareRoot()
  }

  /// The same over uniform points of the unit ball: the error of the directions is homogeneous of degree 2k, and
  /// E |x|^{4k} = d / (d + 4k).
  public var predictedBallError: Double {
    predictedError * (Double(dimension) / Double(dimension + 4 * power)).squareRoot()
  }

  /// What rounding alone may add to the network's values: its weights, of size 1 / c_{d,k}, times 2k eps sqrt(pieces), the error of
  /// the interpolant, whose slopes reach 2k and whose terms cancel near 0 to less than the unit.
  func roundingError(pieces: Int) -> Double {
    let interpolant = 2 * Double(power) * Double.ulpOfOne * Double(max(pieces, 1)).squareRoot()
    return interpolant / EvenPower.constant(dimension: dimension, power: power)
  }

  /// The m directions as rows, from the stream (seed, "even power"): fewer are the first of more.
  func sample(seed: UInt64) throws -> Matrix {
    try Sampling.sphere(
      count: directions, dimension: dimension, stream: RandomStream(seed: seed, purpose: "even power"))
  }

  /// t^{2k} between knots spread evenly over [-1, 1].
  func interpolant(pieces: Int) throws -> PiecewiseLinear {
    let degree = 2 * power
    return try PiecewiseLinear(pieces: pieces, on: -1...1) { t in
      (0..<degree).reduce(1.0) { product, _ in product * t }
    }
  }

  /// The network; its directions are uniform on the sphere, from the stream (seed, "even power").
  /// - Throws: `NetworkError.empty` for no pieces, `cancels` where double precision cannot tell the error from rounding.
  public func network(pieces: Int, seed: UInt64) throws -> ShallowNetwork {
    guard roundingError(pieces: pieces) <= 0.01 * predictedError else {
      throw NetworkError.cancels(
        what: "the network for |x|^\(2 * power) in dimension \(dimension)", rounding: roundingError(pieces: pieces))
    }
    let interpolant = try interpolant(pieces: pieces)
    let sample = try sample(seed: seed)
    let weight = 1 / (EvenPower.constant(dimension: dimension, power: power) * Double(directions))
    let owners = (0..<directions).flatMap { [Int](repeating: $0, count: pieces) }
    let neurons = (0..<directions).flatMap { _ in 0..<pieces }
    return try ShallowNetwork(
      weights: sample.selecting(rows: owners), biases: neurons.map { -interpolant.knots[$0] },
      outputWeights: neurons.map { weight * interpolant.changes[$0] },
      offset: weight * Double(directions) * interpolant.start)
  }

  /// The root mean square error of ``network(pieces:seed:)`` at points of the unit ball, in blocks that bound the memory.
  /// - Throws: `NetworkError.empty` for no pieces, `mismatch` for points of another dimension.
  public func measuredError(pieces: Int, seed: UInt64, points: Matrix) throws -> Double {
    let network = try network(pieces: pieces, seed: seed)
    let block = 64
    let squares = try stride(from: 0, to: points.rows, by: block).map { top in
      let part = points.selecting(rows: Array(top..<min(top + block, points.rows)))
      return zip(try network.values(at: part), 0...).reduce(0) { sum, value in
        let square = part[row: value.1].reduce(0) { $0 + $1 * $1 }
        let error = value.0 - (0..<power).reduce(1) { product, _ in product * square }
        return sum + error * error
      }
    }
    return (squares.reduce(0, +) / Double(points.rows)).squareRoot()
  }
}

/// The interpolant of a function of one variable as a sum of ReLUs: g(t) = start + sum_j change_j relu(t - knot_j).
///
/// Between the first and last knot it is linear from knot to knot; before the first it is constant, after the last it goes on
/// with the last slope. On an interval of length h the error is at most h^2/8 max|f''| for a smooth f, and h for a 1-Lipschitz one.
public struct PiecewiseLinear: Sendable, Equatable {
  /// The knots that carry a ReLU: all but the last.
  public let knots: [Double]
  /// The change of slope at each of them.
  public let changes: [Double]
  /// g at the first knot and before it.
  public let start: Double

  /// The interpolant of `function` at ascending knots.
  /// - Throws: `NetworkError.empty` for fewer than two knots, `notFinite` for a value that is no number, `notPositive` if the
  ///   knots do not ascend.
  public init(knots: [Double], _ function: (Double) -> Double) throws {
    guard knots.count >= 2 else { throw NetworkError.empty("the interior of the knots") }
    let values = knots.map(function)
    guard (knots + values).allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the knots or their values") }
    var slope = 0.0
    changes = try (0..<(knots.count - 1)).map { index in
      try NetworkError.requirePositive(knots[index + 1] - knots[index], "the distance of two knots")
      let next = (values[index + 1] - values[index]) / (knots[index + 1] - knots[index])
      defer { slope = next }
      return next - slope
    }
    self.knots = Array(knots.dropLast())
    start = values[0]
  }

  /// `pieces` + 1 knots spread evenly over the interval.
  /// - Throws: `NetworkError.empty` for no pieces.
  public init(pieces: Int, on interval: ClosedRange<Double>, _ function: (Double) -> Double) throws {
    guard pieces > 0 else { throw NetworkError.empty("the interior of the knots") }
    let step = (interval.upperBound - interval.lowerBound) / Double(pieces)
    try self.init(knots: (0...pieces).map { interval.lowerBound + step * Double($0) }, function)
  }

  /// g(t).
  public func callAsFunction(_ t: Double) -> Double {
    zip(knots, changes).reduce(start) { $0 + $1.1 * max(t - $1.0, 0) }
  }
}
