import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline

/// The coefficients of random starts in the eigenbasis of the NTK's matrix, beside what they are expected to be.
struct StartDecayStage: Stage {
  static let kind = StageKind(
    "start-decay", revision: 1,
    summary: "tail sums of the coefficients of random starts in the NTK's empirical eigenbasis, drawn and expected")

  let dimension: Int
  let count: Int
  let draws: Int
  let seed: Int
  let first: Int
  let last: Int
  let table = Output<Table>("draws")

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 2...60, "d; the points are uniform on S^d in R^{d+1}")
    count = fields.integer("n", in: 10...20_000, "points")
    draws = fields.integer("draws", in: 2...10_000, "random starts")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of points and draws")
    first = fields.integer("first", in: 1...20_000, "the first index of the range of the fit")
    last = fields.integer("last", in: 2...20_000, "the last index")
    if first >= last { fields.refuse("last", "\(last) is not above first = \(first)", remedy: "give a larger one") }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources { Resources(memory: 256 << 20 + 64 * count * count + 24 * draws * count) }

  /// One row a draw: its `smoothness` over the range, and `expected`, that of the mean squares over all draws on these points.
  func run(_ workspace: Workspace) throws {
    let points = try Sampling.sphere(
      count: count, dimension: dimension + 1, stream: RandomStream(seed: UInt64(seed), purpose: "points"))
    let covariance = try Gram.matrix(Kernel(.arcCosine(layers: 2)), points)
    let flow = try KernelFlow(kernel: Gram.matrix(Kernel(.ntk(layers: 2), normalised: true), points))
    let expected = try CoefficientDecay(
      eigenvalues: flow.eigenvalues, squares: CoefficientDecay.expectedSquares(flow, covariance: covariance)
    ).exponents(over: first...last).smoothness
    let starts = try GaussianProcess(covariance: covariance)
      .draws(draws, stream: RandomStream(seed: UInt64(seed), purpose: "initial function"))
    let found = try (0..<draws).map {
      try CoefficientDecay(flow, targets: Array(starts[row: $0])).exponents(over: first...last).smoothness
    }
    try workspace.write(
      try Table([
        ("dimension", .numbers(found.map { _ in Double(dimension) })),
        ("n", .numbers(found.map { _ in Double(count) })),
        ("draw", .numbers(found.indices.map(Double.init))), ("smoothness", .numbers(found)),
        ("expected", .numbers(found.map { _ in expected })),
        ("theory", .numbers(found.map { _ in 3 / Double(dimension + 1) })),
      ]), to: table)
  }
}
