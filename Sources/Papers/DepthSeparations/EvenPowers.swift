import Documents
import Foundation
import LinearAlgebra
import Networks
import Pipeline

/// Explicit networks for even powers of the norm.
struct EvenPowerStage: Stage {
  static let kind = StageKind(
    "even-power", revision: 4,
    summary: "measured and predicted error in the unit ball of one-hidden-layer networks for |x|^{2k}",
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
    tests = fields.integer("tests", in: 1...100_000, "uniform points of the unit ball, not used to build the networks")
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
    var squareRatio: Double { measured * measured / (power.predictedBallError * power.predictedBallError) }
  }

  private static let row = Row<Network>(
    .integer("dimension", "$d$", \.power.dimension),
    .integer("power", "$k$ of $|x|^{2k}$", \.power.power),
    .integer("seed", "seed of directions and points", \.stage.seed),
    .integer("directions", "number $m$ of random directions", \.power.directions),
    .integer("width", "neurons", \.width),
    .number("measured", "root mean square error in the ball", roles: [.estimate], \.measured),
    .number("offset", "constant that the network adds", \.offset),
    .number(
      "predicted", "expected root mean square error", roles: [.theory(of: "measured")],
      \.power.predictedBallError),
    .number("square-ratio", "(measured / predicted)^2", \.squareRatio))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let counts = directions.map(Double.init)
    return Self.row.columns(spanning: [
      \.power.dimension: [Double(dimension)], \.power.power: [Double(power)], \.stage.seed: [Double(seed)],
      \.power.directions: counts, \.width: counts.map { $0 * Double(pieces) },
    ])
  }

  func run(_ workspace: Workspace) throws {
    let points = try BallSample.points(count: tests, dimension: dimension, seed: UInt64(seed))
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

/// How far the networks for even powers can be from them anywhere in the unit ball.
struct EvenPowerBoundStage: Stage {
  static let kind = StageKind(
    "even-power-bound", revision: 1,
    summary:
      "bounds of the greatest error in the unit ball of one-hidden-layer networks for |x|^{2k}",
    example: #"""
      {"dimension": 3, "power": 2, "directions": [16, 64], "pieces": 16, "seed": 1}
      """#)

  let dimension, power: Int
  let directions: [Int]
  let pieces, seed: Int
  let table = Output("bounds", row: Self.row)

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 2...64, "d")
    power = fields.integer("power", in: 1...EvenPowerForm.greatestPower, "k of |x|^{2k}")
    directions = fields.integers("directions", in: 1...100_000, "numbers m of random directions")
    pieces = fields.integer("pieces", in: 1...10_000, "pieces of each one-dimensional interpolant")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of directions and of the search's starts")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    let terms = EvenPowerForm.order(dimension: dimension, power: power)
    return Resources(memory: 128 << 20 + 8 * terms * (3 * (directions.max() ?? 1) + 6 * terms) + 64 * pieces)
  }

  /// The network over some number of directions.
  private struct Bound {
    let power: EvenPower
    let stage: EvenPowerBoundStage
    let error: EvenPowerError

    var width: Int { power.directions * stage.pieces }
    var relative: Double { error.bound / error.expected }
    var reached: Double { error.found / error.bound }
  }

  private static let row = Row<Bound>(
    .integer("dimension", "$d$", \.power.dimension),
    .integer("power", "$k$ of $|x|^{2k}$", \.power.power),
    .integer("seed", "seed of the directions", \.stage.seed),
    .integer("directions", "number $m$ of random directions", \.power.directions),
    .integer("width", "neurons", \.width),
    .number("bound", "bound of the error over the whole unit ball", roles: [.estimate], \.error.bound),
    .number("form", "bound of the error of the directions, in it", \.error.form),
    .number("interpolation", "bound of the error of the interpolants, in it", \.error.interpolation),
    .number("found", "greatest error that a search on the sphere found", \.error.found),
    .number(
      "expected", "closed form that the expected greatest error does not exceed", roles: [.theory(of: "bound")],
      \.error.expected),
    .number("relative", "bound over closed form", \.relative),
    .number("reached", "greatest error found over the bound", \.reached))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let counts = directions.map(Double.init)
    return Self.row.columns(spanning: [
      \.power.dimension: [Double(dimension)], \.power.power: [Double(power)], \.stage.seed: [Double(seed)],
      \.power.directions: counts, \.width: counts.map { $0 * Double(pieces) },
    ])
  }

  func run(_ workspace: Workspace) throws {
    let rows = try directions.map { count in
      let even = try EvenPower(dimension: dimension, power: power, directions: count)
      return Bound(power: even, stage: self, error: try EvenPowerError(even, pieces: pieces, seed: UInt64(seed)))
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
