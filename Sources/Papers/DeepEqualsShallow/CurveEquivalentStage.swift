import Documents
import KernelRegression
import Kernels
import Pipeline
import Verbs

/// What theory predicts for the learning curve of kernel ridge regression of a cap, without noise.
struct CurveEquivalentStage: Stage {
  static let kind = StageKind(
    "curve-equivalent", revision: 1,
    summary: "the deterministic equivalent of the test error of kernel ridge regression of a cap, over n and lambda",
    example: #"""
      {
        "sweep": {"kernel": ["ntk", "rf"]},
        "layers": 2,
        "spectrum": "spectrum",
        "n": [20, 60],
        "lambdas": [0.01, 0.0001],
        "smallest": [0.0001],
        "threshold": 0.7
      }
      """#)

  let kernel: Kernel?
  let spectrum: Input<Table>
  let sizes, lambdas, budgets: [Double]
  let threshold: Double
  let best = Output("best", row: Self.row)

  init(_ fields: Fields) {
    kernel = fields.kernel()
    spectrum = fields.input("spectrum", Table.self, "the kernel's spectrum, from a stage of kind spectrum")
    fields.demandSpectrum("spectrum", \.kernel, \.dimension, \.mu)
    sizes = fields.numbers("n", in: 1...1e12, "numbers of training points")
    lambdas = fields.numbers("lambdas", in: 1e-30...1e30, "lambda of K + n lambda I")
    budgets = fields.numbers("smallest", in: 1e-30...1e30, "the best lambda is chosen among those at least this large")
    threshold = fields.number("threshold", in: -0.999...0.999, "the target is 1 where w.x is at least this, else 0")
  }

  var outputs: [OutputDeclaration] { [best.declaration] }

  /// The error of one size at the best lambda of one budget.
  private struct Cell {
    let kernel: Kernel
    let size, smallest: Double
    let choice: RidgeSelection
    let truncation: Double
  }

  private static let row = Row<Cell>(
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .text("family", "NTK, RF or the kernel's name", \.kernel.familyTitle), .number("n", "training points", \.size),
    .number("smallest", "least $\\lambda$ that was allowed", \.smallest),
    .number("lambda", "best $\\lambda$ from there on", \.choice.lambda),
    .number("error", "expected mean square error at it", roles: [.estimate], \.choice.error),
    .number("truncation", "bound on its relative error by degrees beyond those of the spectrum", \.truncation))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.size: sizes, \.smallest: budgets, \.choice.lambda: lambdas])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let levels = try levels(try workspace.read(spectrum), kernel)
    let cells = try sizes.flatMap { size in
      let equivalent = try RidgeGridEquivalent(levels: levels, samples: size, lambdas: lambdas)
      return try budgets.map { budget in
        let found = try equivalent.best(smallest: budget)
        return Cell(
          kernel: kernel, size: size, smallest: budget, choice: found.choice, truncation: found.truncation)
      }
    }
    workspace.log("largest truncation \(cells.map(\.truncation).max() ?? 0)")
    try workspace.write(try Self.row.table(cells), to: best)
  }

  /// The kernel's levels with the cap's variances; what lies beyond the spectrum from kappa(1) = 1 and the cap's share.
  private func levels(_ table: Table, _ kernel: Kernel) throws -> HarmonicLevels {
    let row = SpectrumRow.row
    let (names, dimensions) = (try row.texts(\.kernel, of: table), Set(try row.integers(\.dimension, of: table)))
    guard Set(names) == [kernel.title], dimensions.count == 1, let dimension = dimensions.first else {
      throw CurveEquivalentError(wanted: kernel.title, found: Set(names).sorted(), dimensions: dimensions.sorted())
    }
    let eigenvalues = try row.numbers(\.mu, of: table)
    let cap = try CapHarmonics(dimension: dimension, threshold: threshold)
    return try HarmonicLevels(
      dimension: dimension, eigenvalues: eigenvalues, variances: cap.variances(count: eigenvalues.count)
    ).closed(trace: 1, norm: cap.measure)
  }
}

/// A spectrum that is not the kernel's.
struct CurveEquivalentError: Error, Equatable, CustomStringConvertible {
  let wanted: String
  let found: [String]
  let dimensions: [Int]

  var description: String {
    "`spectrum` holds the kernels \(found.map(\.printable).joined(separator: ", ")) in the dimensions "
      + "\(dimensions.map(String.init).joined(separator: ", ")); give one spectrum, of the kernel \(wanted.printable)"
  }
}
