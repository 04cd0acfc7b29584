import Documents
import Pipeline

/// What the statistics of a table have in common: its rows, those that count, and the columns that form groups.
package struct GroupedRows: Sendable {
  package let data: Inputs<Table>
  package let groups: [String]
  package let kept: [String]
  private let selection: RowSelection

  /// Reads `data`, `group`, `keep`, `where` and `between`; columns that `fields` names further on are those of `data`.
  package init(
    _ fields: Fields, _ help: String = "the table", mustGroup: Bool = false, keeps: Bool = true
  ) {
    data = fields.inputs("data", Table.self, help)
    fields.tables = [data.path]
    groups = fields.columns(
      "group", "columns whose values form the groups; without them all rows are one", required: mustGroup)
    kept = keeps ? fields.columns("keep", "columns of which the first value of a group is kept", required: false) : []
    selection = RowSelection(fields)
  }

  /// The rows that count, cut into groups.
  package func parts(_ workspace: Workspace) throws -> RowGroups {
    try RowGroups(try selection.apply(try workspace.readStacked(data)), by: groups)
  }

  /// The columns of one row a group: its labels, what is kept, and `own`; nil where those of the table are not known.
  package func columns(_ inputs: InputColumns, adding own: [Column]) -> [Column]? {
    inputs[data].map { $0.named(groups + kept) + own }
  }
}

extension [Column] {
  /// The columns called `names`, in that order, as labels of rows that they no longer are about.
  func named(_ names: [String]) -> [Column] { names.compactMap { name in first { $0.name == name }?.plain } }
}

extension Column {
  /// The column without a role: other columns are now what the table is about.
  var plain: Column {
    var column = self
    column.roles = []
    return column
  }
}
