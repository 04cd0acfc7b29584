import Documents
import LinearAlgebra
import Pipeline

/// Uniform points on the sphere S^{d-1}, one a row.
struct SampleSphere: Stage {
  static let kind = StageKind("sample-sphere", revision: 1, summary: "independent uniform points on the unit sphere")

  let count: Int
  let dimension: Int
  let seed: Int
  let points = Output<Matrix>("points")

  init(_ fields: Fields) {
    count = fields.integer("n", in: 1...10_000_000, "the number of points")
    dimension = fields.integer("dimension", in: 2...100_000, "d of the sphere S^{d-1} in R^d")
    seed = fields.integer("seed", in: 0...Int.max, "the seed; the stream is (seed, \"sphere\")")
  }

  var outputs: [OutputDeclaration] { [points.declaration] }
  var needs: Resources { Resources(memory: 64 << 20 + 24 * count * dimension) }

  func run(_ workspace: Workspace) throws {
    let stream = RandomStream(seed: UInt64(seed), purpose: "sphere")
    try workspace.write(try Sampling.sphere(count: count, dimension: dimension, stream: stream), to: points)
  }
}
