import LinearAlgebra

@testable import Networks

/// Random networks and points for properties that must hold for all of them.
struct Sample {
  let network: ShallowNetwork
  let points: Matrix

  init(_ network: ShallowNetwork, _ points: Matrix) { (self.network, self.points) = (network, points) }

  /// Shapes, scales and centres vary from case to case.
  static func random(_ index: Int) throws -> Sample {
    let draws = RandomStream(seed: UInt64(index), purpose: "shape")
    let (d, k, n) = (
      1 + draws.integer(below: 11, at: 0), 1 + draws.integer(below: 30, at: 1), 2 + draws.integer(below: 40, at: 2)
    )
    let (size, centre) = (1 + draws.uniform(at: 3), draws.uniform(at: 4))
    let network = try ShallowNetwork(
      width: k, dimension: d, scale: 0.3 + 2 * draws.uniform(at: 5), biasScale: 1, seed: UInt64(index))
    return Sample(network, try gaussians(n, d, seed: UInt64(index), scale: size, shift: centre))
  }

  static func gaussians(_ n: Int, _ d: Int, seed: UInt64, scale: Double = 1, shift: Double = 0) throws -> Matrix {
    try Matrix(
      rows: n, columns: d,
      elements: RandomStream(seed: seed, purpose: "points").gaussians(n * d).map { scale * $0 + shift })
  }

  /// The data that the network interpolates.
  var interpolated: TrainingSet {
    get throws { try TrainingSet(points: points, targets: network.values(at: points)) }
  }
}

func column(_ values: [Double]) throws -> Matrix { try Matrix(rows: values.count, columns: 1, elements: values) }

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } : .infinity
}
