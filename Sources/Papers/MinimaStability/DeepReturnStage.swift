import Documents
import LinearAlgebra
import Networks
import Pipeline

/// The exact pyramid of two hidden layers, perturbed, under gradient descent below and above its critical step.
struct DeepReturnStage: Stage {
  static let kind = StageKind(
    "deep-return", revision: 1,
    summary: "whether gradient descent returns to the exact two-hidden-layer pyramid from next to it")

  let side: Int
  let halfWidth: Double
  let fractions: [Double]
  let perturbation: Double
  let steps: Int
  let seed: Int
  let runs = Output<Table>("runs")

  init(_ fields: Fields) {
    side = fields.integer("side", in: 2...100, "m of the m x m grid")
    halfWidth = fields.number("half-width", in: 1e-6...1e6, "R of the square [-R, R]^2")
    fractions = fields.numbers("fractions", in: 0.01...10, "step sizes as fractions of 2 / lambda_max")
    perturbation = fields.number("perturbation", in: 0...1, "standard deviation of the shifts of the parameters")
    steps = fields.integer("steps", in: 1...10_000_000, "steps of a run")
    seed = fields.integer("seed", in: 0...Int.max, "the seed; the stream is (seed, \"perturbation\")")
  }

  var outputs: [OutputDeclaration] { [runs.declaration] }
  var needs: Resources { Resources(memory: 256 << 20 + 48 * side * side * side * side) }

  /// One row a fraction: `exact-error`, the largest error of the unperturbed network; `sharpness`, `sharpness-bound`
  /// 2d + 3; `outcome`; `start-error` and `end-error` rms over the deviation of the values.
  func run(_ workspace: Workspace) throws {
    let returns = try fractions.map {
      try DeepReturn(
        grid: SquareGrid(side: side, halfWidth: halfWidth), fraction: $0, perturbation: perturbation, steps: steps,
        seed: UInt64(seed))
    }
    let table = try Table([
      ("fraction", .numbers(fractions)), ("exact-error", .numbers(returns.map(\.exactError))),
      ("sharpness", .numbers(returns.map(\.sharpness))), ("sharpness-bound", .numbers(returns.map(\.sharpnessBound))),
      ("outcome", .texts(returns.map(\.outcome.rawValue))), ("start-error", .numbers(returns.map(\.startError))),
      ("end-error", .numbers(returns.map(\.endError))),
    ])
    try workspace.write(table, to: runs)
  }
}
