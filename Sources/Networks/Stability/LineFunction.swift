import LinearAlgebra

/// What the stability norm says of a network on the line: |f|_S is the integral of |f''| g.
public enum LineFunction {
  /// A kink of f: f'' has a point mass `jump` at `position`.
  public struct Kink: Sendable, Equatable {
    /// Where on the line.
    public let position: Double
    /// The change of f' from left to right.
    public let jump: Double
  }

  /// The kinks in ascending order, those at one place merged.
  public static func kinks(_ network: ShallowNetwork) throws -> [Kink] {
    try NetworkError.require(network.dimension, equals: 1, "the dimension of the network")
    return StabilityNorm.bends(network)
      .map { Kink(position: $0.plane.threshold * $0.plane.normal[0], jump: $0.coefficient) }
      .sorted { $0.position < $1.position }
  }

  /// The total variation of f' strictly inside the range of the points.
  public static func slopeVariation(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    guard let lowest = points.elements.min(), let highest = points.elements.max() else { return 0 }
    return try kinks(network).filter { lowest < $0.position && $0.position < highest }
      .reduce(0) { $0 + $1.jump.magnitude }
  }

  /// The integral of |f''| g by second differences on a lattice of the given spacing over the range of the points: an
  /// independent check of |f|_S, first-order in the spacing.
  ///
  /// - Throws: `NetworkError.notPositive` for the spacing, `mismatch` unless everything has dimension 1, `outside` for
  ///   more than 10^7 lattice points.
  public static func weightedCurvature(
    _ network: ShallowNetwork, _ points: Matrix, spacing: Double
  ) throws -> Double {
    try NetworkError.requirePositive(spacing, "the spacing")
    try NetworkError.require(points.columns, equals: 1, "the dimension of the points")
    guard let lowest = points.elements.min(), let highest = points.elements.max() else { return 0 }
    let cells = (highest - lowest) / spacing
    guard cells <= 1e7 else { throw NetworkError.outside(what: "the lattice", range: 1...10_000_000, value: Int.max) }
    let count = Int(cells) + 3
    let lattice = try Matrix(
      rows: count, columns: 1, elements: (0..<count).map { lowest + (Double($0) - 1) * spacing })
    let values = try network.values(at: lattice)
    return (1..<count - 1).reduce(0) { sum, index in
      let bend = (values[index + 1] - 2 * values[index] + values[index - 1]).magnitude / spacing
      return sum + bend * Hyperplane(normal: [1], threshold: lattice[index, 0]).weight(points)
    }
  }
}
