import Documents
import LinearAlgebra
import Pipeline
import Statistics

/// Several columns reduced at once, for each group of rows.
struct SummariseStage: Stage {
  static let kind = StageKind(
    "summarise", revision: 1, summary: "means with intervals, extremes and counts of columns, for each group of rows")

  /// What is made of the numbers of a group.
  enum Reducer: String, CaseIterable {
    case mean, bootstrap, least, greatest, spread, count
  }

  let rows: GroupedRows
  let measures: [String]
  let reducers: [Reducer]
  let absolute: Bool
  let level: Double?
  let isSimultaneous: Bool
  let replicates: Int?
  let seed: Int?
  let table = Output<Table>("summary")

  init(_ fields: Fields) {
    rows = GroupedRows(fields)
    measures = fields.columns("of", "the columns of numbers", numbers: true)
    reducers = fields.choices(
      "by", Reducer.mean,
      "what is made of them: mean, with Student's interval; bootstrap, its other interval; least; greatest; spread; count"
    )
    absolute = fields.boolean("absolute", "take absolute values first", required: false)
    level = fields.optionalNumber("level", in: 0.5...0.9999, "the level of the intervals")
    isSimultaneous = fields.boolean(
      "simultaneous", "whether the level holds for all groups together (Bonferroni)", required: false)
    replicates = fields.optionalInteger("replicates", in: 100...1_000_000, "bootstrap replicates")
    seed = fields.optionalInteger(
      "seed", in: 0...Int.max,
      "the seed of the bootstrap; the stream is (seed, \"bootstrap\"), the same for every column")
    let interval = reducers.contains { $0 == .mean || $0 == .bootstrap }
    let resamples = reducers.contains(.bootstrap)
    let needs = [
      ("level", interval, level != nil), ("replicates", resamples, replicates != nil), ("seed", resamples, seed != nil),
    ]
    for (key, isNeeded, isGiven) in needs where isNeeded && !isGiven {
      fields.refuse("by", "an interval needs `\(key)`", remedy: "add `\(key)`, to the stage or to the defaults")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: measures.flatMap { measure in reducers.flatMap { columns(measure, $0) } })
  }

  /// `m`, `m-low` and `m-high` for the mean of `m`; `m-least` and so on for the others.
  private func columns(_ measure: String, _ reducer: Reducer) -> [Column] {
    switch reducer {
    case .mean:
      let isOnly = measures.count == 1
      return [
        Column(measure, .number, "mean of \(measure) over the group", roles: isOnly ? [.estimate] : []),
        Column(measure + "-low", .number, "lower end of Student's interval of the mean", roles: [.low(of: measure)]),
        Column(measure + "-high", .number, "upper end of Student's interval of the mean", roles: [.high(of: measure)]),
      ]
    case .bootstrap:
      return [
        Column(measure + "-bootstrap-low", .number, "lower end of the bootstrap's interval of the mean"),
        Column(measure + "-bootstrap-high", .number, "upper end of the bootstrap's interval of the mean"),
      ]
    case .least, .greatest, .spread:
      let meaning = reducer == .spread ? "greatest minus least" : reducer.rawValue
      let isOnly = measures.count == 1 && reducers == [reducer]
      return [
        Column(
          "\(measure)-\(reducer.rawValue)", .number, "\(meaning) of \(measure) in the group",
          roles: isOnly ? [.estimate] : [])
      ]
    case .count: return [Column(measure + "-count", .integer, "how many numbers the group has")]
    }
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    var result = try parts.labels(keeping: rows.kept)
    for measure in measures {
      for reducer in reducers {
        for (column, values) in zip(columns(measure, reducer), try reduced(measure, reducer, parts)) {
          try result.append(column.name, .numbers(values))
        }
      }
    }
    try workspace.write(result, to: table)
  }

  private func reduced(_ measure: String, _ reducer: Reducer, _ parts: RowGroups) throws -> [[Double]] {
    func numbers(_ group: Table) throws -> [Double] {
      try group.numbers(measure).map { absolute ? abs($0) : $0 }
    }
    let level = level ?? 0.95
    let each = isSimultaneous ? 1 - (1 - level) / Double(max(1, parts.tables.count)) : level
    switch reducer {
    case .mean:
      let found = try parts.map([measure]) { group in
        let summary = try Summary(try numbers(group))
        return (mean: summary.mean, interval: try summary.meanInterval(level: each))
      }
      return [found.map(\.mean), found.map(\.interval.lower), found.map(\.interval.upper)]
    case .bootstrap:
      let stream = RandomStream(seed: UInt64(seed ?? 0), purpose: "bootstrap")
      let bootstrap = try Bootstrap(replicates: replicates ?? 100, level: each, stream: stream)
      let found = try parts.map([measure]) { try bootstrap.mean(try numbers($0)) }
      return [found.map(\.lower), found.map(\.upper)]
    case .least, .greatest, .spread, .count:
      return [
        try parts.tables.map { group in try ordered(try numbers(group).filter { !$0.isNaN }, reducer, group, parts) }
      ]
    }
  }

  /// An order statistic of numbers of which none is missing.
  private func ordered(_ numbers: [Double], _ reducer: Reducer, _ group: Table, _ parts: RowGroups) throws -> Double {
    let (least, greatest) = (numbers.min() ?? .nan, numbers.max() ?? .nan)
    switch reducer {
    case .least: return least
    case .greatest: return greatest
    case .count: return Double(numbers.count)
    default:
      // One number has no spread.
      let spread = numbers.count < 2 ? .nan : greatest - least
      return try parts.named([], group) {
        guard spread.isNaN || spread.isFinite || !greatest.isFinite || !least.isFinite else {
          throw RegressionError.overflow(what: "the spread")
        }
        return spread
      }
    }
  }
}
