import Documents
import LinearAlgebra
import Pipeline
import Regression

/// Means with intervals over repetitions, for each group of rows.
struct MeanStage: Stage {
  static let kind = StageKind(
    "mean-interval", revision: 1,
    summary: "means over repetitions, with Student's and bootstrap intervals, for each group of rows")

  let data: Inputs<Table>
  let column: String
  let groups: [String]
  let kept: [String]
  let selection: RowSelection
  let level: Double
  let isSimultaneous: Bool
  let replicates: Int
  let seed: Int
  let means = Output<Table>("means")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "tables with one row a repetition")
    column = fields.string("column", "the column of numbers")
    groups = fields.strings("group", "columns whose values form the groups")
    kept = fields.strings("keep", "columns of which the first value of a group is kept", required: false)
    selection = RowSelection(fields)
    level = fields.number("level", in: 0.5...0.9999, "the level of the intervals")
    isSimultaneous = fields.boolean(
      "simultaneous", "whether the level holds for all groups together (Bonferroni)", required: false)
    replicates = fields.integer("replicates", in: 100...1_000_000, "bootstrap replicates")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the bootstrap; the stream is (seed, \"bootstrap\")")
  }

  var outputs: [OutputDeclaration] { [means.declaration] }

  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try selection.apply(try workspace.readStacked(data)), by: groups)
    let each = isSimultaneous ? 1 - (1 - level) / Double(max(1, parts.tables.count)) : level
    let stream = RandomStream(seed: UInt64(seed), purpose: "bootstrap")
    let bootstrap = try Bootstrap(replicates: replicates, level: each, stream: stream)
    let found = try parts.map([column]) { group in
      let sample = try group.numbers(column)
      let summary = try Summary(sample)
      return (summary, student: try summary.meanInterval(level: each), bootstrap: try bootstrap.mean(sample))
    }
    let (summaries, student, resampled) = (found.map(\.0), found.map(\.student), found.map(\.bootstrap))
    var table = try parts.labels(keeping: kept)
    try table.append("mean", .numbers(summaries.map(\.mean)))
    try table.append("low", .numbers(student.map(\.lower)))
    try table.append("high", .numbers(student.map(\.upper)))
    try table.append("bootstrap-low", .numbers(resampled.map(\.lower)))
    try table.append("bootstrap-high", .numbers(resampled.map(\.upper)))
    try table.append("repetitions", .numbers(summaries.map { Double($0.count) }))
    try workspace.write(table, to: means)
  }
}
