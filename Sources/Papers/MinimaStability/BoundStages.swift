import Documents
import Foundation
import LinearAlgebra
import Networks
import Pipeline

/// The least stability norm over all shallow networks that fit a function on a grid.
struct LeastNormStage: Stage {
  static let kind = StageKind(
    "least-norm", revision: 7,
    summary: "the least stability norm of a shallow network of any width that fits a function on a grid",
    example: #"""
      {"target": "pyramid", "side": 5, "half-width": 1.5, "ridges": [0]}
      """#)

  let place: GridFields
  let dimension, interval: Int
  let ridges: [Double]
  let norms = Output("norms", row: Self.row)
  /// Of a grid in the plane; in space it is empty.
  let map = Output("map", row: Self.mapRow)

  init(_ fields: Fields) {
    place = GridFields(fields)
    dimension = fields.optionalInteger("dimension", in: 2...3, "d of the m^d grid; 2 if left out") ?? 2
    interval =
      fields.optionalInteger(
        "every", in: 1...99,
        "k: the function is asked for at every k-th point along each axis; g is of all; 1 if left out")
      ?? 1
    ridges = fields.numbers(
      "ridges", in: 0...1e3, "weights rho of the norm against the error, |r|^2 / (2 rho); 0 interpolates exactly")
    if (place.side - 1) % interval != 0 {
      fields.refuse(
        "every", "\(interval) does not divide \(place.side) - 1", remedy: "take a divisor of the side minus 1")
    }
    if dimension == 3, place.side > 9 {
      fields.refuse("side", "a grid in space has too many planes for a side of \(place.side)", remedy: "take at most 9")
    }
  }

  var outputs: [OutputDeclaration] { [norms.declaration, map.declaration] }
  /// The cube of the nodes, for the first weight and in part for each further one.
  func work(reading shapes: [String: Shape]) -> Work? {
    let nodes = pow(Double((place.side - 1) / interval + 1), Double(dimension))
    return Work(pow(nodes, 3) * Double(2 + ridges.count) / 3, rate: dimension == 3 ? 1e8 : 3.3e8)
  }
  var needs: Resources {
    // In space the planes in all directions, of which there are about m^6.5 / 60, hold every point.
    let planes = dimension == 3 ? Resources.bytes(0.3 * pow(Double(min(place.side, 9)), 9.5)) : 0
    return Resources(memory: (256 << 20) + place.side * place.side * 400_000 + planes)
  }

  private var grid: SquareGrid {
    get throws {
      try SquareGrid(side: place.side, halfWidth: place.halfWidth, dimension: dimension, interval: interval)
    }
  }

  /// The solution at one weight.
  private struct Norm {
    let place: GridFields
    let grid: SquareGrid
    let ridge: Double
    let solution: LeastNormSolution
    /// The deviation of the values.
    let deviation: Double
    let ownNorm: Double?

    var ownRatio: Double? { ownNorm.map { solution.norm / $0 } }
    var relativeError: Double { deviation > 0 ? solution.error / deviation : solution.error }
  }

  /// One point of the grid.
  private struct Cell {
    let ridge, x, y, target, value: Double
  }

  private static let row = Row<Norm>(
    .text("title", "the kind of function", \.place.title), .text("function", "the function", \.place.formula),
    .integer("n", "points of the grid", \.grid.count),
    .integer("nodes", "points at which the function is asked for", \.grid.nodeCount),
    .number("ridge", "weight $\\rho$ of the norm against the error", \.ridge),
    .number(
      "norm", "stability norm of the solution; for $\\rho = 0$ of an exact interpolant, proven", roles: [.estimate],
      \.solution.norm),
    .number(
      "lower-bound", "bound from below over all hyperplanes; for $\\rho = 0$ proven in whole numbers",
      \.solution.lowerBound),
    .number(
      "correction", "the part of the norm that makes an interpolant exact", roles: [.digits(from: .column("norm"))],
      \.solution.correction),
    .number("violation", "largest violation of a constraint", \.solution.violation),
    .number("error", "root mean square error", \.solution.error),
    .number("relative-error", "error over the deviation of the values", \.relativeError),
    .number("largest-step", "2 / (1 + 2 norm)", \.solution.largestStep),
    .number("step-bound", "2 / (1 + 2 lower-bound): no interpolant is stable above", \.solution.stepBound),
    .number(
      "own-norm", "the norm of the function itself, from its Radon transform; missing where infinite or not known",
      \.ownNorm),
    .number("own-ratio", "norm over own-norm", \.ownRatio))

  private static let mapRow = Row<Cell>(
    .number("ridge", "weight $\\rho$ of the norm against the error", \.ridge),
    .number("x", "first coordinate", \.x), .number("y", "second coordinate", \.y),
    .number("target", "value of the function", \.target),
    .number("value", "value of the solution's network", roles: [.estimate, .digits(from: .largest)], \.value))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    output.name == map.name
      ? Self.mapRow.columns(spanning: [\.ridge: ridges])
      : Self.row.columns(spanning: [\.grid.count: [pow(Double(place.side), Double(dimension))], \.ridge: ridges])
  }

  func run(_ workspace: Workspace) throws {
    let grid = try self.grid
    let data = try grid.data(place.target)
    let deviation = data.targetDeviation
    let ownNorm = try RadialNorm.value(of: place.target, on: grid)
    let rows = try ridges.map { ridge in
      Norm(
        place: place, grid: grid, ridge: ridge, solution: try grid.leastNorm(of: place.target, ridge: ridge),
        deviation: deviation, ownNorm: ownNorm)
    }
    try workspace.write(try Self.row.table(rows), to: norms)
    let flat = dimension == 2 ? rows : []
    let cells = try flat.flatMap { row in
      try zip(0..., grid.values(of: row.solution, target: place.target)).map { point, value in
        Cell(
          ridge: row.ridge, x: data.points[point, 0], y: data.points[point, 1], target: data.targets[point],
          value: value)
      }
    }
    try workspace.write(try Self.mapRow.table(cells), to: map)
  }
}

/// The chain of bounds on random networks.
struct ChainStage: Stage {
  static let kind = StageKind(
    "stability-chain", revision: 1, summary: "the chain of bounds on the sharpness, on random networks and points",
    example: #"""
      {"trials": 10, "seed": 1}
      """#)

  let trials, seed: Int
  let table = Output("trials", row: Self.row)

  init(_ fields: Fields) {
    trials = fields.integer("trials", in: 1...1_000_000, "random networks")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of everything drawn")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources { Resources(memory: 256 << 20 + 512 * trials) }

  private static let row = Row<ChainTrial>(
    .integer("width", "neurons", \.width), .integer("dimension", "$d$", \.dimension),
    .integer("n", "points", \.count),
    .number("sharpness", "$\\lambda_{max}$, the first of a chain of lower bounds", \.chain.sharpness),
    .number("gradient-mean", "$Q$, the squared norm of the mean gradient", \.chain.gradientMean),
    .number("one-sided-bound", "1 + 2 times the one-sided stability norm", \.chain.oneSidedBound),
    .number("norm-bound", "1 + 2 times the stability norm", \.chain.normBound),
    .number("slack", "least relative slack of the chain's links", roles: [.estimate], \.chain.slack),
    .number("balanced-error", "$|Q - (1 + 2 S)| / Q$ after balancing, $S$ the one-sided norm", \.balancedError))

  func run(_ workspace: Workspace) throws {
    let rows = try (0..<trials).map { try ChainTrial(index: $0, seed: UInt64(seed)) }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
