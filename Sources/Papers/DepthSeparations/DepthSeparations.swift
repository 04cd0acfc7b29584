import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Safran, Eldan & Shamir (2019): Depth Separations in Neural Networks.
enum DepthSeparations {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    FeatureWidthsStage.self, WidthNeededStage.self, EvenPowerStage.self, RadialNetworkStage.self,
    InnerProductStage.self,
  ]
}

/// The evaluated lower bound on the width of one hidden layer.
struct InnerProductStage: Stage {
  static let kind = StageKind(
    "inner-product-bound", revision: 2,
    summary: "the least width of one hidden layer for sin(pi d^3 <x, x'>), in log space",
    example: #"""
      {"dimensions": [4, 8]}
      """#)

  let dimensions: [Int]
  let table = Output("bound", row: Self.row)

  init(_ fields: Fields) { dimensions = fields.integers("dimensions", in: 3...200, "values of d") }

  var outputs: [OutputDeclaration] { [table.declaration] }

  private static let row = Row<InnerProductBound>(
    .integer("dimension", "$d$ of each of the two inputs", \.dimension),
    .number("share", "share of the squared norm in degrees $\\ge d^2$", \.share),
    .number("log-multiplicity", "$\\log N(d, d^2)$", \.logMultiplicity),
    .number("log-width", "logarithm of the least width", roles: [.estimate], \.logWidth),
    .number("power", "the $p$ with which the width is $d^p$", \.power))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.dimension: dimensions.map(Double.init)])
  }

  func run(_ workspace: Workspace) throws {
    try workspace.write(Self.row.table(dimensions.map { try InnerProductBound(dimension: $0) }), to: table)
  }
}

/// Explicit networks for even powers of the norm.
struct EvenPowerStage: Stage {
  static let kind = StageKind(
    "even-power", revision: 3,
    summary: "measured and predicted error on the sphere of one-hidden-layer networks for |x|^{2k}",
    example: #"""
      {"dimension": 3, "power": 1, "directions": [16], "pieces": 16, "tests": 50, "seed": 1}
      """#)

  let dimension, power: Int
  let directions: [Int]
  let pieces, tests, seed: Int
  let table = Output("errors", row: Self.row)
  /// The network over the fewest directions; the seed gives the others.
  let network = Output<Matrix>("network")

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 2...1000, "d")
    power = fields.integer("power", in: 1...20, "k of |x|^{2k}")
    directions = fields.integers("directions", in: 1...100_000, "numbers m of random directions")
    pieces = fields.integer("pieces", in: 1...10_000, "pieces of each one-dimensional interpolant")
    tests = fields.integer("tests", in: 1...100_000, "points of the sphere, not used to build the networks")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of directions and points")
  }

  var outputs: [OutputDeclaration] { [table.declaration, network.declaration] }
  var needs: Resources {
    let neurons = (directions.max() ?? 1) * pieces
    return Resources(memory: 256 << 20 + 32 * neurons * (dimension + 128) + 24 * tests * dimension)
  }

  /// The network over some number of directions.
  private struct Network {
    let power: EvenPower
    let stage: EvenPowerStage
    let offset, measured: Double

    var width: Int { power.directions * stage.pieces }
    var squareRatio: Double { measured * measured / (power.predictedError * power.predictedError) }
  }

  private static let row = Row<Network>(
    .integer("dimension", "$d$", \.power.dimension),
    .integer("power", "$k$ of $|x|^{2k}$", \.power.power),
    .integer("seed", "seed of directions and points", \.stage.seed),
    .integer("directions", "number $m$ of random directions", \.power.directions),
    .integer("width", "neurons", \.width),
    .number("measured", "root mean square error on the sphere", roles: [.estimate], \.measured),
    .number("offset", "constant that the network adds", \.offset),
    .number("predicted", "expected root mean square error", roles: [.theory(of: "measured")], \.power.predictedError),
    .number("square-ratio", "(measured / predicted)^2", \.squareRatio))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let counts = directions.map(Double.init)
    return Self.row.columns(spanning: [
      \.power.dimension: [Double(dimension)], \.power.power: [Double(power)], \.stage.seed: [Double(seed)],
      \.power.directions: counts, \.width: counts.map { $0 * Double(pieces) },
    ])
  }

  func run(_ workspace: Workspace) throws {
    let points = try Sampling.sphere(
      count: tests, dimension: dimension, stream: RandomStream(seed: UInt64(seed), purpose: "test points"))
    let powers = try directions.map { try EvenPower(dimension: dimension, power: power, directions: $0) }
    let measured = try powers.map { try $0.measuredError(pieces: pieces, seed: UInt64(seed), points: points) }
    guard let fewest = powers.min(by: { $0.directions < $1.directions }) else { return }
    let smallest = try fewest.network(pieces: pieces, seed: UInt64(seed))
    try workspace.write(try smallest.neurons, to: network)
    // The constant does not depend on the number of directions.
    let rows = zip(powers, measured).map { Network(power: $0, stage: self, offset: smallest.offset, measured: $1) }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}

/// Explicit networks with two hidden layers for radial functions.
struct RadialNetworkStage: Stage {
  static let kind = StageKind(
    "radial-network", revision: 2,
    summary: "width and measured error of explicit two-hidden-layer networks for radial functions",
    example: #"""
      {"dimension": 2, "errors": [0.1], "tests": 50, "seed": 1}
      """#)

  let dimension: Int
  let errors: [Double]
  let tests, seed: Int
  let table = Output("networks", row: Self.row)
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
    let shapes = cells.compactMap { profile, _, error in
      try? RadialShape(profile: profile, dimension: dimension, error: error)
    }
    // All networks are kept, and while one is built and tried there are copies of its parameters and a block of values.
    let kept = shapes.reduce(0) { $0 + 8 * $1.parameterCount }
    let work = shapes.map { 24 * $0.parameterCount + 4096 * ($0.firstWidth + $0.secondWidth) }.max() ?? 0
    return Resources(memory: 64 << 20 + kept + work + 3 * 24 * tests * dimension)
  }

  /// The network for one profile and one allowed error.
  private struct Network {
    let profile: String
    let dimension: Int
    let error: Double
    let network: RadialNetwork
    let greatest: Double

    var inverseError: Double { 1 / error }
    var relative: Double { greatest / error }
    var width: Int { network.firstWidth + network.secondWidth }
  }

  private static let row = Row<Network>(
    .text("profile", "the radial function", \.profile),
    .integer("dimension", "$d$", \.dimension),
    .number("error", "allowed error", \.error),
    .number("inverse-error", "1 over it", \.inverseError),
    .number("sup", "greatest error at the points", \.greatest),
    .number("relative", "greatest over allowed error", \.relative),
    .number("offset", "constant that the network adds", \.network.network.offset),
    .integer("first-width", "neurons of the first hidden layer", \.network.firstWidth),
    .integer("second-width", "neurons of the second one", \.network.secondWidth),
    .integer("width", "neurons of both", \.width))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.dimension: [Double(dimension)], \.error: errors, \.inverseError: errors.map { 1 / $0 },
    ])
  }

  private var profiles: [RadialProfile] { [.valley, .cone, .random(seed: UInt64(seed))] }
  private var cells: [(profile: RadialProfile, name: String, error: Double)] {
    zip(profiles, FeatureWidthsStage.profiles).flatMap { profile, name in errors.map { (profile, name, $0) } }
  }

  func run(_ workspace: Workspace) throws {
    let points = try RadialSample.withExtremes(count: tests, dimension: dimension, seed: UInt64(seed))
    let rows = try cells.map { profile, name, error in
      let radial = try RadialNetwork(profile: profile, dimension: dimension, error: error)
      return Network(
        profile: name, dimension: dimension, error: error, network: radial,
        greatest: try radial.greatestError(profile: profile, at: points))
    }
    if let widest = errors.max() {
      let radial = try RadialNetwork(profile: profiles[0], dimension: dimension, error: widest)
      try workspace.write(try radial.network.firstNeurons, to: first)
      try workspace.write(try radial.network.secondNeurons, to: second)
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
