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
  let errors = Output<Table>("errors")
  let best = Output<Table>("best")

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

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (pool, others) = try (workspace.read(points), workspace.read(test))
    let curve = try RidgeLearningCurve(
      targets: target.values(at: pool), sizes: sizes, lambdas: lambdas, testValues: target.values(at: others),
      path: path, kernel: kernel.rectangles(of: pool), testKernel: kernel.rectangles(rows: others, columns: pool))
    workspace.log("largest relative residual \(curve.residual)")
    try workspace.write(Self.named(table(of: curve), kernel), to: errors)
    try workspace.write(Self.named(choices(of: curve), kernel), to: best)
  }

  /// The table with the names of the kernel and of its family in front.
  static func named(_ table: Table, _ kernel: Kernel) throws -> Table {
    var result = try Table([
      ("model", .texts(Array(repeating: kernel.fullTitle, count: table.rowCount))),
      ("family", .texts(Array(repeating: kernel.familyTitle, count: table.rowCount))),
    ])
    for column in table.columns { try result.append(column.name, column.values) }
    return result
  }

  private func table(of curve: RidgeLearningCurve) throws -> Table {
    let cells = curve.sizes.indices.flatMap { row in curve.lambdas.indices.map { (row, $0) } }
    return try Table([
      ("n", .numbers(cells.map { Double(curve.sizes[$0.0]) })),
      ("lambda", .numbers(cells.map { curve.lambdas[$0.1] })),
      ("error", .numbers(cells.map { curve.errors[$0.0, $0.1] })),
    ])
  }

  private func choices(of curve: RidgeLearningCurve) throws -> Table {
    let rows = try budgets.flatMap { budget in
      try zip(curve.sizes, curve.best(smallest: budget)).map { (budget: budget, size: $0, choice: $1) }
    }
    return try Table([
      ("n", .numbers(rows.map { Double($0.size) })),
      ("smallest", .numbers(rows.map(\.budget))),
      ("lambda", .numbers(rows.map(\.choice.lambda))),
      ("error", .numbers(rows.map(\.choice.error))),
      ("at-edge", .numbers(rows.map { $0.choice.atEdge ? 1 : 0 })),
    ])
  }
}

/// The functions on the sphere by the names that a manifest uses.
enum TargetName: String, CaseIterable {
  case cap
  case twoBumps = "two-bumps"
}

extension Fields {
  /// A function of t = w.x, w the last axis: `target`, and `threshold` for the cap.
  func target() -> RidgeTarget {
    let name = choice("target", TargetName.cap, "the function to learn: cap is 1 from `threshold` on, else 0")
    let threshold = optionalNumber("threshold", in: -1...1, "where the cap begins, as t = w.x")
    if name == .cap, threshold == nil { refuse("target", "the target `cap` needs `threshold`", remedy: "add it") }
    if name != .cap, threshold != nil {
      refuse("threshold", "`threshold` makes no sense for the target `\(name.rawValue)`", remedy: "remove it")
    }
    return name == .cap ? .cap(threshold: threshold ?? 0) : .twoBumps
  }
}
