import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Whether gradient descent leaves a minimum that it started next to.
struct EscapeStage: Stage {
  static let kind = StageKind(
    "escape", revision: 1, summary: "gradient descent from next to a minimum, below and above its critical step size")

  let data: DataFields
  let start: StartFields
  let stopping: RuleFields
  let step: Double
  let shake: Double
  let precision: Double
  let fractions: [Double]
  let runs = Output<Table>("runs")
  let traces = Output<Table>("traces")

  init(_ fields: Fields) {
    data = DataFields(fields)
    start = StartFields(fields)
    stopping = RuleFields(fields)
    step = fields.number("step", in: 1e-9...1e9, "the step size with which the minimum is found")
    shake = fields.number("shake", in: 0...1, "standard deviation of the shifts that move the minimum off the kinks")
    precision = fields.number("precision", in: 1e-300...1, "the loss to which the minimum is found before it is shaken")
    fractions = fields.numbers("fractions", in: 0.01...10, "step sizes as fractions of 2 / lambda_max")
  }

  var outputs: [OutputDeclaration] { [runs.declaration, traces.declaration] }
  // The sizes of its inputs are not known here; these are ordinary ones.
  var needs: Resources { Resources(memory: 256 << 20 + start.bytes(points: 256, dimension: 100)) }

  func run(_ workspace: Workspace) throws {
    let set = try data.read(workspace)
    let search = try StoppingRule(tolerance: precision, hold: 500, maximumSteps: stopping.limit)
    let minimum = try Escape.minimum(
      from: start.network(dimension: set.dimension), on: set, step: step, shake: shake, rule: search,
      seed: UInt64(start.seed))
    let escapes = try fractions.compactMap { fraction in
      try minimum.map {
        try Escape(from: $0, on: set, fraction: fraction, rule: stopping.rule, tracedEvery: 20)
      }
    }
    if minimum == nil { workspace.log("no minimum was reached; the tables are empty") }
    try workspace.write(try table(escapes), to: runs)
    try workspace.write(try TraceTable.table("fraction", escapes.map { ($0.fraction, $0.run.trace) }), to: traces)
  }

  /// `fraction` of the critical step; `growth` of the displacement a step and `predicted-growth`; `distance` moved,
  /// `left`, 1 when it left; `final-stability` eta lambda_max / 2 at the end; `outcome`.
  private func table(_ escapes: [Escape]) throws -> Table {
    try Table([
      ("fraction", .numbers(escapes.map(\.fraction))), ("growth", .numbers(escapes.map(\.growth))),
      ("predicted-growth", .numbers(escapes.map(\.predictedGrowth))),
      ("distance", .numbers(escapes.map { $0.distance ?? .nan })),
      ("left", .numbers(escapes.map { $0.stayed ? 0 : 1 })),
      ("final-stability", .numbers(escapes.map { $0.finalStability ?? .nan })),
      ("outcome", .texts(escapes.map(\.run.outcome.rawValue))),
    ])
  }
}
