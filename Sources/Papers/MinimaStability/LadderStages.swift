import Documents
import Networks
import Pipeline

/// Interpolation of a sine on the line at growing step sizes, and the largest step that theory allows.
struct LineLadderStage: Stage {
  static let kind = StageKind(
    "line-ladder", revision: 4,
    summary: "gradient descent on a line at growing step sizes, and the linear programme over all interpolants",
    example: #"""
      {
        "n": 8,
        "frequency": 2,
        "height": 1,
        "width": 50,
        "scale": 0.7,
        "bias-scale": 0.7,
        "first": 0.02,
        "factor": 2,
        "fine-factor": 1.5,
        "fine-from": 0.1,
        "below": 0.1,
        "failures": 3,
        "jitter": 0.001,
        "tolerance": 1e-6,
        "hold": 100,
        "steps": 20000,
        "seed": 1
      }
      """#)

  let count, failures: Int
  let frequency, height: Double
  let training: TrainingFields
  let first, factor, fine, share, end, jitter: Double
  let ladder = Output("ladder", row: MinimumRow.row)
  let summary = Output("summary", row: Self.row)
  let functions = Output("functions", row: Self.functionRow)
  let kinks = Output("kinks", row: Self.kinkRow)

  init(_ fields: Fields) {
    count = fields.integer("n", in: 2...10_000, "the number of points")
    frequency = fields.number("frequency", in: 1e-6...1e6, "of the sine, height sin(frequency x)")
    height = fields.number("height", in: 1e-6...1e6, "of the sine")
    training = TrainingFields(fields)
    first = fields.number("first", in: 1e-9...1e9, "the first step size")
    factor = fields.number("factor", in: 1.001...10, "from one step size to the next, at small ones")
    fine = fields.number("fine-factor", in: 1.001...10, "the same from `fine-from` on")
    share = fields.number(
      "fine-from", in: 0...1, "where `fine-factor` begins, over the largest step at which an interpolant is stable")
    end = fields.number("below", in: 1e-9...1e9, "step sizes stay below this")
    jitter = fields.number("jitter", in: 0...1, "norm of the random shift of the parameters before every step size")
    failures = fields.integer("failures", in: 1...1000, "step sizes in a row that must fail to interpolate for the end")
  }

  var outputs: [OutputDeclaration] {
    [ladder.declaration, summary.declaration, functions.declaration, kinks.declaration]
  }

  var needs: Resources { Resources(memory: 256 << 20 + training.bytes(points: count, dimension: 1)) }

  /// Some tens of step sizes, most of which end early.
  func work(reading shapes: [String: Shape]) -> Work? { training.work(batch: Double(count), dimension: 1, runs: 120) }

  private static let row = Row<LineLadder>(
    .number("least-one-sided", "least one-sided stability norm over all interpolants", \.oneSided.norm),
    .number("least-norm", "least stability norm over all interpolants", \.both.norm),
    .number(
      "theory-step", "2 / (1 + 2 least one-sided norm), the largest step at which one is stable",
      roles: [.theory(of: "largest-step")], \.oneSided.largestStep),
    .number("largest-step", "largest step size that interpolated", roles: [.estimate], \.largestStep),
    .number("step-ratio", "largest step over that of theory", \.stepRatio),
    .number("curvature-ratio", "integral of $|f''| g$ over the stability norm, at the start", \.curvatureRatio),
    .number("norm-first", "stability norm at the first step that interpolates", \.first?.norm),
    .number("norm-last", "stability norm at the last one", \.last?.norm),
    .number("norm-fall", "share by which the norm fell from the first to the last", \.normFall),
    .number("variation-first", "total variation of $f'$ at the first step that interpolates", \.first?.variation),
    .number("variation-last", "total variation of $f'$ at the last one", \.last?.variation),
    .number("variation-fall", "share by which it fell", \.variationFall))

  /// A point of the data or of a function.
  private struct Point {
    let curve: String
    let step, x, value: Double
  }

  private static let functionRow = Row<Point>(
    .text("curve", "data, smallest step or largest step: of those that interpolate", \.curve),
    .number("step", "step size; 0 for the data", \.step), .number("x", "place on the line", \.x),
    .number("f", "value there", roles: [.estimate], \.value))

  private static let kinkRow = Row<Point>(
    .text("curve", "smallest step or largest step: of those that interpolate", \.curve),
    .number("step", "step size", \.step), .number("x", "place of a kink", \.x),
    .number("jump", "change of the slope there", roles: [.estimate], \.value))

  func run(_ workspace: Workspace) throws {
    let seed = UInt64(training.seed)
    let data = try TrainingSet.sine(count: count, frequency: frequency, height: height, seed: seed)
    let network = try training.network(dimension: 1)
    let limit = try LeastNormOnLine(data).oneSidedNorm().largestStep
    let steps = try StepLadder.geometric(
      from: first, by: factor, until: share * limit, thenBy: fine, below: end)
    let climbed = try StepLadder(rule: training.rule, jitter: jitter, allowedFailures: failures).climb(
      network, on: data, steps: steps, seed: seed)
    let rows = try climbed.map { try MinimumRow(step: $0.step, result: $0.result, data: data) }
    try workspace.write(try MinimumRow.row.table(rows), to: ladder)
    let result = try LineLadder(start: network, data: data, rungs: climbed)
    try workspace.write(try Self.row.table([result]), to: summary)
    func point(_ step: Double, _ x: Double, _ value: Double) -> Point {
      let curve = step == 0 ? "data" : step == result.first?.step ? "smallest step" : "largest step"
      return Point(curve: curve, step: step, x: x, value: value)
    }
    let curves = try result.curves(points: 401).map { point($0.step, $0.x, $0.value) }
    try workspace.write(try Self.functionRow.table(curves), to: functions)
    let bends = try result.ends.flatMap { end in
      try LineFunction.kinks(end.network).map { point(end.step, $0.position, $0.jump) }
    }
    try workspace.write(try Self.kinkRow.table(bends), to: kinks)
  }
}

extension LineLadder {
  fileprivate var normFall: Double? { fall(\.norm) }
  fileprivate var variationFall: Double? { fall(\.variation) }
}

/// Gradient descent of a shallow network on a grid at growing step sizes.
struct GridLadderStage: Stage {
  static let kind = StageKind(
    "grid-ladder", revision: 1, summary: "gradient descent of a shallow network on a grid at growing step sizes",
    example: #"""
      {
        "target": "pyramid",
        "side": 5,
        "half-width": 1.5,
        "width": 50,
        "scale": 0.3,
        "step-sizes": [0.1, 0.2],
        "jitter": 0.001,
        "tolerance": 1e-6,
        "hold": 100,
        "steps": 5000,
        "seed": 1
      }
      """#)

  let place: GridFields
  let training: TrainingFields
  let steps: [Double]
  let jitter: Double
  let rungs = Output("rungs", row: MinimumRow.row)

  init(_ fields: Fields) {
    place = GridFields(fields)
    training = TrainingFields(fields)
    steps = fields.numbers("step-sizes", in: 1e-9...1e9, "the step sizes, in order")
    jitter = fields.number("jitter", in: 0...1, "norm of the random shift of the parameters before every step size")
  }

  var outputs: [OutputDeclaration] { [rungs.declaration] }
  var needs: Resources {
    let traces = 2 * training.limit * steps.count
    return Resources(memory: 256 << 20 + training.bytes(points: place.side * place.side, dimension: 2) + traces)
  }

  func work(reading shapes: [String: Shape]) -> Work? {
    training.work(batch: Double(place.side * place.side), dimension: 2, runs: 3 * Double(steps.count))
  }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    MinimumRow.row.columns(spanning: [\.step: steps])
  }

  func run(_ workspace: Workspace) throws {
    let data = try place.grid.data(place.target)
    let climbed = try StepLadder(rule: training.rule, jitter: jitter).climb(
      training.network(dimension: 2), on: data, steps: steps, seed: UInt64(training.seed), tracedEvery: 20)
    let rows = try climbed.map { try MinimumRow(step: $0.step, result: $0.result, data: data) }
    try workspace.write(try MinimumRow.row.table(rows), to: rungs)
  }
}
