import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Verbs

/// Kernel ridge regression of a function on the sphere, over sizes and lambdas.
struct LearningCurveStage: Stage {
  static let kind = StageKind(
    "regression", revision: 1,
    summary: "test errors of kernel ridge regression on the first n points of a pool, over n and lambda")

  let kernel: Kernel?
  let points: Input<Matrix>
  let test: Input<Matrix>
  let sizes: [Int]
  let lambdas: [Double]
  let budgets: [Double]
  let target: RidgeTarget
  let path: RidgePath
  let errors = Output("errors", row: Self.errorRow)
  let best = Output("best", row: Self.bestRow)

  init(_ fields: Fields) {
    kernel = fields.kernel()
    points = fields.input("points", Matrix.self, "the pool of unit vectors; the first n of them are trained on")
    test = fields.input("test", Matrix.self, "unit vectors that errors are measured on")
    sizes = fields.integers("n", in: 1...1_000_000, "the numbers of training points")
    lambdas = fields.numbers("lambdas", in: 1e-30...1e30, "lambda of K + n lambda I")
    budgets = fields.numbers("smallest", in: 1e-30...1e30, "the best lambda is chosen among those at least this large")
    for budget in budgets where !lambdas.isEmpty && lambdas.allSatisfy({ $0 < budget * (1 - 1e-9) }) {
      fields.refuse(
        "smallest", "no lambda is at least `smallest` = \(budget)", remedy: "lower `smallest` or add larger `lambdas`")
    }
    target = fields.target()
    path = RidgePath(
      reach: fields.number("reach", in: 1...1e6, "lambdas within this ratio share a factorisation"),
      threads: 2)
  }

  var outputs: [OutputDeclaration] { [errors.declaration, best.declaration] }
  var needs: Resources {
    let largest = sizes.max() ?? 1
    return Resources(
      cores: path.threads,
      memory: 256 << 20 + SymmetricPanels<Double>.bytes(order: largest) + RidgePath.bytes(points: largest, columns: 1))
  }

  /// The error of one size at one lambda.
  private struct Cell {
    let kernel: Kernel
    let size: Int
    let lambda: Double
    let error: Double
  }

  /// The best lambda of one size, among those that are at least `smallest`.
  private struct Choice {
    let kernel: Kernel
    let size: Int
    let smallest: Double
    let found: RidgeSelection
  }

  private static let errorRow = Row<Cell>(
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .text("family", "NTK, RF or the kernel's name", \.kernel.familyTitle),
    .integer("n", "training points", \.size),
    .number("lambda", "$\\lambda$ of $K + n \\lambda I$", \.lambda),
    .number("error", "mean square error on the test points", roles: [.estimate], \.error))

  private static let bestRow = Row<Choice>(
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .text("family", "NTK, RF or the kernel's name", \.kernel.familyTitle),
    .integer("n", "training points", \.size),
    .number("smallest", "least $\\lambda$ that was allowed", \.smallest),
    .number("lambda", "best $\\lambda$ from there on", \.found.lambda),
    .number("error", "mean square error on the test points at it", roles: [.estimate], \.found.error),
    .flag("at-edge", "the best $\\lambda$ is an end of those allowed", \.found.atEdge))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let n = sizes.map(Double.init)
    return output.name == best.name
      ? Self.bestRow.columns(spanning: [\.size: n, \.smallest: budgets, \.found.lambda: lambdas])
      : Self.errorRow.columns(spanning: [\.size: n, \.lambda: lambdas])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (pool, others) = try (workspace.read(points), workspace.read(test))
    let curve = try RidgeLearningCurve(
      targets: target.values(at: pool), sizes: sizes, lambdas: lambdas, testValues: target.values(at: others),
      path: path, kernel: kernel.rectangles(of: pool), testKernel: kernel.rectangles(rows: others, columns: pool))
    workspace.log("largest relative residual \(curve.residual)")
    let cells = curve.sizes.indices.flatMap { row in
      curve.lambdas.indices.map { column in
        Cell(
          kernel: kernel, size: curve.sizes[row], lambda: curve.lambdas[column], error: curve.errors[row, column])
      }
    }
    try workspace.write(Self.errorRow.table(cells), to: errors)
    let choices = try budgets.flatMap { budget in
      try zip(curve.sizes, curve.best(smallest: budget)).map { size, found in
        Choice(kernel: kernel, size: size, smallest: budget, found: found)
      }
    }
    try workspace.write(Self.bestRow.table(choices), to: best)
  }
}
