import Documents
import LinearAlgebra
import Networks
import Pipeline

/// The least stability norm over all shallow networks that fit a function on a grid.
struct LeastNormStage: Stage {
  static let kind = StageKind(
    "least-norm", revision: 2,
    summary: "the least stability norm of a shallow network of any width that fits a function on a grid",
    example: #"""
      {"target": "pyramid", "side": 5, "half-width": 1.5, "ridges": [1e-7]}
      """#)

  let place: GridFields
  let ridges: [Double]
  let norms = Output("norms", row: Self.row)
  let map = Output("map", row: Self.mapRow)

  init(_ fields: Fields) {
    place = GridFields(fields)
    ridges = fields.numbers(
      "ridges", in: 1e-12...1e3, "weights rho of the norm against the error, |r|^2 / (2 rho); 1e-7 interpolates")
  }

  var outputs: [OutputDeclaration] { [norms.declaration, map.declaration] }
  var needs: Resources { Resources(memory: (256 << 20) + place.side * place.side * 400_000) }

  /// The solution at one weight.
  private struct Norm {
    let place: GridFields
    let ridge: Double
    let solution: LeastNormSolution
    /// The deviation of the values.
    let deviation: Double

    var points: Int { place.side * place.side }
    var relativeError: Double { deviation > 0 ? solution.error / deviation : solution.error }
  }

  /// One point of the grid.
  private struct Cell {
    let ridge, x, y, target, value: Double
  }

  private static let row = Row<Norm>(
    .text("title", "the function", \.place.title),
    .integer("n", "points of the grid", \.points),
    .number("ridge", "weight $\\rho$ of the norm against the error", \.ridge),
    .number("norm", "stability norm of the solution", roles: [.estimate], \.solution.norm),
    .number("lower-bound", "bound from below, certified over all hyperplanes", \.solution.lowerBound),
    .number("violation", "largest violation of a constraint", \.solution.violation),
    .number("error", "root mean square error", \.solution.error),
    .number("relative-error", "error over the deviation of the values", \.relativeError),
    .integer("neurons", "neurons up to symmetry", \.solution.terms.count),
    .number("largest-step", "2 / (1 + 2 norm)", \.solution.largestStep))

  private static let mapRow = Row<Cell>(
    .number("ridge", "weight $\\rho$ of the norm against the error", \.ridge),
    .number("x", "first coordinate", \.x), .number("y", "second coordinate", \.y),
    .number("target", "value of the function", \.target),
    .number("value", "value of the solution's network", roles: [.estimate], \.value))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    output.name == map.name
      ? Self.mapRow.columns(spanning: [\.ridge: ridges])
      : Self.row.columns(spanning: [\.points: [Double(place.side * place.side)], \.ridge: ridges])
  }

  func run(_ workspace: Workspace) throws {
    let grid = try place.grid
    let data = try grid.data(place.target)
    let deviation = data.targetDeviation
    let rows = try ridges.map { ridge in
      Norm(
        place: place, ridge: ridge, solution: try grid.leastNorm(of: place.target, ridge: ridge), deviation: deviation)
    }
    try workspace.write(try Self.row.table(rows), to: norms)
    let cells = try rows.flatMap { row in
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
