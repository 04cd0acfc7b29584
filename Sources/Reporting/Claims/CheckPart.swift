import Documents

/// The numbers of a check, made from a part of what they rest on: without one seed, from one seed, without an end of a fit.
///
/// Statistics that reduce rows write such numbers beside their own, in a table of type ``typeName``: the columns of their own
/// table and those of ``Mark`` in front. Where a check judges every seed in a row of its own, its table says the same.
public struct CheckPart {
  /// Which part it is.
  public enum Kind: String, Sendable, CaseIterable {
    /// All of it: what the check judges.
    case whole
    /// All but one seed.
    case without
    /// One seed.
    case alone
    /// A fit without the first abscissa, without the last, or without both.
    case range
  }

  /// The columns that tell parts apart.
  public enum Mark: String, Sendable, CaseIterable {
    /// ``Kind`` by name.
    case kind = "part.kind"
    /// The seed or the range.
    case name = "part.name"
    /// For the whole: how many rows and how many seeds a mean is over, and the level of its interval; else missing.
    case rows = "part.rows"
    case seeds = "part.seeds"
    case level = "part.level"
  }

  /// The type of such tables.
  public static let typeName = "parts"

  /// Whether a column tells seeds apart.
  public static func isSeed(_ column: String) -> Bool {
    column == "seed" || column.hasSuffix("-seed") || column == "draw"
  }

  let kind: Kind
  let numbers: CheckedNumbers
  /// Of the whole, row by row.
  var means: [Mean] = []

  /// Whether no number has an interval.
  var isExact: Bool { numbers.estimates.allSatisfy { $0.low == $0.high } }

  /// What a mean over seeds rests on.
  struct Mean {
    let rows, seeds, level: Double

    /// Whether its interval narrows with more seeds.
    var isMean: Bool { rows >= 2 && seeds >= 2 && level > 0 && level < 1 }
  }

  /// The parts of what `check` judges in `table`: those of the table `parts`, else those of seeds that have rows of their own.
  static func all(_ check: Check, _ table: Table, _ parts: Table?) throws -> [CheckPart] {
    let found = try parts.map { try marked(check, table, $0) } ?? []
    return found.contains { $0.kind == .alone } ? found : try found + bySeed(check, table)
  }

  /// One part for each that `parts` names, if it has all rows that are judged.
  private static func marked(_ check: Check, _ table: Table, _ parts: Table) throws -> [CheckPart] {
    let parts = try check.selection.apply(parts)
    let (kinds, names) = (try parts.texts(Mark.kind.rawValue), try parts.texts(Mark.name.rawValue))
    var order: [[String]] = []
    var rows: [[String]: [Int]] = [:]
    for row in kinds.indices {
      let key = [kinds[row], names[row]]
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append(row)
    }
    return try order.compactMap { key in
      guard let kind = Kind(rawValue: key[0]), let chosen = rows[key], chosen.count == table.rowCount else {
        return nil
      }
      let own = parts.picking(chosen)
      var part = CheckPart(kind: kind, numbers: try CheckedNumbers(check, own))
      if kind == .whole {
        let columns = try [Mark.rows, .seeds, .level].map { try own.numbers($0.rawValue) }
        part.means = chosen.indices.map {
          Mean(rows: columns[0][$0], seeds: columns[1][$0], level: columns[2][$0])
        }
      }
      return part
    }
  }

  /// Where rows stand for seeds: the rows of each, and those of all others.
  private static func bySeed(_ check: Check, _ table: Table) throws -> [CheckPart] {
    guard let column = table.columns.map(\.name).first(where: isSeed) else { return [] }
    let seeds = try table.texts(column)
    guard let known = distinct(seeds) else { return [] }
    func part(_ kind: Kind, _ isChosen: (String) -> Bool) throws -> CheckPart {
      let rows = table.picking(seeds.indices.filter { isChosen(seeds[$0]) })
      return CheckPart(kind: kind, numbers: try CheckedNumbers(check, rows))
    }
    // Of two seeds, what one leaves is the other.
    return try (known.count > 2 ? known : []).map { seed in try part(.without) { $0 != seed } }
      + known.map { seed in try part(.alone) { $0 == seed } }
  }

  /// The seeds among some texts, in their order; nil where there are fewer than two, or so many that to leave out one after
  /// the other says nothing for its time.
  public static func distinct(_ texts: [String]) -> [String]? {
    var seen: Set<String> = []
    let names = texts.filter { seen.insert($0).inserted }
    return (2...most).contains(names.count) ? names : nil
  }

  private static let most = 200
}
