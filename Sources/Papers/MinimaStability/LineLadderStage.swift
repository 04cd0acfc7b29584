import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Interpolation of sin(2x) on the line at growing step sizes, beside the largest step that theory allows.
struct LineLadderStage: Stage {
  static let kind = StageKind(
    "line-ladder", revision: 1,
    summary: "gradient descent on a line at growing step sizes, beside the linear programme over all interpolants")

  let count: Int
  let start: StartFields
  let stopping: RuleFields
  let first: Double
  let factor: Double
  let end: Double
  let jitter: Double
  let rungs = Output<Table>("rungs")
  let summary = Output<Table>("summary")
  let functions = Output<Table>("functions")
  let kinks = Output<Table>("kinks")

  init(_ fields: Fields) {
    count = fields.integer("n", in: 2...10_000, "the number of points")
    start = StartFields(fields)
    stopping = RuleFields(fields)
    first = fields.number("first", in: 1e-9...1e9, "the first step size")
    factor = fields.number("factor", in: 1.001...10, "from one step size to the next")
    end = fields.number("below", in: 1e-9...1e9, "step sizes stay below this")
    jitter = fields.number("jitter", in: 0...1, "norm of the random shift of the parameters before every rung")
  }

  var outputs: [OutputDeclaration] {
    [rungs.declaration, summary.declaration, functions.declaration, kinks.declaration]
  }

  var needs: Resources { Resources(memory: 256 << 20 + start.bytes(points: count, dimension: 1)) }

  func run(_ workspace: Workspace) throws {
    let data = try TrainingSet.sine(count: count, seed: UInt64(start.seed))
    let ladder = StepLadder(rule: try stopping.rule, jitter: jitter, allowedFailures: 3)
    let network = try start.network(dimension: 1)
    let climbed = try ladder.climb(
      network, on: data, steps: StepLadder.geometric(from: first, by: factor, below: end), seed: UInt64(start.seed))
    try workspace.write(
      try MinimumRow.table(climbed.map { try MinimumRow(step: $0.step, result: $0.result, data: data) }), to: rungs)
    let result = try LineLadder(start: network, data: data, rungs: climbed)
    try workspace.write(try table(result), to: summary)
    try workspace.write(try functionTable(result), to: functions)
    try workspace.write(try kinkTable(result), to: kinks)
  }

  /// One row: the least norms `least-one-sided` S~* and `least-norm` S*, `theory-step` 2/(1 + 2 S~*), `largest-step`
  /// that interpolated and their `step-ratio`; `curvature-ratio`, the integral of |f''| g over |f|_S at the start;
  /// |f|_S and the variation of f' at the first and the last interpolating rung and how far they fell.
  private func table(_ ladder: LineLadder) throws -> Table {
    let values: [(String, Double)] = [
      ("least-one-sided", ladder.oneSided.norm), ("least-norm", ladder.both.norm),
      ("theory-step", ladder.oneSided.largestStep), ("largest-step", ladder.largestStep ?? .nan),
      ("step-ratio", ladder.stepRatio ?? .nan), ("curvature-ratio", ladder.curvatureRatio),
      ("norm-first", ladder.first?.norm ?? .nan), ("norm-last", ladder.last?.norm ?? .nan),
      ("norm-fall", ladder.fall(\.norm) ?? .nan), ("variation-first", ladder.first?.variation ?? .nan),
      ("variation-last", ladder.last?.variation ?? .nan), ("variation-fall", ladder.fall(\.variation) ?? .nan),
    ]
    return try Table(values.map { ($0.0, .numbers([$0.1])) })
  }

  /// `curve`, `step`, `x`, `f`: the data, and on a lattice the functions of the first and the last interpolating rung.
  private func functionTable(_ ladder: LineLadder) throws -> Table {
    let curves = try ladder.curves(points: 401)
    return try Table([
      ("curve", .texts(curves.map { name($0.step, ladder) })), ("step", .numbers(curves.map(\.step))),
      ("x", .numbers(curves.map(\.x))), ("f", .numbers(curves.map(\.value))),
    ])
  }

  /// `curve`, `step`, `x`, `jump`: the kinks of the same functions.
  private func kinkTable(_ ladder: LineLadder) throws -> Table {
    let all = try ladder.ends.flatMap { end in try LineFunction.kinks(end.network).map { (end.step, $0) } }
    return try Table([
      ("curve", .texts(all.map { name($0.0, ladder) })), ("step", .numbers(all.map(\.0))),
      ("x", .numbers(all.map(\.1.position))), ("jump", .numbers(all.map(\.1.jump))),
    ])
  }

  private func name(_ step: Double, _ ladder: LineLadder) -> String {
    step == 0 ? "data" : step == ladder.first?.step ? "smallest step" : "largest step"
  }
}
