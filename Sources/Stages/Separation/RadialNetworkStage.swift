import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Explicit networks with two hidden layers for radial functions.
struct RadialNetworkStage: Stage {
  static let kind = StageKind(
    "radial-network", revision: 2,
    summary: "width and measured error of explicit two-hidden-layer networks for radial functions")

  let dimension: Int
  let errors: [Double]
  let tests: Int
  let seed: Int
  let table = Output<Table>("networks")
  /// The layers of the first profile's network for the greatest of the errors; the others are built alike.
  let first = Output<Matrix>("first-layer")
  let second = Output<Matrix>("second-layer")

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 1...256, "d")
    errors = fields.numbers("errors", in: 1e-4...1, "allowed errors")
    tests = fields.integer("tests", in: 3...100_000, "points each inside the ball, near the origin and on the sphere")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of the points and of the random profile")
  }

  var outputs: [OutputDeclaration] { [table.declaration, first.declaration, second.declaration] }
  var needs: Resources { Resources(memory: 4 << 30) }

  func run(_ workspace: Workspace) throws {
    let points = try RadialSample.withExtremes(count: tests, dimension: dimension, seed: UInt64(seed))
    let profiles = [RadialProfile.valley, .cone, .random(seed: UInt64(seed))]
    let cells = profiles.indices.flatMap { profile in errors.map { (profile, $0) } }
    let built = try cells.map { profile, error in
      let radial = try RadialNetwork(profile: profiles[profile], dimension: dimension, error: error)
      return (radial, try radial.greatestError(profile: profiles[profile], at: points))
    }
    if let widest = errors.max() {
      let radial = try RadialNetwork(profile: profiles[0], dimension: dimension, error: widest)
      try workspace.write(try radial.network.firstNeurons, to: first)
      try workspace.write(try radial.network.secondNeurons, to: second)
    }
    try workspace.write(
      try Table([
        ("profile", .texts(cells.map { FeatureWidthsStage.profiles[$0.0] })),
        ("dimension", .numbers(cells.map { _ in Double(dimension) })), ("error", .numbers(cells.map(\.1))),
        ("inverse-error", .numbers(cells.map { 1 / $0.1 })), ("sup", .numbers(built.map(\.1))),
        ("relative", .numbers(zip(built, cells).map { $0.1 / $1.1 })),
        ("offset", .numbers(built.map { $0.0.network.offset })),
        ("first-width", .numbers(built.map { Double($0.0.firstWidth) })),
        ("second-width", .numbers(built.map { Double($0.0.secondWidth) })),
        ("width", .numbers(built.map { Double($0.0.firstWidth + $0.0.secondWidth) })),
      ]), to: table)
  }
}
