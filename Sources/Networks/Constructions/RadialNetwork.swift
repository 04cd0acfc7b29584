import Foundation
import LinearAlgebra

/// phi(|x|) on the unit ball by two hidden layers, to a uniform error that is proved beforehand.
///
/// The first layer interpolates the square of every coordinate on [-1, 1] with knots h apart: their sum s' exceeds s = |x|^2 by at
/// most d h^2 / 4, so |sqrt(s') - sqrt(s)| <= sqrt(d) h / 2. The second layer interpolates phi(sqrt(.)) at the squares of radii
/// delta apart: for a 1-Lipschitz phi its error is below 0.53 delta (the worst piece is the first, max t + t^2 - 2 t^3 for t in
/// [0, 1]). Half of the allowed error goes to each. Source: Safran, Eldan, Shamir, COLT 2019, the depth-3 side of their comparison;
/// the constants are ours.
public struct RadialNetwork: Sendable {
  public let network: DeepNetwork
  /// The widths of its two layers: 2 d^{3/2} L / eps and about 1.06 L / eps.
  public var firstWidth: Int { network.first.rows }
  public var secondWidth: Int { network.second.rows }

  /// The network for a profile and an allowed error eps.
  /// - Throws: `NetworkError.empty` for a dimension below 1, `notPositive` for the error, `outside` if the first layer would have
  ///   more than 2,000,000 neurons.
  public init(profile: RadialProfile, dimension: Int, error: Double) throws {
    let shape = try RadialShape(profile: profile, dimension: dimension, error: error)
    let (pieces, width) = (shape.pieces, shape.firstWidth)
    let square = try PiecewiseLinear(pieces: pieces, on: -1...1) { $0 * $0 }
    let outer = try PiecewiseLinear(knots: shape.knotRadii.map { $0 * $0 }) { profile($0.squareRoot()) }
    var first = try Matrix(rows: width, columns: dimension)
    for coordinate in 0..<dimension {
      for piece in 0..<pieces { first[coordinate * pieces + piece, coordinate] = 1 }
    }
    let sum = (0..<dimension).flatMap { _ in square.changes }
    network = try DeepNetwork(
      first: first, firstBiases: (0..<dimension).flatMap { _ in square.knots.map { -$0 } },
      second: Matrix(rows: shape.radii, columns: width, elements: (0..<shape.radii).flatMap { _ in sum }),
      secondBiases: outer.knots.map { Double(dimension) * square.start - $0 }, outputWeights: outer.changes,
      offset: outer.start)
  }

  /// The greatest |network - phi(|x|)| over the points.
  /// - Throws: `NetworkError.mismatch` for points of another dimension.
  public func greatestError(profile: RadialProfile, at points: Matrix) throws -> Double {
    zip(try network.values(at: points), profile.values(at: points)).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}

/// How large a ``RadialNetwork`` must be for its error, known before it is built.
public struct RadialShape: Sendable, Equatable {
  /// d.
  public let dimension: Int
  /// Pieces of each coordinate's square, 2 sqrt(d) L / eps.
  public let pieces: Int
  /// The greatest radius that the interpolated squares can show, sqrt(1 + d h^2 / 4) with knots h = 2 / `pieces` apart.
  public let greatestRadius: Double
  /// Pieces of the profile, about 1.06 L / eps.
  public let radii: Int

  public var firstWidth: Int { dimension * pieces }
  public var secondWidth: Int { radii }

  /// The radii at whose squares the second layer meets the profile, from 0 to the greatest one.
  public var knotRadii: [Double] { (0...radii).map { greatestRadius * Double($0) / Double(radii) } }

  public var parameterCount: Int { firstWidth * (dimension + 1) + secondWidth * (firstWidth + 2) + 1 }

  /// The shape for a profile with Lipschitz constant L and an allowed error eps.
  /// - Throws: `NetworkError.empty` for a dimension below 1, `notPositive` for the error, `outside` if the first layer would have
  ///   more than 2,000,000 neurons.
  public init(profile: RadialProfile, dimension: Int, error: Double) throws {
    guard dimension > 0 else { throw NetworkError.empty("the input") }
    try NetworkError.requirePositive(error, "the allowed error")
    let half = error / (2 * profile.lipschitzConstant)
    let (wanted, limit) = ((Double(dimension).squareRoot() / half).rounded(.up), 2_000_000 / dimension)
    guard wanted <= Double(limit) else {
      throw NetworkError.outside(
        what: "the number of pieces per coordinate", range: 1...limit, value: Int(min(wanted, 1e15)))
    }
    self.dimension = dimension
    pieces = max(Int(wanted), 1)
    let step = 2 / Double(pieces)
    greatestRadius = (1 + Double(dimension) * step * step / 4).squareRoot()
    radii = max(Int((0.53 * greatestRadius / half).rounded(.up)), 1)
  }
}

/// A function phi of the radius r in [0, 1].
public enum RadialProfile: Sendable, Equatable {
  /// |r - 1/2|.
  case valley
  /// max(0, 1 - 2r).
  case cone
  /// Piecewise linear on 16 equal pieces with phi(0) = 0 and slopes uniform on (-1, 1), from the stream (seed, "radial profile").
  case random(seed: UInt64)

  /// The radii in (0, 1) between which phi is linear.
  public var kinks: [Double] {
    switch self {
    case .valley, .cone: [0.5]
    case .random: (1..<RadialProfile.pieces).map { Double($0) / Double(RadialProfile.pieces) }
    }
  }

  /// Into how many equal pieces a random profile is divided.
  private static let pieces = 16

  /// The least L with |phi(r) - phi(s)| <= L |r - s| for every r, s (1 as a bound for a random profile).
  public var lipschitzConstant: Double { self == .cone ? 2 : 1 }

  /// phi; beyond r = 1 it goes on with its last slope.
  public func callAsFunction(_ r: Double) -> Double {
    switch self {
    case .valley: abs(r - 0.5)
    case .cone: max(0, 1 - 2 * r)
    case .random(let seed): RadialProfile.path(r, RandomStream(seed: seed, purpose: "radial profile"))
    }
  }

  /// phi(|x|) at every row x of `points`.
  public func values(at points: Matrix) -> [Double] {
    (0..<points.rows).map { row in self(points[row: row].reduce(0) { $0 + $1 * $1 }.squareRoot()) }
  }

  private static func path(_ r: Double, _ stream: RandomStream) -> Double {
    var value = 0.0
    for piece in 0..<pieces {
      let start = Double(piece) / Double(pieces)
      guard r > start else { break }
      let length = piece == pieces - 1 ? r - start : min(r - start, 1 / Double(pieces))
      value += (2 * stream.uniform(at: piece) - 1) * length
    }
    return value
  }
}

/// Points whose direction is uniform on the sphere and whose radius is uniform on (0, 1).
public enum RadialSample {
  /// sqrt(1 / (3 d)): the standard deviation of w.x for a fixed unit vector w, since E|x|^2 = 1/3 is shared by d axes.
  public static func projectionDeviation(dimension: Int) -> Double { (1 / (3 * Double(dimension))).squareRoot() }

  /// `count` such points, one per row, from the streams (seed, "radial directions") and (seed, "radii").
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
  /// - Throws: `LinearAlgebraError.empty` if the count or the dimension is below 1.
  public static func withExtremes(count: Int, dimension: Int, seed: UInt64) throws -> Matrix {
    let inside = try points(count: count, dimension: dimension, seed: seed)
    let sphere = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "sphere points"))
    let near = (0..<count).flatMap { row in sphere[row: row].map { $0 * 0.1 * Double(row) / Double(count) } }
    return try Matrix(rows: 3 * count, columns: dimension, elements: inside.elements + sphere.elements + near)
  }
}

/// Uniform points of the unit ball.
public enum BallSample {
  /// `count` points, one per row: directions from the stream (seed, "test points"), radii u^{1/d} with u from (seed, "test radii").
  /// - Throws: `LinearAlgebraError.empty` if the count or the dimension is below 1.
  public static func points(count: Int, dimension: Int, seed: UInt64) throws -> Matrix {
    var points = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "test points"))
    let radii = RandomStream(seed: seed, purpose: "test radii")
    for row in 0..<count {
      let radius = pow(radii.uniform(at: row), 1 / Double(dimension))
      for column in 0..<dimension { points[row, column] *= radius }
    }
    return points
  }
}
