import Documents
import Kernels
import LinearAlgebra
import Pipeline
import Regression

/// Kernel regression with the one-hidden-layer NTK on random data, started at zero and at a draw of the network's process.
struct InitialisationTrialsStage: Stage {
  static let kind = StageKind(
    "initialisation-trials", revision: 1,
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
    Resources(memory: 256 << 20 + 48 * (problem.count + problem.tests) * (problem.count + problem.tests))
  }

  func run(_ workspace: Workspace) throws {
    let grid = [0] + (try ridges.values)
    var rows: [(start: String, seed: Int, curve: ErrorCurve)] = []
    for trial in 0..<trials {
      let data = try problem.draw(seed: UInt64(seed + trial))
      let flow = try KernelFlow(kernel: data.kernel)
      let points = try flow.project(cross: data.cross)
      for (start, values) in [("mirrored", data.zeroStart), ("random", data.randomStart)] {
        let predictions = try flow.predictions(
          at: points, targets: data.targets, start: values, filters: grid.map { .ridge($0) })
        rows.append(
          (
            start, seed + trial,
            try ErrorCurve(grid: grid, predictions: predictions, truth: data.truth, naturalEnds: .first)
          ))
      }
    }
    try workspace.write(try summary(rows), to: table)
    try workspace.write(try means(rows, grid), to: curves)
  }

  /// One row a trial and start: the least error, its ridge, whether that is an edge of the grid.
  private func summary(_ rows: [(start: String, seed: Int, curve: ErrorCurve)]) throws -> Table {
    try Table([
      ("dimension", .numbers(rows.map { _ in Double(problem.dimension) })),
      ("n", .numbers(rows.map { _ in Double(problem.count) })), ("start", .texts(rows.map(\.start))),
      ("seed", .numbers(rows.map { Double($0.seed) })), ("error", .numbers(rows.map(\.curve.bestError))),
      ("ridge", .numbers(rows.map(\.curve.bestParameter))),
      ("at-edge", .numbers(rows.map { $0.curve.isAtEdge ? 1 : 0 })),
    ])
  }

  /// The mean error over the trials at every ridge.
  private func means(_ rows: [(start: String, seed: Int, curve: ErrorCurve)], _ grid: [Double]) throws -> Table {
    let starts = ["mirrored", "random"]
    let cells = starts.flatMap { start in grid.indices.map { (start, $0) } }
    return try Table([
      ("dimension", .numbers(cells.map { _ in Double(problem.dimension) })),
      ("n", .numbers(cells.map { _ in Double(problem.count) })), ("start", .texts(cells.map(\.0))),
      ("ridge", .numbers(cells.map { grid[$0.1] })),
      (
        "error",
        .numbers(
          try cells.map { start, place in
            try Summary(rows.filter { $0.start == start }.map { $0.curve.errors[place] }).mean
          })
      ),
    ])
  }
}
