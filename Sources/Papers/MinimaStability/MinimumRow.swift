import Documents
import Networks

/// Where training at one step size ended, and the bounds there: the columns that all training stages share.
struct MinimumRow {
  let step: Double
  let result: TrainingResult<ShallowNetwork>
  let data: TrainingSet
  private let chain: StabilityChain?

  init(step: Double, result: TrainingResult<ShallowNetwork>, data: TrainingSet) throws {
    (self.step, self.result, self.data) = (step, result, data)
    chain = try result.network.map { try StabilityChain($0, data.points) }
  }

  /// `step` eta; `outcome`, `steps`, `loss`; `relative-error` of the mean of the last 250 traced losses; `limit` 2/eta,
  /// `sharpness` lambda_max, `gradient-mean` Q, `one-sided-bound` 1 + 2 S~, `norm-bound` 1 + 2 |f|_S: the chain;
  /// `stability` eta lambda_max / 2; `norm` |f|_S; `bound` 1/eta - 1/2; `ratio` norm over bound; `interpolates`, 1 when
  /// ``TrainingResult/interpolates``. What a diverged run lacks is missing, and so is the ratio to a bound that is not positive.
  static func table(_ rows: [MinimumRow]) throws -> Table {
    func numbers(_ value: (MinimumRow) throws -> Double?) rethrows -> Table.Values {
      .numbers(try rows.map { try value($0) ?? .nan })
    }
    func bound(_ row: MinimumRow) throws -> Double { try StabilityChain.bound(step: row.step) }
    return try Table([
      ("step", numbers(\.step)), ("outcome", .texts(rows.map(\.result.outcome.rawValue))),
      ("steps", numbers { Double($0.result.steps) }), ("loss", numbers(\.result.loss)),
      ("relative-error", numbers { $0.result.relativeError(on: $0.data, last: 250) }),
      ("limit", numbers { 2 / $0.step }), ("sharpness", numbers(\.chain?.sharpness)),
      ("gradient-mean", numbers(\.chain?.gradientMean)), ("one-sided-bound", numbers(\.chain?.oneSidedBound)),
      ("norm-bound", numbers(\.chain?.normBound)),
      ("stability", numbers { row in row.chain?.stability(step: row.step) }),
      ("norm", numbers(\.chain?.norm)), ("bound", try numbers(bound)),
      ("ratio", try numbers { row in try row.chain?.boundRatio(step: row.step) }),
      ("interpolates", numbers { $0.result.interpolates ? 1 : 0 }),
    ])
  }
}

/// The sampled losses of several runs, one row a point: `label`, `step` and `loss`.
struct TraceTable {
  static func table(_ label: String, _ runs: [(label: Double, trace: [LossPoint])]) throws -> Table {
    try Table([
      (label, .numbers(runs.flatMap { run in run.trace.map { _ in run.label } })),
      ("step", .numbers(runs.flatMap { run in run.trace.map { Double($0.step) } })),
      ("loss", .numbers(runs.flatMap { run in run.trace.map(\.loss) })),
    ])
  }
}
