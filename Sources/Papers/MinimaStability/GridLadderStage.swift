import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Gradient descent of a shallow network on a grid at growing step sizes.
struct GridLadderStage: Stage {
  static let kind = StageKind(
    "grid-ladder", revision: 1, summary: "gradient descent of a shallow network on a grid at growing step sizes")

  let place: GridFields
  let start: StartFields
  let stopping: RuleFields
  let steps: [Double]
  let jitter: Double
  let rungs = Output<Table>("rungs")

  init(_ fields: Fields) {
    place = GridFields(fields)
    start = StartFields(fields)
    stopping = RuleFields(fields)
    steps = fields.numbers("step-sizes", in: 1e-9...1e9, "the step sizes, in order")
    jitter = fields.number("jitter", in: 0...1, "norm of the random shift of the parameters before every rung")
  }

  var outputs: [OutputDeclaration] { [rungs.declaration] }
  var needs: Resources {
    let traces = 2 * stopping.limit * steps.count
    return Resources(memory: 256 << 20 + start.bytes(points: place.side * place.side, dimension: 2) + traces)
  }

  func run(_ workspace: Workspace) throws {
    let data = try place.grid.data(place.target)
    let climbed = try StepLadder(rule: stopping.rule, jitter: jitter).climb(
      start.network(dimension: 2), on: data, steps: steps, seed: UInt64(start.seed), tracedEvery: 20)
    try workspace.write(
      try MinimumRow.table(climbed.map { try MinimumRow(step: $0.step, result: $0.result, data: data) }), to: rungs)
  }
}
