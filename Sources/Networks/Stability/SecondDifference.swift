import LinearAlgebra

/// How much a function bends on average, without the weight of the stability norm.
public enum SecondDifference {
  /// The mean over `count` draws of |f(x + h v) - 2 f(x) + f(x - h v)| / h^2, with x standard normal in R^d and v uniform
  /// on the sphere: streams (seed, "difference points") and (seed, "difference directions").
  ///
  /// - Throws: `NetworkError.notPositive` for the spacing h, `outside` for a count that is not 1 to 10^6.
  public static func mean(
    _ network: ShallowNetwork, spacing: Double, count: Int, seed: UInt64
  ) throws -> Double {
    try NetworkError.requirePositive(spacing, "the spacing")
    guard (1...1_000_000).contains(count) else {
      throw NetworkError.outside(what: "the number of draws", range: 1...1_000_000, value: count)
    }
    let dimension = network.dimension
    let points = RandomStream(seed: seed, purpose: "difference points").gaussians(count * dimension)
    var moves = RandomStream(seed: seed, purpose: "difference directions").gaussians(count * dimension)
    for row in 0..<count {
      let range = row * dimension..<(row + 1) * dimension
      let length = euclideanNorm(moves[range])
      for index in range { moves[index] *= spacing / length }
    }
    func values(_ sign: Double) throws -> [Double] {
      try network.values(
        at: Matrix(rows: count, columns: dimension, elements: zip(points, moves).map { $0 + sign * $1 }))
    }
    let (behind, here, ahead) = (try values(-1), try values(0), try values(1))
    return here.indices.reduce(0) { $0 + (ahead[$1] - 2 * here[$1] + behind[$1]).magnitude }
      / (Double(count) * spacing * spacing)
  }
}
