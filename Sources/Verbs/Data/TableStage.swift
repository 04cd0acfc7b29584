import Documents
import Pipeline

/// A table whose values stand in the manifest.
struct TableStage: Stage {
  static let kind = StageKind("table", revision: 2, summary: "a table whose columns are given in the manifest")

  let columns: [JSON.Member]
  let table = Output<Table>("table")

  init(_ fields: Fields) {
    columns = fields.ordered(
      "columns", "lists of numbers or of texts of equal length, by name; null is a missing number")
    for member in columns where Self.values(member.value) == nil {
      fields.refuse(
        "columns", "`\(member.key)` is neither a list of numbers nor a list of texts",
        remedy: "write values of one type")
    }
    if columns.isEmpty, fields.has("columns"), fields.problems.isEmpty {
      fields.refuse("columns", "`columns` is not an object of lists", remedy: "write {\"x\": [1, 2], \"y\": [3, 4]}")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    columns.compactMap { member in
      switch Self.values(member.value) {
      case .numbers(let values): Column(member.key, .number, "given in the manifest", range: Self.range(values))
      case .texts: Column(member.key, .text, "given in the manifest")
      case nil: nil
      }
    }
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    let known = values.filter { !$0.isNaN }
    guard let least = known.min(), let greatest = known.max() else { return nil }
    return least...greatest
  }

  func run(_ workspace: Workspace) throws {
    try workspace.write(
      try Table(columns.compactMap { member in Self.values(member.value).map { (member.key, $0) } }), to: table)
  }

  private static func values(_ json: JSON) -> Table.Values? {
    guard let elements = json.elements else { return nil }
    let texts = elements.compactMap(\.string)
    if !texts.isEmpty, texts.count == elements.count { return .texts(texts) }
    let numbers = elements.compactMap { $0.content == .null ? Double.nan : $0.double }
    return numbers.count == elements.count ? .numbers(numbers) : nil
  }
}
