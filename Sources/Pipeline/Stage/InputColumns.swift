import Documents

/// The columns of the tables behind the inputs of a stage, labels in front, as ``Workspace/readStacked(_:)`` has them.
public struct InputColumns: Sendable {
  private let columns: [String: [Column]]

  /// The columns by input; one that is not known is left out.
  public init(_ columns: [String: [Column]]) { self.columns = columns }

  /// The columns behind the input at `path`, nil where they are not known.
  public subscript(path: String) -> [Column]? { columns[path] }

  /// The columns behind `input`, nil where they are not known.
  public subscript(input: Inputs<Table>) -> [Column]? { columns[input.path] }

  /// The columns behind `input`, nil where they are not known.
  public subscript(input: Input<Table>) -> [Column]? { columns[input.path] }

  /// The column that the name in `reference` means, among the first of its inputs that have it.
  func find(_ name: String, _ reference: ColumnReference) -> Column? {
    reference.inputs.lazy.compactMap { columns[$0]?.first { $0.name == name } }.first
  }

  /// The name of the only column of the role that `reference` asks for.
  func name(for reference: ColumnReference) -> String? {
    guard let role = reference.role else { return nil }
    let found = reference.inputs.flatMap { columns[$0] ?? [] }.filter { $0.roles.contains(role) }.map(\.name)
    return Set(found).count == 1 ? found[0] : nil
  }

  /// Whether the columns of all inputs of `reference` are known.
  func areKnown(for reference: ColumnReference) -> Bool { reference.inputs.allSatisfy { columns[$0] != nil } }

  /// All columns that `reference` could mean, each once.
  func known(for reference: ColumnReference) -> [Column] {
    Column.stacking(reference.inputs.compactMap { columns[$0] })
  }
}
