import Documents
import Networks
import Pipeline

/// Whether gradient descent leaves a minimum that it started next to.
struct EscapeStage: Stage {
  static let kind = StageKind(
    "escape", revision: 1, summary: "gradient descent from next to a minimum, below and above its critical step size",
    example: #"""
      {
        "points": "random-labels.points",
        "targets": "random-labels.targets",
        "width": 20,
        "scale": 0.3,
        "step": 0.1,
        "shake": 0.001,
        "precision": 1e-9,
        "fractions": [0.9, 1.1],
        "tolerance": 1e-9,
        "hold": 100,
        "steps": 20000,
        "seed": 1
      }
      """#)

  let data: DataFields
  let training: TrainingFields
  let step, shake, precision: Double
  let fractions: [Double]
  let runs = Output("runs", row: Self.row)
  let traces = Output("traces", row: Self.traceRow)

  init(_ fields: Fields) {
    data = DataFields(fields)
    training = TrainingFields(fields)
    step = fields.number("step", in: 1e-9...1e9, "the step size with which the minimum is found")
    shake = fields.number("shake", in: 0...1, "standard deviation of the shifts that move the minimum off the kinks")
    precision = fields.number("precision", in: 1e-300...1, "the loss to which the minimum is found before it is shaken")
    fractions = fields.numbers("fractions", in: 0.01...10, "step sizes as fractions of 2 / lambda_max")
  }

  var outputs: [OutputDeclaration] { [runs.declaration, traces.declaration] }
  var needs: Resources { Resources(memory: memory(reading: [:])) }

  func memory(reading sizes: [String: Int]) -> Int {
    // One loss in twenty, as a point and as a row of the table and of its file.
    let traces = 10 * training.limit * fractions.count
    return Resources.bytes(Double(256 << 20 + traces) + Double(data.bytes(training, reading: sizes)))
  }

  func work(reading shapes: [String: Shape]) -> Work? {
    let points = shapes[data.points.path] ?? Shape(rows: 256, columns: 100)
    return training.work(batch: Double(points.rows), dimension: points.columns, runs: 1 + Double(fractions.count) / 8)
  }

  /// The loss of one run before one step.
  private struct Trace {
    let fraction: Double
    let point: LossPoint
  }

  private static let row = Row<Escape>(
    .number("fraction", "step size over the critical one, $2/\\lambda_{max}$", \.fraction),
    .number("growth", "factor of the displacement in one step", roles: [.estimate], \.growth),
    .number("predicted-growth", "$|1 - \\eta \\lambda_{max}|$", roles: [.theory(of: "growth")], \.predictedGrowth),
    .number("distance", "how far the run moved from the minimum; missing if it diverged", \.distance),
    .flag("left", "the run left the minimum", \.left),
    .number("final-stability", "$\\eta \\lambda_{max} / 2$ at the end; missing if it diverged", \.finalStability),
    .text("outcome", "converged, step limit or diverged", \.run.outcome.rawValue))

  private static let traceRow = Row<Trace>(
    .number("fraction", "step size over the critical one", \.fraction),
    .integer("step", "steps done", \.point.step),
    .number("loss", "loss before the next", roles: [.estimate], \.point.loss))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    output.name == runs.name
      ? Self.row.columns(spanning: [\.fraction: fractions]) : Self.traceRow.columns(spanning: [\.fraction: fractions])
  }

  func run(_ workspace: Workspace) throws {
    let set = try data.read(workspace)
    let search = try StoppingRule(tolerance: precision, hold: 500, maximumSteps: training.limit)
    let minimum = try Escape.minimum(
      from: training.network(dimension: set.dimension), on: set, step: step, shake: shake, rule: search,
      seed: UInt64(training.seed))
    let escapes = try fractions.compactMap { fraction in
      try minimum.map { try Escape(from: $0, on: set, fraction: fraction, rule: training.rule, tracedEvery: 20) }
    }
    if minimum == nil { workspace.log("no minimum was reached; the tables are empty") }
    try workspace.write(try Self.row.table(escapes), to: runs)
    let points = escapes.flatMap { escape in escape.run.trace.map { Trace(fraction: escape.fraction, point: $0) } }
    try workspace.write(try Self.traceRow.table(points), to: traces)
  }
}

/// The exact pyramid of two hidden layers, perturbed, under gradient descent below and above its critical step.
struct DeepReturnStage: Stage {
  static let kind = StageKind(
    "deep-return", revision: 2,
    summary: "whether gradient descent returns to the exact two-hidden-layer pyramid from next to it",
    example: #"""
      {
        "side": 5,
        "half-width": 1.6,
        "fractions": [0.9],
        "perturbation": 0.003,
        "steps": 100,
        "seed": 1
      }
      """#)

  let side: Int
  let halfWidth: Double
  let fractions: [Double]
  let perturbation: Double
  let steps, seed: Int
  let runs = Output("runs", row: Self.row)

  init(_ fields: Fields) {
    side = fields.integer("side", in: 2...100, "m of the m x m grid")
    halfWidth = fields.number("half-width", in: 1e-6...1e6, "R of the square [-R, R]^2")
    fractions = fields.numbers("fractions", in: 0.01...10, "step sizes as fractions of 2 / lambda_max")
    perturbation = fields.number("perturbation", in: 0...1, "standard deviation of the shifts of the parameters")
    steps = fields.integer("steps", in: 1...10_000_000, "steps of a run")
    seed = fields.integer("seed", in: 0...Int.max, "the seed; the stream is (seed, \"perturbation\")")
  }

  var outputs: [OutputDeclaration] { [runs.declaration] }
  var needs: Resources { Resources(memory: 256 << 20 + 48 * side * side * side * side) }

  private struct Run {
    let fraction: Double
    let found: DeepReturn
  }

  private static let row = Row<Run>(
    .number("fraction", "step size over the critical one, $2/\\lambda_{max}$", \.fraction),
    .number("exact-error", "largest error of the unperturbed network", \.found.exactError),
    .number("sharpness", "$\\lambda_{max}$ of the unperturbed network", \.found.sharpness),
    .text("outcome", "converged, step limit or diverged", \.found.outcome.rawValue),
    .number("start-error", "root mean square error at the start over the deviation of the values", \.found.startError),
    .number("end-error", "the same at the end", roles: [.estimate], \.found.endError))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.fraction: fractions])
  }

  func run(_ workspace: Workspace) throws {
    let rows = try fractions.map { fraction in
      try Run(
        fraction: fraction,
        found: DeepReturn(
          grid: SquareGrid(side: side, halfWidth: halfWidth), fraction: fraction, perturbation: perturbation,
          steps: steps, seed: UInt64(seed)))
    }
    try workspace.write(try Self.row.table(rows), to: runs)
  }
}

/// The sharpness of the exact pyramid of two hidden layers on a grid, computed and in closed form.
struct PyramidSharpnessStage: Stage {
  static let kind = StageKind(
    "pyramid-sharpness", revision: 1,
    summary: "the sharpness of the exact two-hidden-layer pyramid on a grid, from its Jacobian and in closed form",
    example: #"""
      {"side": 6, "half-width": 1.6, "dimension": 2}
      """#)

  let side, dimension: Int
  let halfWidth: Double
  let table = Output("sharpness", row: Self.row)

  init(_ fields: Fields) {
    side = fields.integer("side", in: 2...100, "m of the m^d grid, even: the points of an odd one lie on kinks")
    halfWidth = fields.number("half-width", in: 1...1e6, "R of the cube [-R, R]^d")
    dimension = fields.integer("dimension", in: 2...3, "d")
    if !side.isMultiple(of: 2) {
      fields.refuse("side", "an odd grid has points on the network's kinks", remedy: "take an even `side`")
    } else if dimension == 3, side > 8 {
      fields.refuse("side", "\(side)^3 points are too many for the kernel's matrix", remedy: "take at most 8")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    let count = dimension == 2 ? side * side : min(side, 8) * min(side, 8) * min(side, 8)
    return Resources(memory: 256 << 20 + 48 * count * count)
  }

  private struct Network {
    let points, dimension: Int
    let error, sharpness: Double
    let closed, limit: PyramidSharpness
  }

  private static let row = Row<Network>(
    .integer("d", "$d$", \.dimension), .integer("n", "points of the grid", \.points),
    .number("exact-error", "largest error of the network on the grid", \.error),
    .number("sharpness", "$\\lambda_{max}$, from the Jacobian", roles: [.estimate], \.sharpness),
    .number("closed-sharpness", "the same in closed form", roles: [.theory(of: "sharpness")], \.closed.value),
    .number("limit-sharpness", "its limit on fine grids", \.limit.value),
    .number("largest-step", "$2/\\lambda_{max}$ in closed form", \.closed.largestStep))

  func run(_ workspace: Workspace) throws {
    let data = try SquareGrid(side: side, halfWidth: halfWidth, dimension: dimension).data(.pyramid)
    let network = try DeepNetwork.pyramid(dimension: dimension)
    let errors = zip(try network.values(at: data.points), data.targets).map { ($0 - $1).magnitude }
    let found = try Network(
      points: data.count, dimension: dimension, error: errors.max() ?? 0, sharpness: network.sharpness(data.points),
      closed: PyramidSharpness(data.points), limit: PyramidSharpness(dimension: dimension, halfWidth: halfWidth))
    try workspace.write(try Self.row.table([found]), to: table)
  }
}
