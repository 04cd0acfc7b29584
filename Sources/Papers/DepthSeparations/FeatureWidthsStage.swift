import Documents
import KernelRegression
import LinearAlgebra
import Networks
import Pipeline

/// One-hidden-layer networks over random features, fitted to radial functions at every width at once.
struct FeatureWidthsStage: Stage {
  static let kind = StageKind(
    "feature-widths", revision: 1,
    summary: "held-out errors of one-hidden-layer networks with random features on radial functions, by width")

  static let profiles = ["|r - 1/2|", "max(0, 1 - 2r)", "random 1-Lipschitz"]
  static let block = 2048

  let dimension: Int
  let widths: [Int]
  let count: Int
  let tests: Int
  let jitter: Double
  let seed: Int
  let table = Output<Table>("errors")

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 1...4096, "d")
    widths = fields.integers("widths", in: 1...20_000, "ascending numbers of neurons")
    count = fields.integer("n", in: 1...10_000_000, "training points, direction and radius uniform")
    tests = fields.integer("tests", in: 1...100_000, "held-out points")
    jitter = fields.number(
      "jitter", in: 0...1, "what is added to the normal equations, relative to their mean diagonal")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of features and points")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    let width = widths.max() ?? 1
    let points = 24 * dimension * (count + tests + width)
    return Resources(memory: 256 << 20 + points + 8 * width * (3 * width + 2 * Self.block + 2 * tests))
  }

  func run(_ workspace: Workspace) throws {
    let features = try ShallowFeatures(
      count: widths.max() ?? 1, dimension: dimension,
      deviation: RadialSample.projectionDeviation(dimension: dimension), seed: UInt64(seed))
    var problem = try NestedLeastSquares(features: features.biases.count, targets: Self.profiles.count)
    let points = try RadialSample.points(count: count, dimension: dimension, seed: 2 * UInt64(seed))
    for top in stride(from: 0, to: count, by: Self.block) {
      let part = points.selecting(rows: Array(top..<min(top + Self.block, count)))
      try problem.add(features: features.values(at: part), targets: targets(part))
    }
    let solution = try problem.solved(relativeJitter: jitter)
    let held = try RadialSample.points(count: tests, dimension: dimension, seed: 2 * UInt64(seed) + 1)
    let errors = try solution.heldOut(features: features.values(at: held), targets: targets(held), widths: widths)
    try workspace.write(try rows(solution, errors), to: table)
  }

  private func targets(_ points: Matrix) throws -> Matrix {
    let columns = [RadialProfile.valley, .cone, .random(seed: UInt64(seed))].map { $0.values(at: points) }
    return try Matrix(rows: columns.count, columns: points.rows, elements: columns.flatMap { $0 }).transposed
  }

  private func rows(_ solution: NestedSolution, _ errors: [[HeldOutError]]) throws -> Table {
    let cells = Self.profiles.indices.flatMap { profile in widths.indices.map { (profile, $0) } }
    return try Table([
      ("profile", .texts(cells.map { Self.profiles[$0.0] })),
      ("dimension", .numbers(cells.map { _ in Double(dimension) })),
      ("seed", .numbers(cells.map { _ in Double(seed) })),
      ("width", .numbers(cells.map { Double(widths[$0.1]) })),
      ("rms", .numbers(cells.map { errors[$0.1][$0.0].rootMeanSquare })),
      ("sup", .numbers(cells.map { errors[$0.1][$0.0].greatest })),
      ("residual", .numbers(try cells.map { try solution.residual(width: widths[$0.1], target: $0.0) })),
      ("condition", .numbers(try cells.map { try solution.conditionBound(width: widths[$0.1]) })),
    ])
  }
}
