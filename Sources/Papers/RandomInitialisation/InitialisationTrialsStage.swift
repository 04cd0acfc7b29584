import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Statistics

/// Kernel regression with the one-hidden-layer NTK on random data, started at zero and at a draw of the network's process.
struct InitialisationTrialsStage: Stage {
  static let kind = StageKind(
    "initialisation-trials", revision: 2,
    summary: "errors of NTK regression from a mirrored and from a random start on the same data, at their best ridge")

  let problem: SphereProblem
  let trials: Int
  let seed: Int
  let ridges: GeometricGridFields
  let table = Output<Table>("trials")
  let curves = Output<Table>("curves")

  init(_ fields: Fields) {
    problem = SphereProblem(fields)
    trials = fields.integer("trials", in: 1...10_000, "independent data sets")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of the first trial; the others follow it")
    ridges = GeometricGridFields(fields, "ridges", "the ridge of K/n, beside which 0 is tried")
  }

  var outputs: [OutputDeclaration] { [table.declaration, curves.declaration] }
  var needs: Resources {
    let points = problem.count + problem.tests
    return Resources(memory: 256 << 20 + 48 * points * points + 16 * ridges.count * (points + trials))
  }

  func run(_ workspace: Workspace) throws {
    let grid = [0] + (try ridges.values)
    var errors: [Start: [[Double]]] = [:]
    for trial in 0..<trials {
      let data = try problem.draw(seed: UInt64(seed + trial))
      let flow = try KernelFlow(kernel: data.kernel)
      let points = try flow.project(cross: data.cross)
      for start in Start.allCases {
        let predictions = try flow.predictions(
          at: points, targets: data.targets, start: start.values(data), filters: grid.map { .ridge($0) })
        errors[start, default: []].append(
          try ErrorCurve(grid: grid, predictions: predictions, truth: data.truth, naturalEnds: .first).errors)
      }
    }
    let tables = try Start.allCases.map { try summary($0, grid, errors[$0] ?? []) }
    try workspace.write(try Table.stacking(tables.map(\.trials)), to: table)
    try workspace.write(try Table.stacking(tables.map(\.curve)), to: curves)
  }

  /// The error of every trial at the ridge that is best for their mean, which is missing if it is the largest of the grid;
  /// and the mean at every ridge.
  private func summary(_ start: Start, _ grid: [Double], _ errors: [[Double]]) throws -> (trials: Table, curve: Table) {
    let means = try grid.indices.map { place in try Summary(errors.map { $0[place] }).mean }
    let curve = try ErrorCurve(grid: grid, errors: means, naturalEnds: .first)
    let ridge = curve.isAtEdge ? Double.nan : curve.bestParameter
    return (
      try Table(
        labels(start, rows: errors.count) + [
          ("seed", .numbers(errors.indices.map { Double(seed + $0) })),
          ("error", .numbers(errors.map { $0[curve.best] })), ("ridge", .numbers(errors.map { _ in ridge })),
        ]),
      try Table(labels(start, rows: grid.count) + [("ridge", .numbers(grid)), ("error", .numbers(means))])
    )
  }

  private func labels(_ start: Start, rows: Int) -> [(String, Table.Values)] {
    [
      ("dimension", .numbers([Double](repeating: Double(problem.dimension), count: rows))),
      ("n", .numbers([Double](repeating: Double(problem.count), count: rows))),
      ("start", .texts([String](repeating: start.rawValue, count: rows))),
    ]
  }

  private enum Start: String, CaseIterable {
    case mirrored
    case random

    func values(_ data: SphereProblem.Draw) -> (training: [Double], points: [Double]) {
      self == .mirrored ? data.zeroStart : data.randomStart
    }
  }
}
