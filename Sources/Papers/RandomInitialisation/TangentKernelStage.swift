import Documents
import Kernels
import LinearAlgebra
import Networks
import Pipeline

/// A finite network's own tangent kernel at its start beside the closed form.
struct TangentKernelStage: Stage {
  static let kind = StageKind(
    "tangent-kernel", revision: 1, summary: "the empirical tangent kernel of a network at its start against the NTK")

  let network: TangentFields
  let count: Int
  let dataSeed: Int
  let table = Output<Table>("error")

  init(_ fields: Fields) {
    network = TangentFields(fields)
    count = fields.integer("n", in: 1...5000, "points, uniform on the sphere")
    dataSeed = fields.integer("data-seed", in: 0...Int.max, "the seed of the points")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    Resources(memory: 256 << 20 + network.bytes(points: count) + 40 * network.layers * count * count)
  }

  func run(_ workspace: Workspace) throws {
    let points = try Sampling.sphere(
      count: count, dimension: network.dimension, stream: RandomStream(seed: UInt64(dataSeed), purpose: "points"))
    let found = try network.start().tangentKernel(rows: points, columns: points)
    let exact = try Gram.matrix(Kernel(.ntk(layers: network.layers)), points)
    try workspace.write(
      try network.labelled([("error", .numbers([found.rootMeanSquareDifference(from: exact)]))]), to: table)
  }
}
