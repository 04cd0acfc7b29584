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
  var needs: Resources {
    let shapes = cells.compactMap { profile, error in
      try? RadialShape(profile: profile, dimension: dimension, error: error)
    }
    // All networks are kept, and while one is built and tried there are copies of its parameters and a block of values.
    let kept = shapes.reduce(0) { $0 + 8 * $1.parameterCount }
    let work = shapes.map { 24 * $0.parameterCount + 4096 * ($0.firstWidth + $0.secondWidth) }.max() ?? 0
    return Resources(memory: 64 << 20 + kept + work)
  }

  private var profiles: [RadialProfile] { [.valley, .cone, .random(seed: UInt64(seed))] }
  private var cells: [(profile: RadialProfile, error: Double)] {
    profiles.flatMap { profile in errors.map { (profile: profile, error: $0) } }
  }

  func run(_ workspace: Workspace) throws {
    let points = try RadialSample.withExtremes(count: tests, dimension: dimension, seed: UInt64(seed))
    let cells = cells
    let built = try cells.map { profile, error in
      let radial = try RadialNetwork(profile: profile, dimension: dimension, error: error)
      return (radial, try radial.greatestError(profile: profile, at: points))
    }
    if let widest = errors.max() {
      let radial = try RadialNetwork(profile: profiles[0], dimension: dimension, error: widest)
      try workspace.write(try radial.network.firstNeurons, to: first)
      try workspace.write(try radial.network.secondNeurons, to: second)
    }
    try workspace.write(
      try Table([
        ("profile", .texts(FeatureWidthsStage.profiles.flatMap { name in errors.map { _ in name } })),
        ("dimension", .numbers(cells.map { _ in Double(dimension) })), ("error", .numbers(cells.map(\.error))),
        ("inverse-error", .numbers(cells.map { 1 / $0.error })), ("sup", .numbers(built.map(\.1))),
        ("relative", .numbers(zip(built, cells).map { $0.1 / $1.error })),
        ("offset", .numbers(built.map { $0.0.network.offset })),
        ("first-width", .numbers(built.map { Double($0.0.firstWidth) })),
        ("second-width", .numbers(built.map { Double($0.0.secondWidth) })),
        ("width", .numbers(built.map { Double($0.0.firstWidth + $0.0.secondWidth) })),
      ]), to: table)
  }
}
