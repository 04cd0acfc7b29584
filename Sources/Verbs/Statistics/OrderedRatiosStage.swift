import Documents
import Pipeline
import Statistics

/// Whether rows come in a predicted order: each row's value over that of the one that should be next below, group by group.
struct OrderedRatiosStage: TableReader {
  static let kind = StageKind(
    "ordered-ratios", revision: 1,
    summary: "each row's value over that of the row before it in the order that another table gives, for each group",
    example: #"""
      {
        "data": "table",
        "column": "error",
        "group": ["seed"],
        "item": "n",
        "order": {"data": "table", "column": "error", "where": {"seed": 1}}
      }
      """#)

  let rows: GroupedRows
  let column, item: String
  let orderData: Inputs<Table>
  let orderColumn: String
  let orderSelection: RowSelection
  let table = Output<Table>("table")

  init(_ fields: Fields) {
    rows = GroupedRows(fields, keeps: false)
    column = fields.column("column", "the column of numbers", numbers: true, as: .estimate)
    item = fields.column("item", "the column of both tables that says what is put in order; one row of a group each")
    let order = fields.object("order", "the table that gives the order, by its values from the least to the greatest")
    orderData = order.inputs("data", Table.self, "the table, one row for each item")
    order.tables = [orderData.path]
    orderColumn = order.column("column", "its column of numbers", numbers: true, as: .estimate)
    orderSelection = RowSelection(order)
    order.noteColumn(item, at: fields.place(of: "item"))
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let type = inputs[rows.data]?.first { $0.name == item }?.type ?? .text
    return rows.columns(
      inputs,
      adding: [
        Column("place", .integer, "place in the order, from 2"), Column(item, type, "what stands there"),
        Column("before", type, "what stands at the place before"),
        Column("ratio", .number, "\(column) over that of the place before", roles: [.estimate]),
      ])
  }

  func run(_ workspace: Workspace) throws {
    let order = try ordered(try orderSelection.apply(try workspace.readStacked(orderData)))
    let parts = try rows.parts(workspace)
    try parts.require([column])
    let table = try parts.stacked(from: rows.groups, adding: ["place", item, "before", "ratio"]) { part in
      let places = try places(of: order, in: part)
      let (here, before) = (part.picking(Array(places.dropFirst())), part.picking(Array(places.dropLast())))
      var result = try Table(rows.groups.map { ($0, try here.column($0)) })
      try result.append("place", .numbers(order.indices.dropFirst().map { Double($0 + 1) }))
      try result.append(item, try here.column(item))
      try result.append("before", try before.column(item))
      let ratios = try zip(here.numbers(column), before.numbers(column)).map { $1 == 0 ? .nan : $0 / $1 }
      try result.append("ratio", .numbers(ratios))
      return result
    }
    try workspace.write(table, to: self.table)
  }

  /// The items by their values, ascending; equal ones as they stand.
  private func ordered(_ table: Table) throws -> [String] {
    let (names, values) = (try table.texts(item), try table.numbers(orderColumn))
    if Set(names).count < names.count { throw OrderedRatiosError.repeated(item: item) }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw OrderedRatiosError.missing(item: item, value: names[row])
    }
    return names.indices.sorted { (values[$0], $0) < (values[$1], $1) }.map { names[$0] }
  }

  /// The rows of a group in that order.
  private func places(of order: [String], in part: Table) throws -> [Int] {
    let names = try part.texts(item)
    if Set(names).count < names.count { throw OrderedRatiosError.repeated(item: item) }
    return try order.map { name in
      guard let row = names.firstIndex(of: name) else { throw OrderedRatiosError.missing(item: item, value: name) }
      return row
    }
  }
}

/// Why rows have no order.
enum OrderedRatiosError: Error, Equatable, CustomStringConvertible {
  case missing(item: String, value: String)
  case repeated(item: String)

  var description: String {
    switch self {
    case .missing(let item, let value):
      "a group has no number for \(item.printable) = \(value.printable); give every group and the `order` all items"
    case .repeated(let item):
      "several rows have the same `\(item.printable)`; select one row for each with `where`, or add columns to `group`"
    }
  }
}
