/// How far a ``RadialNetwork`` can be from phi(|x|) anywhere in the unit ball, in closed form and without a sample.
///
/// The network is g(s'), s' the sum of the interpolated squares and g the interpolant of phi(sqrt(.)). Since every interpolated
/// square exceeds the square by 0 to h^2/4, s = |x|^2 <= s' <= s + d h^2/4, and with sqrt(s + a) <= sqrt(s) + sqrt(a)
///
/// |g(s') - phi(|x|)| <= |g(s') - phi(sqrt(s'))| + |phi(sqrt(s')) - phi(sqrt(s))| <= ``outer`` + ``inner``.
///
/// In r = sqrt(s') a piece of g is a parabola a + b r^2, and between kinks phi is a line, so that their difference is greatest at an
/// end, at a kink or where 2 b r is the slope of phi: all of these are tried, and nothing lies between them. Numbers are rounded as
/// doubles, to some 1e-15.
public struct RadialBound: Sendable, Equatable {
  /// The greatest |g(r^2) - phi(r)| over radii r from 0 to the greatest that the interpolated squares can show.
  public let outer: Double
  /// L sqrt(d) h / 2, h = 2 / pieces.
  public let inner: Double
  /// Their sum, which no error in the ball exceeds.
  public var total: Double { outer + inner }

  /// The bound for the network of that shape for the profile.
  public init(profile: RadialProfile, shape: RadialShape) {
    inner = profile.lipschitzConstant * Double(shape.dimension).squareRoot() / Double(shape.pieces)
    let knots = shape.knotRadii
    outer = zip(knots, knots.dropFirst()).reduce(0) { greatest, piece in
      max(greatest, RadialBound.error(of: profile, between: piece.0, and: piece.1))
    }
  }

  /// The greatest distance, for r from `low` to `high`, of phi(r) and the function linear in r^2 that meets it at both ends.
  static func error(of profile: RadialProfile, between low: Double, and high: Double) -> Double {
    let curvature = (profile(high) - profile(low)) / (high * high - low * low)
    func distance(_ r: Double) -> Double { abs(profile(low) + curvature * (r * r - low * low) - profile(r)) }
    let places = [low] + profile.kinks.filter { low < $0 && $0 < high } + [high]
    return zip(places, places.dropFirst()).reduce(0) { greatest, part in
      let slope = (profile(part.1) - profile(part.0)) / (part.1 - part.0)
      let turn = curvature == 0 ? part.0 : slope / (2 * curvature)
      let inside = part.0 < turn && turn < part.1 ? distance(turn) : 0
      return max(greatest, distance(part.0), distance(part.1), inside)
    }
  }
}
