import LinearAlgebra

/// phi(|x|) on the unit ball by two hidden layers, to a uniform error that is proved beforehand.
///
/// The first layer interpolates the square of every coordinate on [-1, 1] with knots h apart: their sum s' exceeds s = |x|^2 by at
/// most d h^2 / 4, so |sqrt(s') - sqrt(s)| <= sqrt(d) h / 2. The second layer interpolates phi(sqrt(.)) at the squares of radii
/// delta apart: for a 1-Lipschitz phi its error is below 0.53 delta (the worst piece is the first, max t + t^2 - 2 t^3 for t in
/// [0, 1]). Half of the allowed error goes to each. Source: Safran, Eldan, Shamir, COLT 2019, the depth-3 side of their comparison;
/// the constants are ours.
public struct RadialNetwork: Sendable {
  /// The network, weights and all.
  public let network: DeepNetwork
  /// The widths of its two layers: 2 d^{3/2} L / eps and about 1.06 L / eps.
  public let firstWidth: Int
  public let secondWidth: Int

  /// The network for a profile and an allowed error eps.
  ///
  /// - Throws: `NetworkError.empty` for a dimension below 1, `notPositive` for the error, `outside` if the first layer would have
  ///   more than 2,000,000 neurons.
  public init(profile: RadialProfile, dimension: Int, error: Double) throws {
    let shape = try RadialShape(profile: profile, dimension: dimension, error: error)
    let (pieces, greatest, radii) = (shape.pieces, shape.greatestRadius, shape.radii)
    let square = try PiecewiseLinear(pieces: pieces, on: -1...1) { $0 * $0 }
    let outer = try PiecewiseLinear(
      knots: (0...radii).map { index in
        let radius = greatest * Double(index) / Double(radii)
        return radius * radius
      }
    ) { profile($0.squareRoot()) }
    firstWidth = dimension * pieces
    secondWidth = radii
    var first = try Matrix(rows: firstWidth, columns: dimension)
    for coordinate in 0..<dimension {
      for piece in 0..<pieces { first[coordinate * pieces + piece, coordinate] = 1 }
    }
    let sum = (0..<dimension).flatMap { _ in square.changes }
    network = try DeepNetwork(
      first: first, firstBiases: (0..<dimension).flatMap { _ in square.knots.map { -$0 } },
      second: Matrix(rows: radii, columns: firstWidth, elements: (0..<radii).flatMap { _ in sum }),
      secondBiases: outer.knots.map { Double(dimension) * square.start - $0 }, outputWeights: outer.changes,
      offset: outer.start)
  }

  /// The greatest |network - phi(|x|)| over the points.
  ///
  /// - Throws: `NetworkError.mismatch` for points of another dimension.
  public func greatestError(profile: RadialProfile, at points: Matrix) throws -> Double {
    zip(try network.values(at: points), profile.values(at: points)).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
