import Documents
import Foundation
import KernelRegression
import Pipeline

/// What theory predicts for gradient flow on the NTK at any time and at its best one, for any number of points.
struct FlowEquivalentStage: Stage {
  static let kind = StageKind(
    "flow-equivalent", revision: 2,
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

  let problem: EquivalentProblem
  let drawn: [Double]
  let rates: GeometricGridFields
  let table = Output("errors", row: Self.row)
  let curves = Output("curves", row: Self.curveRow)

  init(_ fields: Fields) {
    problem = EquivalentProblem(fields)
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

    var scaled: Double { StartRate.scaled(point.error, dimension: dimension, count: count) }
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
      ? Self.row.columns(spanning: [\.count: problem.counts])
      : Self.curveRow.columns(spanning: [\.count: drawn, \.point.rate: [0] + ((try? rates.values) ?? [])])
  }

  func run(_ workspace: Workspace) throws {
    let pair = try problem.spectra.read(workspace)
    let grid = [0] + (try rates.values)
    var (best, all): ([Prediction], [Prediction]) = ([], [])
    for (start, levels) in try pair.starts(target: problem.coefficients) {
      func model(_ n: Double) throws -> FlowEquivalent {
        try FlowEquivalent(levels: levels, samples: n, noiseVariance: problem.noiseVariance)
      }
      func prediction(_ n: Double, _ point: FlowEquivalent.Point, truncation: Double = 0) -> Prediction {
        Prediction(dimension: pair.dimension - 1, count: n, start: start, point: point, truncation: truncation)
      }
      for n in problem.counts {
        let model = try model(n)
        let point = try model.best()
        best.append(prediction(n, point, truncation: try model.truncation(rate: point.rate)))
      }
      for n in drawn {
        let model = try model(n)
        all += try grid.map { prediction(n, FlowEquivalent.Point(rate: $0, error: try model.error(rate: $0))) }
      }
    }
    try workspace.write(try Self.row.table(best), to: table)
    try workspace.write(try Self.curveRow.table(all), to: curves)
  }
}
