import Documents
import LinearAlgebra
import Pipeline
import Statistics

/// Several columns reduced at once, for each group of rows.
struct SummariseStage: TableReader {
  static let kind = StageKind(
    "summarise", revision: 3, summary: "means with intervals, extremes and counts of columns, for each group of rows",
    example: #"""
      {
        "data": "table",
        "of": ["error"],
        "by": ["mean", "bootstrap", "least", "greatest", "spread", "count"],
        "group": ["n"],
        "level": 0.95,
        "replicates": 1000,
        "seed": 1
      }
      """#)

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
  let replicates, seed: Int?
  let table = Output<Table>("summary")
  /// The same without one seed and for each seed, for claims.
  let parts = Output<PartTable>("parts")

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
    let needs: [(key: String, isNeeded: Bool, isGiven: Bool)] = [
      ("level", interval, level != nil), ("replicates", resamples, replicates != nil), ("seed", resamples, seed != nil),
    ]
    for (key, isNeeded, isGiven) in needs where isNeeded && !isGiven {
      fields.refuse("by", "an interval needs `\(key)`", remedy: "add `\(key)`, to the stage or to the defaults")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration, parts.declaration.aside] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: measures.flatMap { measure in reducers.flatMap { columns(measure, $0) } })
  }

  /// `mean`, `low` and `high`, `bootstrap-low` and `bootstrap-high`, `least` and so on; of several columns, each behind the
  /// name of its own: `rms-mean`.
  private func columns(_ measure: String, _ reducer: Reducer) -> [Column] {
    let prefix = measures.count == 1 ? "" : measure + "-"
    let main = prefix + reducer.rawValue
    let roles: [Column.Role] = measures.count == 1 && reducer == reducers.first ? [.estimate] : []
    switch reducer {
    case .mean:
      return [
        Column(main, .number, "mean of \(measure) over the group", roles: roles),
        Column(prefix + "low", .number, "lower end of Student's interval of the mean", roles: [.low(of: main)]),
        Column(prefix + "high", .number, "upper end of Student's interval of the mean", roles: [.high(of: main)]),
      ]
    case .bootstrap:
      return [
        Column(main + "-low", .number, "lower end of the bootstrap's interval of the mean"),
        Column(main + "-high", .number, "upper end of the bootstrap's interval of the mean"),
      ]
    case .least, .greatest: return [Column(main, .number, "\(reducer.rawValue) \(measure) of the group", roles: roles)]
    case .spread: return [Column(main, .number, "greatest minus least \(measure) of the group", roles: roles)]
    case .count: return [Column(main, .integer, "how many rows of the group have \(measure)")]
    }
  }

  func run(_ workspace: Workspace) throws {
    let groups = try rows.parts(workspace)
    try groups.require(measures)
    let level = levelOfEach(groups.tables.count)
    let result = try summary(of: groups, level: level)
    try workspace.write(result, to: table)
    let parts = try PartRows(
      groups, labels: rows.groups + rows.kept, whole: result, level: reducers.contains(.mean) ? level : nil
    ) { try summary(of: $0, level: level, part: $1) }
    try workspace.write(try parts.table(), to: self.parts)
  }

  /// The level of the interval of each of some groups.
  private func levelOfEach(_ count: Int) -> Double {
    let level = level ?? 0.95
    return isSimultaneous ? 1 - (1 - level) / Double(max(1, count)) : level
  }

  /// One row for each group; numbers of one seed alone have no interval of a mean.
  private func summary(of groups: RowGroups, level: Double, part: PartRows.Part? = nil) throws -> Table {
    var result = try groups.labels(keeping: rows.kept)
    for measure in measures {
      for reducer in reducers {
        let found = try reduced(measure, reducer, groups, level: level, part)
        for (column, values) in zip(columns(measure, reducer), found) {
          try result.append(column.name, .numbers(values))
        }
      }
    }
    return result
  }

  private func reduced(
    _ measure: String, _ reducer: Reducer, _ parts: RowGroups, level each: Double, _ part: PartRows.Part?
  ) throws -> [[Double]] {
    func numbers(_ group: Table) throws -> [Double] { try group.numbers(measure).map { absolute ? abs($0) : $0 } }
    let isAlone = part?.isAlone == true
    func exact(_ mean: Double) -> Interval { Interval(lower: mean, upper: mean) }
    switch reducer {
    case .mean:
      let found = try parts.map([measure]) { group in
        let summary = try Summary(try numbers(group))
        return (mean: summary.mean, interval: isAlone ? exact(summary.mean) : try summary.meanInterval(level: each))
      }
      return [found.map(\.mean), found.map(\.interval.lower), found.map(\.interval.upper)]
    case .bootstrap:
      let stream = RandomStream(seed: UInt64(seed ?? 0), purpose: "bootstrap")
      let count = Self.replicates(replicates ?? 100, of: part)
      let bootstrap = try Bootstrap(replicates: count, level: each, stream: stream)
      let found = try parts.map([measure]) { group in
        let values = try numbers(group)
        return isAlone ? try exact(Summary(values).mean) : try bootstrap.mean(values)
      }
      return [found.map(\.lower), found.map(\.upper)]
    case .least, .greatest, .spread, .count:
      return [
        try parts.tables.map { group in
          let known = try numbers(group).filter { !$0.isNaN }
          return try parts.named([], group) { try ordered(known, reducer, of: measure) }
        }
      ]
    }
  }

  /// The replicates for a part. All parts together take no more than ``mostWholes`` times those of the whole, or a hundred
  /// each: of more sets without a seed each is resampled less often, which moves the ends of its interval a little.
  private static func replicates(_ whole: Int, of part: PartRows.Part?) -> Int {
    guard let part, part.count > mostWholes else { return whole }
    return min(whole, max(100, whole * mostWholes / part.count))
  }

  private static let mostWholes = 20

  /// An order statistic of numbers of which none is missing.
  private func ordered(_ numbers: [Double], _ reducer: Reducer, of measure: String) throws -> Double {
    let (least, greatest) = (numbers.min() ?? .nan, numbers.max() ?? .nan)
    switch reducer {
    case .least: return least
    case .greatest: return greatest
    case .count: return Double(numbers.count)
    default:
      // One number has no spread; that of infinite data is infinite.
      let spread = numbers.count < 2 ? .nan : greatest - least
      guard spread.isNaN || spread.isFinite || !greatest.isFinite || !least.isFinite else {
        throw RegressionError.overflow(what: "the spread of `\(measure)`")
      }
      return spread
    }
  }
}
