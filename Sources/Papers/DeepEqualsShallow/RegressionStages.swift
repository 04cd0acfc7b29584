import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Verbs

/// Kernel ridge regression of a function on the sphere, over sizes and lambdas.
struct LearningCurveStage: Stage {
  static let kind = StageKind(
    "regression", revision: 2,
    summary: "test errors of kernel ridge regression on the first n points of a pool, over n and lambda",
    example: #"""
      {
        "kernel": "ntk",
        "layers": 2,
        "points": "sample-sphere[seed=1]",
        "test": "sample-sphere[seed=2]",
        "n": [20, 60],
        "lambdas": [0.01, 0.0001],
        "smallest": [0.0001],
        "target": "cap",
        "threshold": 0.7,
        "reach": 10
      }
      """#)

  let kernel: Kernel?
  let points, test: Input<Matrix>
  let sizes: [Int]
  let lambdas, budgets: [Double]
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
      threads: RidgePath.threads(points: sizes.max() ?? 1))
  }

  var outputs: [OutputDeclaration] { [errors.declaration, best.declaration] }
  var needs: Resources {
    let largest = sizes.max() ?? 1
    return Resources(
      cores: path.threads,
      memory: 256 << 20 + SymmetricPanels<Double>.bytes(order: largest) + RidgePath.bytes(points: largest, columns: 1))
  }

  /// Kernel values with the test points, and for each size factors of n³/3 and some forty products of n² for each lambda.
  func work(reading shapes: [String: Shape]) -> Work? {
    let largest = Double(sizes.max() ?? 1)
    let (tests, dimension) = (Double(shapes[test.path]?.rows ?? 10_000), Double(shapes[test.path]?.columns ?? 4))
    let pairs = largest * (largest / 2 + tests)
    let solves = sizes.map(Double.init).reduce(0) { sum, n in
      sum + Double(path.factors(lambdas, points: Int(n))) * n * n * n / 180 + 4 * Double(lambdas.count) * n * n
    }
    return Work(pairs * (dimension / 20 + 6 + 2 * Double(kernel?.layers ?? 4)) + solves, rate: 1e9)
  }

  /// The error of one size at one lambda, or at the best of those that are at least `smallest`.
  private struct Cell {
    let kernel: Kernel
    let size: Int
    let lambda, error: Double
    var smallest = 0.0
    var atEdge = false
  }

  private static let labels: [Row<Cell>.Cell] = [
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .text("family", "NTK, RF or the kernel's name", \.kernel.familyTitle), .integer("n", "training points", \.size),
  ]
  private static let errorRow = Row<Cell>(
    labels + [
      .number("lambda", "$\\lambda$ of $K + n \\lambda I$", \.lambda),
      .number("error", "mean square error on the test points", roles: [.estimate], \.error),
    ])
  private static let bestRow = Row<Cell>(
    labels + [
      .number("smallest", "least $\\lambda$ that was allowed", \.smallest),
      .number("lambda", "best $\\lambda$ from there on", \.lambda),
      .number("error", "mean square error on the test points at it", roles: [.estimate], \.error),
      .flag("at-edge", "the best $\\lambda$ is an end of those allowed", \.atEdge),
    ])

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let n = sizes.map(Double.init)
    return output.name == best.name
      ? Self.bestRow.columns(spanning: [\.size: n, \.smallest: budgets, \.lambda: lambdas])
      : Self.errorRow.columns(spanning: [\.size: n, \.lambda: lambdas])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (pool, others) = try (workspace.readRows(points), workspace.readRows(test))
    let curve = try RidgeLearningCurve(
      targets: target.values(at: pool), sizes: sizes, lambdas: lambdas, testValues: target.values(at: others),
      path: path, kernel: kernel.rectangles(of: pool), testKernel: kernel.rectangles(rows: others, columns: pool))
    workspace.log("largest relative residual \(curve.residual)")
    let cells = curve.sizes.indices.flatMap { row in
      curve.lambdas.indices.map { column in
        Cell(kernel: kernel, size: curve.sizes[row], lambda: curve.lambdas[column], error: curve.errors[row, column])
      }
    }
    try workspace.write(Self.errorRow.table(cells), to: errors)
    let choices = try budgets.flatMap { budget in
      try zip(curve.sizes, curve.best(smallest: budget)).map { size, found in
        Cell(
          kernel: kernel, size: size, lambda: found.lambda, error: found.error, smallest: budget, atEdge: found.atEdge)
      }
    }
    try workspace.write(Self.bestRow.table(choices), to: best)
  }
}

/// Ridge regression on random ReLU features of one or two layers.
struct RandomFeaturesStage: Stage {
  static let kind = StageKind(
    "random-features", revision: 2,
    summary:
      "test errors of ridge regression on random ReLU features, m = floor(sqrt n), with shared and redrawn weights",
    example: #"""
      {
        "widths": "m",
        "points": "sample-sphere[seed=1]",
        "test": "sample-sphere[seed=2]",
        "largest": 60,
        "lambdas": [0.001, 1],
        "draws": 2,
        "seed": 1,
        "target": "two-bumps"
      }
      """#)

  let points, test: Input<Matrix>
  let largest: Int
  let architecture: Architecture
  let lambdas: [Double]
  let draws, seed: Int
  let target: RidgeTarget
  let errors = Output("errors", row: Self.row)

  /// Widths of the layers by m.
  enum Architecture: String, CaseIterable {
    case shallow = "m"
    case equal = "m-m"
    case narrowFirst = "10-m"
    case narrowLast = "m-10"

    func widths(_ m: Int) -> [Int] {
      switch self {
      case .shallow: [m]
      case .equal: [m, m]
      case .narrowFirst: [10, m]
      case .narrowLast: [m, 10]
      }
    }

    /// What reports call it, with the widths in brackets.
    var title: String {
      switch self {
      case .shallow: "2 layers (m)"
      case .equal: "3 layers (m, m)"
      case .narrowFirst: "3 layers (10, m)"
      case .narrowLast: "3 layers (m, 10)"
      }
    }
  }

  init(_ fields: Fields) {
    points = fields.input("points", Matrix.self, "the pool of unit vectors; the first n of them are trained on")
    test = fields.input("test", Matrix.self, "unit vectors that errors are measured on")
    largest = fields.integer("largest", in: 2...1_000_000, "the largest n of floor(2^{1, 1.4, ..., 13.8})")
    architecture = fields.choice("widths", Architecture.shallow, "widths of the layers, m = floor(sqrt n)")
    lambdas = fields.numbers("lambdas", in: 1e-30...1e30, "lambda of F'F + n lambda I")
    draws = fields.integer("draws", in: 1...10_000, "independent draws of the features")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the draws")
    target = fields.target()
  }

  var outputs: [OutputDeclaration] { [errors.declaration] }
  var needs: Resources {
    // Inputs, outputs and copies of the features of the training points, and of as many test points.
    let width = architecture.widths(RandomFeatureRidge.width(points: largest)).max() ?? 1
    return Resources(memory: 256 << 20 + 48 * largest * width)
  }

  /// Sizes grow by 2^0.4, so that the sums over them are a few times the last term.
  func work(reading shapes: [String: Shape]) -> Work? {
    let (m, tests) = (Double(largest).squareRoot(), Double(shapes[test.path]?.rows ?? 10_000))
    return Work(Double(draws) * m * (160 * tests + Double(largest) * m / 5), rate: 1e9)
  }

  /// The best errors of one draw at one size.
  private struct Draw {
    let title: String
    let size, draw: Int
    let shared, redrawn: RidgeSelection
  }

  private static let row = Row<Draw>(
    .text("features", "layers of features with their widths", \.title),
    .integer("n", "training points", \.size),
    .integer("draw", "number of the draw", \.draw),
    .number("shared", "least error with the same weights for training and test points", \.shared.error),
    .number("shared-lambda", "the $\\lambda$ that gives it", \.shared.lambda),
    .number("redrawn", "least error with weights drawn anew for the test points", \.redrawn.error),
    .number("redrawn-lambda", "the $\\lambda$ that gives it", \.redrawn.lambda))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.size: RandomFeatureRidge.sizes(upTo: largest).map(Double.init), \.draw: [0, Double(draws - 1)],
      \.shared.lambda: lambdas, \.redrawn.lambda: lambdas,
    ])
  }

  func run(_ workspace: Workspace) throws {
    let (pool, others) = try (workspace.readRows(points), workspace.readRows(test))
    guard largest <= pool.rows else { throw RidgeError.mismatch(what: "the pool", expected: largest, found: pool.rows) }
    let (targets, values) = (target.values(at: pool), target.values(at: others))
    let rows = try RandomFeatureRidge.sizes(upTo: largest).flatMap { size in
      try (0..<draws).map { draw in
        let ridge = try RandomFeatureRidge(
          training: (pool.prefix(rows: size), Array(targets[..<size])), test: (others, values),
          widths: architecture.widths(RandomFeatureRidge.width(points: size)), lambdas: lambdas, seed: UInt64(seed),
          draw: draw)
        return try Draw(
          title: architecture.title, size: size, draw: draw,
          shared: RidgeSelection(lambdas: lambdas, errors: ridge.shared),
          redrawn: RidgeSelection(lambdas: lambdas, errors: ridge.redrawn))
      }
    }
    try workspace.write(Self.row.table(rows), to: errors)
  }
}
