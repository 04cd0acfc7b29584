import Documents
import Foundation
import Pipeline
import Reporting

/// The numbers of a statistic made from parts of its rows, for claims: see ``CheckPart``.
struct PartTable: Artifact {
  static let typeName = CheckPart.typeName
  static let fileExtension = "csv"
  let table: Table

  init(_ table: Table) { self.table = table }

  /// Rows of parts with their marks; where there are none, the columns that those of `whole` would have.
  init(stacking parts: [Table], like whole: Table) throws {
    table = try Table.stacking([try Self.marks("", "", count: 0).joined(whole.picking([]))] + parts)
  }

  /// The marks of `count` rows of one part; the means of the whole have more to say.
  static func marks(
    _ kind: String, _ name: String, count: Int, rows: [Double]? = nil, seeds: [Double]? = nil, level: Double = .nan
  ) throws -> Table {
    let missing = Array(repeating: Double.nan, count: count)
    return try Table([
      (CheckPart.Mark.kind.rawValue, .texts(Array(repeating: kind, count: count))),
      (CheckPart.Mark.name.rawValue, .texts(Array(repeating: name, count: count))),
      (CheckPart.Mark.rows.rawValue, .numbers(rows ?? missing)),
      (CheckPart.Mark.seeds.rawValue, .numbers(seeds ?? missing)),
      (CheckPart.Mark.level.rawValue, .numbers(Array(repeating: level, count: count))),
    ])
  }

  init(readingFrom file: URL) throws { table = try Table(readingFrom: file) }
  func write(to file: URL) throws { try table.write(to: file) }
}

/// Makes the rows of a ``PartTable``: a statistic is taken again, of fewer rows.
struct PartRows {
  /// What a statistic makes of groups: one row for each.
  typealias Statistic = (_ groups: RowGroups, _ part: Part) throws -> Table

  /// What a statistic is told of the part that it is taken of.
  struct Part {
    /// Whether each group holds one seed.
    let isAlone: Bool
    /// How many parts of the kind there are.
    let count: Int
  }

  private let groups: RowGroups
  private let labels: [String]
  private let statistic: Statistic
  private let whole: Table
  private var tables: [Table] = []

  /// - Parameters:
  ///   - labels: the columns that tell groups apart or are kept.
  ///   - whole: what the statistic makes of all rows.
  ///   - level: that of an interval of means; nil for other statistics.
  init(
    _ groups: RowGroups, labels: [String], whole: Table, level: Double?, statistic: @escaping Statistic
  ) throws {
    (self.groups, self.labels, self.statistic) = (groups, labels, statistic)
    self.whole = whole
    guard let seed else { return }
    let seeds = try groups.tables.map { Double(Set(try $0.texts(seed)).count) }
    let marks = try PartTable.marks(
      CheckPart.Kind.whole.rawValue, "", count: whole.rowCount, rows: groups.tables.map { Double($0.rowCount) },
      seeds: seeds, level: level ?? .nan)
    tables.append(try marks.joined(whole))
    guard let names = CheckPart.distinct(try groups.tables.flatMap { try $0.texts(seed) }) else { return }
    for name in names where names.count > 2 {
      // A group without the seed is what it was.
      try add(.without, name, count: names.count) { group in
        let others = try group.rows { try $0.texts(seed).map { $0 != name } }
        return others.rowCount == 0 ? group : others
      }
    }
    for name in names {
      try add(.alone, name, count: names.count) { group in try group.rows { try $0.texts(seed).map { $0 == name } } }
    }
  }

  /// The column that tells seeds apart, which all rows of a group are of.
  private var seed: String? {
    let known = groups.tables.first?.columns.map(\.name) ?? []
    return known.first { CheckPart.isSeed($0) && !labels.contains($0) }
  }

  /// Adds fits without the first abscissa, the last one and both, where they leave three.
  mutating func addRanges(of x: String) throws {
    for (name, first, last) in [("first", true, false), ("last", false, true), ("both", true, true)] {
      try add(.range, name, count: 3) { group in
        let numbers = try group.numbers(x)
        let (least, greatest) = (numbers.min(), numbers.max())
        let kept = try group.rows { _ in numbers.map { !(first && $0 == least) && !(last && $0 == greatest) } }
        return Set(try kept.numbers(x)).count < 3 ? kept.picking([]) : kept
      }
    }
  }

  /// Adds what the statistic makes of a part of every group; a part that it refuses, or that a group lacks, is left out.
  private mutating func add(
    _ kind: CheckPart.Kind, _ name: String, count: Int, _ part: (Table) throws -> Table
  ) throws {
    let parts = try groups.mapping(part)
    guard kind == .alone || parts.tables.count == groups.tables.count, !parts.tables.isEmpty,
      let table = try? statistic(parts, Part(isAlone: kind == .alone, count: count))
    else { return }
    tables.append(try PartTable.marks(kind.rawValue, name, count: table.rowCount).joined(table))
  }

  /// All rows; the columns remain where there are none.
  func table() throws -> PartTable { try PartTable(stacking: tables, like: whole) }
}

extension Table {
  /// The rows that `isKept` says.
  fileprivate func rows(_ isKept: (Table) throws -> [Bool]) throws -> Table {
    let kept = try isKept(self)
    return picking(kept.indices.filter { kept[$0] })
  }
}
