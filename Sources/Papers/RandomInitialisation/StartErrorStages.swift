import Documents
import Foundation
import KernelRegression
import Pipeline
import Statistics

/// Kernel regression with the one-hidden-layer NTK on random data, started at zero and at a draw of the network's process.
struct InitialisationTrialsStage: Stage {
  static let kind = StageKind(
    "initialisation-trials", revision: 3,
    summary: "errors of NTK regression from a mirrored and from a random start on the same data, by ridge and by flow",
    example: #"""
      {
        "dimension": 2,
        "n": 50,
        "tests": 50,
        "noise": 0.1,
        "target": [0, 0.5, 0.5],
        "trials": 2,
        "seed": 1,
        "ridges": {"from": 1e-8, "to": 1, "count": 9},
        "rates": {"from": 1e-6, "to": 1, "count": 9},
        "level": 0.95
      }
      """#)

  let problem: SphereProblem
  let trials, seed: Int
  let ridges, rates: GeometricGridFields
  let level: Double
  let table = Output("trials", row: Self.trialRow)
  let curves = Output("curves", row: Self.curveRow)

  init(_ fields: Fields) {
    problem = SphereProblem(fields)
    trials = fields.integer("trials", in: 2...10_000, "independent data sets")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of the first trial; the others follow it")
    ridges = GeometricGridFields(fields, "ridges", "the ridge of K/n, besides which 0 is tried")
    rates = GeometricGridFields(fields, "rates", "1/t for the times t of the flow, besides which it is run without end")
    level = fields.number("level", in: 0.5...0.9999, "the level of the intervals of the curves")
  }

  var outputs: [OutputDeclaration] { [table.declaration, curves.declaration] }
  var needs: Resources {
    let points = problem.count + problem.tests
    return Resources(
      memory: 256 << 20 + 48 * points * points + 16 * (ridges.count + rates.count) * (points + 2 * trials))
  }

  /// How what is learnt is held back.
  private enum Method: String, CaseIterable {
    case ridge, flow

    /// The regularised solution; at 0 both interpolate.
    func filter(_ regularisation: Double) -> SpectralFilter {
      self == .ridge || regularisation == 0 ? .ridge(regularisation) : .flow(time: 1 / regularisation)
    }
  }

  /// For each data set an eigendecomposition, and the test points at every regularisation.
  func work(reading shapes: [String: Shape]) -> Work? {
    let (n, tests) = (Double(problem.count), Double(problem.tests))
    let decomposition = n * n * (n / 25 + 100)
    return Work(Double(trials) * (decomposition + n * tests * Double(ridges.count + rates.count)), rate: 1e9)
  }

  private enum Start: String, CaseIterable {
    case mirrored, random

    func values(_ data: SphereProblem.Draw) -> (training: [Double], points: [Double]) {
      self == .mirrored ? data.zeroStart : data.randomStart
    }
  }

  private struct Case: Hashable {
    let start: Start
    let method: Method
  }

  /// The error of one data set, or the mean over all of them, at one regularisation; nil where the best is the largest tried.
  private struct Trial {
    let problem: SphereProblem
    let kind: Case
    var seed = 0
    let regularisation: Double?
    let error: Double
    var least = 0.0
    var interval = Interval(lower: 0, upper: 0)

    var scaled: Double {
      StartRate.scaled(least, dimension: problem.dimension, count: Double(problem.count))
    }
  }

  private static let labels: [Row<Trial>.Cell] = [
    .integer("dimension", "$d$ of the inputs; kernels live on the sphere of $R^{d+1}$", \.problem.dimension),
    .integer("n", "training points", \.problem.count),
    .text("start", "mirrored or random", \.kind.start.rawValue),
    .text("method", "ridge or flow", \.kind.method.rawValue),
  ]

  private static let trialRow = Row<Trial>(
    labels + [
      .integer("seed", "seed of the data set", \.seed),
      .number("error", "test error at the regularisation that is best for the mean", roles: [.estimate], \.error),
      .number(
        "regularisation",
        "the ridge of $K/n$, or $1/t$ for the flow at time $t$, that is best for the mean over all data sets; missing if "
          + "it is the largest tried", \.regularisation),
      .number("least", "least test error of this data set at any regularisation", \.least),
      .number("scaled", "$n^{3/(d+3)}$ times it", \.scaled),
    ])

  private static let curveRow = Row<Trial>(
    labels + [
      .number("regularisation", "ridge of $K/n$, or $1/t$ for the flow at time $t$", \.regularisation),
      .number("error", "mean of the test errors over all data sets", roles: [.estimate], \.error),
      .number("scaled", "$n^{3/(d+3)}$ times it", \.scaled),
      .number("low", "lower end of its interval, Student's", roles: [.low(of: "error")], \.interval.lower),
      .number("high", "upper end of its interval", roles: [.high(of: "error")], \.interval.upper),
    ])

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    (output.name == table.name ? Self.trialRow : Self.curveRow).columns(spanning: [
      \.problem.dimension: [Double(problem.dimension)], \.problem.count: [Double(problem.count)],
      \.seed: [Double(seed), Double(seed + trials - 1)],
      \.regularisation: [0] + ((try? ridges.values) ?? []) + ((try? rates.values) ?? []),
    ])
  }

  func run(_ workspace: Workspace) throws {
    let grids: [Method: [Double]] = [.ridge: [0] + (try ridges.values), .flow: [0] + (try rates.values)]
    let cases = Start.allCases.flatMap { start in Method.allCases.map { Case(start: start, method: $0) } }
    var errors: [Case: [ErrorCurve]] = [:]
    for trial in 0..<trials {
      let data = try problem.draw(seed: UInt64(seed + trial))
      let flow = try KernelFlow(kernel: data.kernel)
      let points = try flow.project(cross: data.cross)
      for kind in cases {
        let grid = grids[kind.method] ?? []
        let predictions = try flow.predictions(
          at: points, targets: data.targets, start: kind.start.values(data), filters: grid.map(kind.method.filter))
        errors[kind, default: []].append(
          try ErrorCurve(grid: grid, predictions: predictions, truth: data.truth, startsDomain: true))
      }
    }
    let all = try cases.map { try summary($0, errors[$0] ?? []) }
    try workspace.write(try Self.trialRow.table(all.flatMap(\.trials)), to: table)
    try workspace.write(try Self.curveRow.table(all.flatMap(\.curve)), to: curves)
  }

  /// The error of every trial at the regularisation that is best for their mean, and the mean at every one.
  private func summary(_ kind: Case, _ curves: [ErrorCurve]) throws -> (trials: [Trial], curve: [Trial]) {
    let common = try CommonBest(curves)
    return (
      curves.enumerated().map { index, curve in
        Trial(
          problem: problem, kind: kind, seed: seed + index, regularisation: common.parameter,
          error: curve.errors[common.place], least: curve.bestError)
      },
      try zip(common.mean.grid, common.summaries).map { regularisation, summary in
        Trial(
          problem: problem, kind: kind, regularisation: regularisation, error: summary.mean, least: summary.mean,
          interval: try summary.meanInterval(level: level))
      }
    )
  }
}
