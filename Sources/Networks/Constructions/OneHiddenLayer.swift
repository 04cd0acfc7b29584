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

  /// What rounding alone may add to the network's values: its weights, of size 1 / c_{d,k}, times 2k eps sqrt(pieces), the error of
  /// the interpolant, whose slopes reach 2k and whose terms cancel near 0 to less than the unit.
  func roundingError(pieces: Int) -> Double {
    let interpolant = 2 * Double(power) * Double.ulpOfOne * Double(max(pieces, 1)).squareRoot()
    return interpolant / EvenPower.constant(dimension: dimension, power: power)
  }

  /// The network; its directions are uniform on the sphere, from the stream (seed, "even power").
  /// - Throws: `NetworkError.empty` for no pieces, `cancels` where double precision cannot tell the error from rounding.
  public func network(pieces: Int, seed: UInt64) throws -> ShallowNetwork {
    guard roundingError(pieces: pieces) <= 0.01 * predictedError else {
      throw NetworkError.cancels(
        what: "the network for |x|^\(2 * power) in dimension \(dimension)", rounding: roundingError(pieces: pieces))
    }
    let degree = 2 * power
    let interpolant = try PiecewiseLinear(pieces: pieces, on: -1...1) { t in
      (0..<degree).reduce(1.0) { product, _ in product * t }
    }
    let sample = try Sampling.sphere(
      count: directions, dimension: dimension, stream: RandomStream(seed: seed, purpose: "even power"))
    let weight = 1 / (EvenPower.constant(dimension: dimension, power: power) * Double(directions))
    let owners = (0..<directions).flatMap { [Int](repeating: $0, count: pieces) }
    let neurons = (0..<directions).flatMap { _ in 0..<pieces }
    return try ShallowNetwork(
      weights: sample.selecting(rows: owners), biases: neurons.map { -interpolant.knots[$0] },
      outputWeights: neurons.map { weight * interpolant.changes[$0] },
      offset: weight * Double(directions) * interpolant.start)
  }

  /// The root mean square error of ``network(pieces:seed:)`` at points of the unit sphere, in blocks that bound the memory.
  /// - Throws: `NetworkError.empty` for no pieces, `mismatch` for points of another dimension.
  public func measuredError(pieces: Int, seed: UInt64, points: Matrix) throws -> Double {
    let network = try network(pieces: pieces, seed: seed)
    let block = 64
    let squares = try stride(from: 0, to: points.rows, by: block).map { top in
      let part = points.selecting(rows: Array(top..<min(top + block, points.rows)))
      return try network.values(at: part).reduce(0) { $0 + ($1 - 1) * ($1 - 1) }
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

/// Daniely's lower bound on the width that one hidden layer needs for F(x, x') = sin(a <x, x'>), a = pi d^3, on pairs of points
/// of the sphere S^{d-1}, evaluated in log space.
///
/// Over degrees k, F has the squared norms N(d,k) (Gamma(d/2) (2/a)^{d/2-1} J_{k+d/2-1}(a))^2 for odd k (the plane-wave expansion),
/// which add up to (1 - Gamma(d/2) a^{1-d/2} J_{d/2-1}(2a)) / 2. A neuron's part of degree at least n is at most its norm over
/// sqrt(N(d,n)), so that the width is at least of the order of sqrt(share N(d,n)), the share being that of degrees >= n = d^2,
/// for weights that are polynomial in d. Sources: Daniely, COLT 2017; Safran, Eldan, Shamir, COLT 2019, theorem 4;
/// Watson, "A Treatise on the Theory of Bessel Functions", section 11.5.
public struct InnerProductBound: Sendable, Equatable {
  /// d, of each of the two inputs.
  public let dimension: Int
  /// The share of the squared norm of F in degrees >= d^2.
  public let share: Double
  /// log N(d, d^2).
  public let logMultiplicity: Double

  /// log of sqrt(share N(d, d^2)).
  public var logWidth: Double { (log(share) + logMultiplicity) / 2 }

  /// The p with which the width is d^p.
  public var power: Double { logWidth / log(Double(dimension)) }

  /// - Throws: `NetworkError.outside` for a dimension out of 3...200.
  public init(dimension: Int) throws {
    try NetworkError.require(dimension, in: 3...200, "the dimension")
    self.dimension = dimension
    let d = Double(dimension)
    let (argument, degree) = (Double.pi * d * d * d, dimension * dimension)
    let order = d / 2 - 1
    let logScale = lgamma(d / 2) + order * log(2 / argument)
    let bessel = BesselLadder.values(halfOrder: dimension - 2, argument: argument, count: degree)
    let low = stride(from: 1, to: degree, by: 2).reduce(0) { sum, k in
      sum + exp(InnerProductBound.logCount(dimension, k) + 2 * logScale) * bessel[k] * bessel[k]
    }
    let double = BesselLadder.values(halfOrder: dimension - 2, argument: 2 * argument, count: 1)[0]
    let total = (1 - exp(lgamma(d / 2) - order * log(argument)) * double) / 2
    share = 1 - low / total
    logMultiplicity = InnerProductBound.logCount(dimension, degree)
  }

  /// log N(d,k) = log((2k+d-2) (k+d-3)! / (k! (d-2)!)), k >= 1.
  static func logCount(_ dimension: Int, _ k: Int) -> Double {
    let (d, k) = (Double(dimension), Double(k))
    return log(2 * k + d - 2) + lgamma(k + d - 2) - lgamma(k + 1) - lgamma(d - 1)
  }
}

/// Bessel functions of the first kind whose orders ascend by one, below the argument.
enum BesselLadder {
  /// J_{h/2 + j}(x), j = 0, ..., count - 1, for x above every order, where the recurrence upwards is stable.
  static func values(halfOrder h: Int, argument x: Double, count: Int) -> [Double] {
    let scale = (2 / (Double.pi * x)).squareRoot()
    var (below, here) = h.isMultiple(of: 2) ? (-j1(x), j0(x)) : (scale * cos(x), scale * sin(x))
    var order = h.isMultiple(of: 2) ? 0.0 : 0.5
    func climb() {
      (below, here) = (here, 2 * order / x * here - below)
      order += 1
    }
    while order < Double(h) / 2 { climb() }
    return (0..<count).map { _ in
      defer { climb() }
      return here
    }
  }
}
