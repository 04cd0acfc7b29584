import Documents
import Pipeline
import Reporting

/// The parts of what a stage reads, each put through the stage's own operation: what is made of a mean over seeds then has
/// parts as the mean has (``CheckPart``).
///
/// Of several inputs all are of the same part; one without parts, such as theory, is the same in each. Where rows of an input
/// stand for seeds there are no parts: a stage that keeps its rows keeps the seeds, and a claim finds them by their column.
struct PassedParts: Sendable {
  /// Of each input the path of its tables, and that of what stands beside them.
  private let paths: [(whole: String, parts: String)]

  /// The parts beside `inputs`, which `fields` or objects below them have read.
  init(_ fields: Fields, of inputs: Inputs<Table>...) {
    paths = inputs.map { ($0.path, fields.companion(of: $0, type: PartTable.typeName)) }
  }

  /// What `operation` makes of every part.
  ///
  /// - Parameters:
  ///   - read: the tables behind the inputs, in their order.
  ///   - whole: what the operation makes of these.
  ///   - operation: what the stage does. A part that it refuses is left out.
  func table(
    _ workspace: Workspace, read: [Table], whole: Table, _ operation: ([Table]) throws -> Table
  ) throws -> PartTable {
    let parts = try paths.map { try workspace.parts(beside: $0.whole, at: $0.parts) }
    guard !read.contains(where: \.standsForSeeds) else { return try PartTable(stacking: [], like: whole) }
    let cut = try parts.map { try $0.map(CutParts.init) }
    var seen: Set<CutParts.Key> = []
    let keys = cut.flatMap { $0?.keys ?? [] }.filter { seen.insert($0).inserted }
    let made = try keys.compactMap { key -> Table? in
      let chosen = zip(read, cut).compactMap { table, parts in parts.map { $0.rows(of: key, else: table) } ?? table }
      guard chosen.count == read.count, let result = try? operation(chosen) else { return nil }
      return try result.marked(key)
    }
    return try PartTable(stacking: made, like: whole)
  }
}

/// A table of parts, cut into these.
private struct CutParts {
  struct Key: Hashable {
    let kind, name: String
  }

  /// In the order of the table.
  private(set) var keys: [Key] = []
  private var rows: [Key: [Int]] = [:]
  private let table: Table

  init(_ table: Table) throws {
    self.table = table
    let (kinds, names) = try (table.texts(CheckPart.Mark.kind.rawValue), table.texts(CheckPart.Mark.name.rawValue))
    for (row, (kind, name)) in zip(kinds, names).enumerated() {
      let key = Key(kind: kind, name: name)
      if rows[key] == nil { keys.append(key) }
      rows[key, default: []].append(row)
    }
  }

  /// The rows of one part. What has no such part rests on none of it, and is `whole`; nil where it rests on seeds, and the
  /// part is a seed that it does not have.
  func rows(of key: Key, else whole: Table) -> Table? {
    if let rows = rows[key] { return table.picking(rows) }
    return key.kind == CheckPart.Kind.alone.rawValue && keys.contains { $0.kind == key.kind } ? nil : whole
  }
}

extension Table {
  /// Whether a column tells seeds apart.
  fileprivate var standsForSeeds: Bool { columns.contains { CheckPart.isSeed($0.name) } }

  /// The table with the marks of a part, unless the rows that it was made of had theirs.
  fileprivate func marked(_ key: CutParts.Key) throws -> Table {
    if columns.contains(where: { $0.name == CheckPart.Mark.kind.rawValue }) { return self }
    return try PartTable.marks(key.kind, key.name, count: rowCount).joined(self)
  }
}

extension Workspace {
  /// The tables of parts at `parts` beside those at `whole`; nil unless all of these have some, and where they have no rows.
  func parts(beside whole: String, at parts: String) throws -> Table? {
    let (tables, found) = (files(whole), files(parts))
    guard !found.isEmpty, found.count == tables.count, found.allSatisfy({ $0.content != nil }) else { return nil }
    let table = try stackedTable(at: parts)
    return table.rowCount == 0 ? nil : table
  }
}
