/// The name of a column that a document gives, to be found among the columns of the tables behind some inputs.
public struct ColumnReference: Sendable, Equatable {
  /// The paths of the inputs whose tables are meant; it is enough that one of them has the column.
  public let inputs: [String]
  /// Where the value stands in the document, such as `checks[0].value`.
  public let path: String
  /// The name given; nil where it was left out and ``role`` finds it.
  public let name: String?
  /// Where the name stands, or the object that lacks it.
  public let place: Place
  /// Whether the column must hold numbers.
  public let needsNumbers: Bool
  /// The role that finds the column where no name is given.
  public let role: Column.Role?
  /// Whether a name, given or found, is needed.
  public let isRequired: Bool
  /// The ends of the range that is asked of the column, nil where open.
  public let low: Double?
  public let high: Double?
  /// Where it is the kind that needs the column: the kind of stage that makes such tables.
  public let maker: String?
}

extension Fields {
  /// A column of the tables behind ``tables``.
  ///
  /// - Parameter role: finds the column where the key is left out; the loader then writes its name into the document.
  /// - Returns: the name, empty after a problem or while it is not found yet.
  public func column(_ key: String, _ help: String, numbers: Bool = false, as role: Column.Role? = nil) -> String {
    named(key, help, numbers: numbers, role: role, required: role == nil, isNeeded: true) ?? ""
  }

  /// A column whose key may be left out; `isNeeded` says that the table must then declare one of the role.
  public func optionalColumn(
    _ key: String, _ help: String, numbers: Bool = false, as role: Column.Role? = nil, isNeeded: Bool = false
  ) -> String? { named(key, help, numbers: numbers, role: role, required: false, isNeeded: isNeeded) }

  private func named(
    _ key: String, _ help: String, numbers: Bool, role: Column.Role?, required: Bool, isNeeded: Bool
  ) -> String? {
    let name = scalar(.string, key, help, required: required)
    let place = place(of: key)
    if name != nil || role != nil {
      note(
        ColumnReference(
          inputs: tables, path: path(of: key), name: name, place: place, needsNumbers: numbers,
          role: name == nil ? role : nil, isRequired: isNeeded, low: nil, high: nil, maker: nil))
    }
    return name
  }

  /// A list of columns; an optional one that is missing reads as empty.
  public func columns(_ key: String, _ help: String, numbers: Bool = false, required: Bool = true) -> [String] {
    let names = strings(key, help, required: required)
    for (index, name) in names.enumerated() {
      noteColumn(name, at: place(of: key, element: index), numbers: numbers)
    }
    return names
  }

  /// Notes that the document names the column `name` at `place`, in a text that is read otherwise.
  public func noteColumn(
    _ name: String, at place: Place, numbers: Bool = false, from low: Double? = nil, to high: Double? = nil
  ) {
    note(
      ColumnReference(
        inputs: tables, path: path, name: name, place: place, needsNumbers: numbers, role: nil, isRequired: true,
        low: low, high: high, maker: nil))
  }

  /// Notes that `columns` of the table behind the input at `key`, one of those of stages of kind `maker`, are read
  /// whatever the document says.
  public func demand(_ columns: [Column], of key: String, from maker: String) {
    for column in columns {
      note(
        ColumnReference(
          inputs: [path(of: key)], path: path(of: key), name: column.name, place: place(of: key),
          needsNumbers: column.type.isNumeric, role: nil, isRequired: true, low: nil, high: nil, maker: maker))
    }
  }

  private func note(_ reference: ColumnReference) {
    if !isDescribing, !reference.inputs.isEmpty { log.columns.append(reference) }
  }

  private func path(of key: String) -> String { steps.isEmpty ? key : path + "." + key }
}
