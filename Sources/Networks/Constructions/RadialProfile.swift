import LinearAlgebra

/// A function phi of the radius r in [0, 1].
public enum RadialProfile: Sendable, Equatable {
  /// |r - 1/2|.
  case valley
  /// max(0, 1 - 2r).
  case cone
  /// Piecewise linear on 16 equal pieces with phi(0) = 0 and slopes uniform on (-1, 1), from the stream (seed, "radial profile").
  case random(seed: UInt64)

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
    let pieces = 16
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
