import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Explicit networks for even powers of the norm.
struct EvenPowerStage: Stage {
  static let kind = StageKind(
    "even-power", revision: 3,
    summary: "measured and predicted error on the sphere of one-hidden-layer networks for |x|^{2k}")

  let dimension: Int
  let power: Int
  let directions: [Int]
  let pieces: Int
  let tests: Int
  let seed: Int
  let table = Output<Table>("errors")
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

  func run(_ workspace: Workspace) throws {
    let points = try Sampling.sphere(
      count: tests, dimension: dimension, stream: RandomStream(seed: UInt64(seed), purpose: "test points"))
    let powers = try directions.map { try EvenPower(dimension: dimension, power: power, directions: $0) }
    let measured = try powers.map { try $0.measuredError(pieces: pieces, seed: UInt64(seed), points: points) }
    guard let fewest = powers.min(by: { $0.directions < $1.directions }) else { return }
    let smallest = try fewest.network(pieces: pieces, seed: UInt64(seed))
    try workspace.write(try smallest.neurons, to: network)
    func same(_ value: Int) -> Table.Values { .numbers(powers.map { _ in Double(value) }) }
    try workspace.write(
      try Table([
        ("dimension", same(dimension)), ("power", same(power)), ("seed", same(seed)),
        ("directions", .numbers(directions.map(Double.init))),
        ("width", .numbers(directions.map { Double($0 * pieces) })), ("measured", .numbers(measured)),
        // The constant does not depend on the number of directions.
        ("offset", .numbers(powers.map { _ in smallest.offset })),
        ("predicted", .numbers(powers.map(\.predictedError))),
        ("square-ratio", .numbers(zip(measured, powers).map { $0 * $0 / ($1.predictedError * $1.predictedError) })),
      ]), to: table)
  }
}
