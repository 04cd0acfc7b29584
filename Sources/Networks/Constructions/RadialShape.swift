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

  /// The widths of the two layers.
  public var firstWidth: Int { dimension * pieces }
  public var secondWidth: Int { radii }

  /// Weights, biases and the offset.
  public var parameterCount: Int { firstWidth * (dimension + 1) + secondWidth * (firstWidth + 2) + 1 }

  /// The shape for a profile with Lipschitz constant L and an allowed error eps.
  ///
  /// - Throws: `NetworkError.empty` for a dimension below 1, `notPositive` for the error, `outside` if the first layer would have
  ///   more than 2,000,000 neurons.
  public init(profile: RadialProfile, dimension: Int, error: Double) throws {
    guard dimension > 0 else { throw NetworkError.empty("the input") }
    try NetworkError.requirePositive(error, "the allowed error")
    let half = error / (2 * profile.lipschitzConstant)
    let root = Double(dimension).squareRoot()
    let (wanted, limit) = ((root / half).rounded(.up), 2_000_000 / dimension)
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
