import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Explicit networks with two hidden layers for radial functions.
struct RadialNetworkStage: Stage {
  static let kind = StageKind(
    "radial-network", revision: 3,
    summary: "width and bounded error of explicit two-hidden-layer networks for radial functions",
    example: #"""
      {"dimension": 2, "errors": [0.1], "tried": [0.1], "tests": 50, "seed": 1}
      """#)

  let dimension: Int
  let errors, tried: [Double]
  let tests, seed: Int
  let table = Output("networks", row: Self.row)
  /// The layers of the first profile's network for the greatest of the errors; the others are built alike.
  let first = Output<Matrix>("first-layer")
  let second = Output<Matrix>("second-layer")

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 1...256, "d")
    errors = fields.numbers("errors", in: 1e-4...1, "allowed errors")
    tried = fields.numbers("tried", in: 1e-4...1, "those of them whose networks are built and evaluated at points")
    tests = fields.integer("tests", in: 3...100_000, "points each inside the ball, near the origin and on the sphere")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of the points and of the random profile")
  }

  var outputs: [OutputDeclaration] { [table.declaration, first.declaration, second.declaration] }
  var needs: Resources {
    let shapes = profiles.flatMap { profile in
      (tried + [errors.max() ?? 1]).compactMap { try? RadialShape(profile: profile, dimension: dimension, error: $0) }
    }
    // While a network is built and tried there are copies of its parameters and a block of values.
    let work = shapes.map { 32 * $0.parameterCount + 4096 * ($0.firstWidth + $0.secondWidth) }.max() ?? 0
    return Resources(memory: 64 << 20 + work + 3 * 24 * tests * dimension)
  }

  /// The network for one profile and one allowed error.
  private struct Network {
    let profile: String
    let error: Double
    let shape: RadialShape
    let bound: RadialBound
    /// The greatest error at the points and the output's constant, if the network was built.
    let found: (greatest: Double, offset: Double)?

    var inverseError: Double { 1 / error }
    var relative: Double { bound.total / error }
    var width: Int { shape.firstWidth + shape.secondWidth }
    var reached: Double? { found.map { $0.greatest / bound.total } }
  }

  private static let row = Row<Network>(
    .text("profile", "the radial function", \.profile),
    .integer("dimension", "$d$", \.shape.dimension),
    .number("error", "allowed error", \.error),
    .number("inverse-error", "1 over it", \.inverseError),
    .number("bound", "bound of the error over the whole unit ball", roles: [.estimate], \.bound.total),
    .number("outer", "greatest error of the second layer's interpolant, in it", \.bound.outer),
    .number("inner", "what the first layer's interpolants add at most, in it", \.bound.inner),
    .number("relative", "bound over allowed error", \.relative),
    .number("sup", "greatest error at the points; missing unless tried", \.found?.greatest),
    .number("reached", "greatest error at the points over the bound", \.reached),
    .number("offset", "constant that the network adds", \.found?.offset),
    .integer("first-width", "neurons of the first hidden layer", \.shape.firstWidth),
    .integer("second-width", "neurons of the second one", \.shape.secondWidth),
    .integer("width", "neurons of both", \.width))

  func work(reading shapes: [String: Shape]) -> Work? {
    Work(Double(tests) * Double(dimension) * Double(dimension), rate: 5e5)
  }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.shape.dimension: [Double(dimension)], \.error: errors, \.inverseError: errors.map { 1 / $0 },
    ])
  }

  private var profiles: [RadialProfile] { [.valley, .cone, .random(seed: UInt64(seed))] }
  private var cells: [(profile: RadialProfile, name: String, error: Double)] {
    zip(profiles, FeatureWidthsStage.profiles).flatMap { profile, name in errors.map { (profile, name, $0) } }
  }

  func run(_ workspace: Workspace) throws {
    let points = try RadialSample.withExtremes(count: tests, dimension: dimension, seed: UInt64(seed))
    let rows = try cells.map { profile, name, error in
      let shape = try RadialShape(profile: profile, dimension: dimension, error: error)
      return Network(
        profile: name, error: error, shape: shape, bound: RadialBound(profile: profile, shape: shape),
        found: try tried.contains(error) ? found(profile, error, points) : nil)
    }
    if let widest = errors.max() {
      let radial = try RadialNetwork(profile: profiles[0], dimension: dimension, error: widest)
      try workspace.write(try radial.network.firstNeurons, to: first)
      try workspace.write(try radial.network.secondNeurons, to: second)
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }

  private func found(_ profile: RadialProfile, _ error: Double, _ points: Matrix) throws -> (
    greatest: Double, offset: Double
  ) {
    let radial = try RadialNetwork(profile: profile, dimension: dimension, error: error)
    return (try radial.greatestError(profile: profile, at: points), radial.network.offset)
  }
}
