import Documents
import Foundation
import KernelRegression
import Pipeline

/// What theory predicts for gradient flow on the NTK at any time and at its best one, for any number of points.
struct FlowEquivalentStage: Stage {
  static let kind = StageKind(
    "flow-equivalent", revision: 1,
    summary: "the deterministic equivalent of gradient flow's error from a mirrored and from a random start",
    example: #"""
      {
        "ntk": "spectrum[kernel=ntk]",
        "rf": "spectrum[kernel=rf]",
        "n": [100, 1000],
        "noise": 0.1,
        "target": [0, 0.5, 0.5],
        "rates": {"from": 1e-5, "to": 1, "count": 11},
        "curves": [100]
      }
      """#)

  let spectra: SpectrumPair
  let counts, drawn: [Double]
  let noise: Double
  let coefficients: [Double]
  let rates: GeometricGridFields
  let table = Output("errors", row: Self.row)
  let curves = Output("curves", row: Self.curveRow)

  init(_ fields: Fields) {
    spectra = SpectrumPair(fields)
    counts = fields.numbers("n", in: 1...1e12, "numbers of training points")
    noise = fields.number("noise", in: 0...100, "standard deviation of the noise on the targets")
    coefficients = fields.numbers("target", in: -1e6...1e6, "a_0, a_1, ... of the target sum a_k P_k(x_1)")
    rates = GeometricGridFields(
      fields, "rates", "1/t for the times of the curves, besides which the flow without end is taken")
    drawn = fields.numbers(
      "curves", in: 1...1e12, "numbers of training points whose errors at all these times are given")
  }

  var outputs: [OutputDeclaration] { [table.declaration, curves.declaration] }

  /// The error at one time, the best or one of the list.
  private struct Prediction {
    let dimension: Int
    let count: Double
    let start: String
    let point: FlowEquivalent.Point
    var truncation = 0.0

    var scaled: Double { pow(count, 3 / Double(dimension + 3)) * point.error }
  }

  private static let labels: [Row<Prediction>.Cell] = [
    .integer("dimension", "$d$ of the inputs; kernels live on the sphere of $R^{d+1}$", \.dimension),
    .number("n", "training points", \.count),
    .text("start", "mirrored or random", \.start),
  ]
  private static let row = Row<Prediction>(
    labels + [
      .number("error", "least error over all stopping times", roles: [.estimate], \.point.error),
      .number("scaled", "$n^{3/(d+3)}$ times it", \.scaled),
      .number("regularisation", "$1/t$ at the time $t$ that gives it; 0 is the flow without end", \.point.rate),
      .number(
        "truncation", "relative change of the error if extrapolated degrees are off by their bound", \.truncation),
    ])
  private static let curveRow = Row<Prediction>(
    labels + [
      .number("regularisation", "$1/t$ at the time $t$; 0 is the flow without end", \.point.rate),
      .number("error", "error at this time", roles: [.estimate], \.point.error),
      .number("scaled", "$n^{3/(d+3)}$ times it", \.scaled),
    ])

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    output.name == table.name
      ? Self.row.columns(spanning: [\.count: counts])
      : Self.curveRow.columns(spanning: [\.count: drawn, \.point.rate: [0] + ((try? rates.values) ?? [])])
  }

  func run(_ workspace: Workspace) throws {
    let pair = try spectra.read(workspace)
    let grid = [0] + (try rates.values)
    var (best, all): ([Prediction], [Prediction]) = ([], [])
    for (start, levels) in try pair.starts(target: coefficients) {
      func prediction(_ n: Double, _ body: (FlowEquivalent) throws -> (FlowEquivalent.Point, Double)) throws
        -> Prediction
      {
        let model = try FlowEquivalent(levels: levels, samples: n, noiseVariance: noise * noise)
        let (point, truncation) = try body(model)
        return Prediction(
          dimension: pair.dimension - 1, count: n, start: start, point: point, truncation: truncation)
      }
      for n in counts {
        best.append(
          try prediction(n) { model in
            let point = try model.best()
            return (point, try model.truncation(rate: point.rate))
          })
      }
      for n in drawn {
        for rate in grid {
          all.append(try prediction(n) { (FlowEquivalent.Point(rate: rate, error: try $0.error(rate: rate)), 0) })
        }
      }
    }
    try workspace.write(try Self.row.table(best), to: table)
    try workspace.write(try Self.curveRow.table(all), to: curves)
  }
}
