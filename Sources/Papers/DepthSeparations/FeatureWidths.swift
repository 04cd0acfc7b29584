import Documents
import KernelRegression
import LinearAlgebra
import Networks
import Pipeline
import Statistics
import Verbs

/// One-hidden-layer networks over random features, fitted to radial functions at every width at once: output weights and the
/// output's constant by least squares.
struct FeatureWidthsStage: Stage {
  static let kind = StageKind(
    "feature-widths", revision: 4,
    summary:
      "held-out errors of one-hidden-layer networks with random features on radial functions, by width",
    example: #"""
      {"dimension": 2, "widths": [4, 8, 16], "n": 320, "tests": 100, "jitter": 1e-12, "seed": 1}
      """#)

  static let profiles = ["|r - 1/2|", "max(0, 1 - 2r)", "random 1-Lipschitz"]
  /// Points whose features are held at once: few enough for the cache, as many as a product takes together.
  static let block = 256

  let dimension: Int
  let widths: [Int]
  let count, tests: Int
  let jitter: Double
  let seed: Int
  let table = Output("errors", row: FeatureError.row)

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 1...4096, "d")
    widths = fields.integers("widths", in: 1...20_000, "ascending numbers of neurons")
    count = fields.integer("n", in: 1...10_000_000, "training points, direction and radius uniform")
    tests = fields.integer("tests", in: 1...100_000, "held-out points")
    jitter = fields.number(
      "jitter", in: 0...1, "what is added to the normal equations, relative to their mean diagonal")
    seed = fields.integer("seed", in: 0...1_000_000_000, "the seed of features and points")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    let width = widths.max() ?? 1
    let points = 24 * dimension * (count + tests + width)
    return Resources(memory: 256 << 20 + points + 8 * width * (3 * width + 2 * Self.block + 2 * tests))
  }

  /// The normal equations of n points, and their factor.
  func work(reading shapes: [String: Shape]) -> Work? {
    let (n, width) = (Double(count), Double(widths.max() ?? 1))
    return Work(n * width * (width + 3 * Double(dimension)) + width * width * width / 3, rate: 2.8e10)
  }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    FeatureError.row.columns(spanning: [
      \.dimension: [Double(dimension)], \.seed: [Double(seed)], \.width: widths.map(Double.init),
    ])
  }

  func run(_ workspace: Workspace) throws {
    let features = try ShallowFeatures(
      count: widths.max() ?? 1, dimension: dimension,
      deviation: RadialSample.projectionDeviation(dimension: dimension), seed: UInt64(seed))
    // The output's constant comes first, so that N neurons are the leading N + 1 columns.
    var problem = try NestedLeastSquares(features: features.biases.count + 1, targets: Self.profiles.count)
    let points = try RadialSample.points(count: count, dimension: dimension, seed: 2 * UInt64(seed))
    for top in stride(from: 0, to: count, by: Self.block) {
      let part = points.selecting(rows: Array(top..<min(top + Self.block, count)))
      try problem.add(features: features.values(at: part), targets: targets(part))
    }
    let solution = try problem.solved(relativeJitter: jitter)
    let held = try RadialSample.points(count: tests, dimension: dimension, seed: 2 * UInt64(seed) + 1)
    let errors = try solution.heldOut(
      features: features.values(at: held), targets: targets(held), widths: widths.map { $0 + 1 })
    let rows = try Self.profiles.indices.flatMap { profile in
      try zip(widths, errors).map { width, found in
        FeatureError(
          profile: Self.profiles[profile], dimension: dimension, seed: seed, width: width, heldOut: found[profile],
          residual: try solution.residual(width: width + 1, target: profile),
          condition: try solution.conditionBound(width: width + 1))
      }
    }
    try workspace.write(try FeatureError.row.table(rows), to: table)
  }

  private func targets(_ points: Matrix) throws -> Matrix {
    let columns = [RadialProfile.valley, .cone, .random(seed: UInt64(seed))].map { $0.values(at: points) }
    return try Matrix(rows: columns.count, columns: points.rows, elements: columns.flatMap { $0 }).transposed
  }
}

/// The errors of one fitted network.
struct FeatureError {
  let profile: String
  let dimension, seed, width: Int
  let heldOut: HeldOutError
  let residual, condition: Double

  static let row = Row<FeatureError>(
    .text("profile", "the radial function", \.profile),
    .integer("dimension", "$d$", \.dimension),
    .integer("seed", "seed of features and points", \.seed),
    .integer("width", "neurons", \.width),
    .number("rms", "root mean square error on the held-out points", roles: [.estimate], \.heldOut.rootMeanSquare),
    .number("sup", "greatest error there", \.heldOut.greatest),
    .number("residual", "root mean square error on the training points", \.residual),
    .number("condition", "lower bound of the condition number of the normal equations", \.condition))
}

/// The width at which fitted networks reach given errors.
struct WidthNeededStage: Stage {
  static let kind = StageKind(
    "width-needed", revision: 3,
    summary: "the least width that reaches an error, interpolated between tried widths, with its interval over seeds",
    example: #"""
      {"data": "feature-widths.errors", "errors": [0.1]}
      """#)

  let data: Inputs<Table>
  let column: String
  let levels: [Double]
  let table = Output("widths", row: Self.meanRow)
  let each = Output("seeds", row: Self.seedRow)

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "tables of stages of kind feature-widths")
    fields.demand(
      FeatureError.row[\.profile, \.dimension, \.seed, \.width], of: "data", from: FeatureWidthsStage.kind.name)
    fields.tables = [data.path]
    column = fields.column("column", "the error: rms or sup", numbers: true, as: .estimate)
    levels = fields.numbers("errors", in: 1e-12...1e12, "errors to reach")
  }

  var outputs: [OutputDeclaration] { [table.declaration, each.declaration] }

  /// The widths of all seeds for one profile, dimension and error.
  private struct Cell {
    let profile: String
    let dimension: Int
    let level: Double
    let seeds: [Int]
    let found: [WidthNeeded]
    let combined: (mean: Double, interval: Interval)?

    var inverseLevel: Double { 1 / level }
    var status: String { WidthNeeded.status(found) }
  }

  /// The width of one seed.
  private struct SeedWidth {
    let cell: Cell
    let reachedTo, seed: Int
    let width: Double
  }

  private static let meanRow = Row<Cell>(
    .text("profile", "the radial function", \.profile),
    .integer("dimension", "$d$", \.dimension),
    .number("error", "error to reach", \.level),
    .number("inverse-error", "1 over it", \.inverseLevel),
    .number(
      "width", "geometric mean of the least widths; missing unless every seed reached the error between two tried ones",
      roles: [.estimate], \.combined?.mean),
    .number("low", "lower end of its 95 % interval over seeds", roles: [.low(of: "width")], \.combined?.interval.lower),
    .number("high", "upper end of it", roles: [.high(of: "width")], \.combined?.interval.upper),
    .text("status", "reached, not reached or below smallest", \.status),
    .integer("seeds", "how many seeds", \.found.count))

  private static let seedRow = Row<SeedWidth>(
    .text("profile", "the radial function", \.cell.profile),
    .integer("dimension", "$d$", \.cell.dimension),
    .number("error", "error to reach; every seed reached it", \.cell.level),
    .number("inverse-error", "1 over it", \.cell.inverseLevel),
    .integer("reached-to", "the greatest dimension in which every seed reached it", \.reachedTo),
    .integer("seed", "seed of features and points", \.seed),
    .number("width", "least width of this seed", roles: [.estimate], \.width))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let inverse = levels.map { 1 / $0 }
    return output.name == each.name
      ? Self.seedRow.columns(spanning: [\.cell.level: levels, \.cell.inverseLevel: inverse])
      : Self.meanRow.columns(spanning: [\.level: levels, \.inverseLevel: inverse])
  }

  func run(_ workspace: Workspace) throws {
    let row = FeatureError.row
    let parts = try RowGroups(try workspace.readStacked(data), by: [row.name(\.profile), row.name(\.dimension)])
    let cells = try parts.tables.flatMap { part in
      let seeds = try RowGroups(part, by: [row.name(\.seed)])
      let names = try row.integers(\.seed, of: seeds.labels())
      guard let profile = try row.texts(\.profile, of: part).first,
        let dimension = try row.integers(\.dimension, of: part).first
      else { return [Cell]() }
      return try levels.map { level in
        let found = try seeds.tables.map {
          try WidthNeeded(level: level, widths: row.numbers(\.width, of: $0), errors: $0.numbers(column))
        }
        return Cell(
          profile: profile, dimension: dimension, level: level, seeds: names, found: found,
          combined: try WidthNeeded.combined(found))
      }
    }
    try workspace.write(try Self.meanRow.table(cells), to: table)
    try workspace.write(try Self.seedRow.table(Self.widths(cells)), to: each)
  }

  /// The width of every seed, where all of them reached the error.
  private static func widths(_ cells: [Cell]) -> [SeedWidth] {
    let reached = cells.filter { $0.status == "reached" }
    return reached.flatMap { cell in
      let alike = reached.filter { $0.level == cell.level && $0.profile == cell.profile }
      let greatest = alike.map(\.dimension).max() ?? cell.dimension
      let widths = cell.found.compactMap { if case .reached(let width, _) = $0 { width } else { nil } }
      return zip(cell.seeds, widths).map { SeedWidth(cell: cell, reachedTo: greatest, seed: $0, width: $1) }
    }
  }
}

extension WidthNeeded {
  /// What can be said of all seeds together.
  static func status(_ seeds: [WidthNeeded]) -> String {
    for case .notReached in seeds { return "not reached" }
    for case .belowSmallest in seeds { return "below smallest" }
    return "reached"
  }
}
