import Documents
import Networks
import Pipeline

/// The chain of bounds on random networks.
struct ChainStage: Stage {
  static let kind = StageKind(
    "stability-chain", revision: 1, summary: "the chain of bounds on the sharpness, on random networks and points")

  let trials: Int
  let seed: Int
  let table = Output<Table>("trials")

  init(_ fields: Fields) {
    trials = fields.integer("trials", in: 1...1_000_000, "random networks")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of everything drawn")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources { Resources(memory: 256 << 20 + 512 * trials) }

  /// `width`, `dimension`, `n`; the chain `sharpness`, `gradient-mean`, `one-sided-bound`, `norm-bound`; `slack`, the
  /// least relative slack of its links; `balanced-error`, |Q - (1 + 2 S~)| / Q after balancing.
  func run(_ workspace: Workspace) throws {
    let rows = try (0..<trials).map { try ChainTrial(index: $0, seed: UInt64(seed)) }
    let result = try Table([
      ("width", .numbers(rows.map { Double($0.width) })), ("dimension", .numbers(rows.map { Double($0.dimension) })),
      ("n", .numbers(rows.map { Double($0.count) })), ("sharpness", .numbers(rows.map(\.chain.sharpness))),
      ("gradient-mean", .numbers(rows.map(\.chain.gradientMean))),
      ("one-sided-bound", .numbers(rows.map(\.chain.oneSidedBound))),
      ("norm-bound", .numbers(rows.map(\.chain.normBound))), ("slack", .numbers(rows.map(\.chain.slack))),
      ("balanced-error", .numbers(rows.map(\.balancedError))),
    ])
    try workspace.write(result, to: table)
  }
}
