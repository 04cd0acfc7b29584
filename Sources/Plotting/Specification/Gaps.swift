import Documents

extension FigureSpecification {
  /// What of the data the figure cannot draw because a number is missing or infinite, a sentence for each column: "`y` of
  /// the mark `line`: 1 of 6 numbers is missing (out.csv, record 5), a gap in the figure".
  ///
  /// - Parameter tables: by the paths of the references.
  /// - Throws: ``Problem`` when a column is missing.
  public func gaps(tables: [String: Table]) throws -> [String] {
    try panels.flatMap { panel in
      try panel.allMarks.flatMap { mark -> [String] in
        guard let path = mark.data, mark.recipe.needsData, let table = tables[path] else { return [] }
        let rows = try mark.rows.apply(table)
        return try mark.recipe.numeric.flatMap { try Gap.sentences($0, of: mark.kind, in: rows) }
      }
    }.distinct
  }
}

extension Recipe {
  /// The columns whose numbers have places or colours.
  fileprivate var numeric: [String] { [x, y, low, high, value].compactMap { $0?.column }.distinct }
}

/// Numbers of a column that are not drawn.
private enum Gap {
  static func sentences(_ column: String, of mark: String, in table: Table) throws -> [String] {
    guard case .numbers(let numbers) = try table.column(column) else { return [] }
    let kinds: [(word: String, holds: (Double) -> Bool)] = [("missing", \.isNaN), ("infinite", \.isInfinite)]
    return kinds.compactMap { word, holds in
      let rows = numbers.indices.filter { holds(numbers[$0]) }
      guard let first = rows.first else { return nil }
      let isOne = rows.count == 1
      let place = table.origin(of: first).map { " (\(isOne ? "" : "first ")\($0))" } ?? ""
      return "`\(column.printable)` of the mark `\(mark)`: \(rows.count) of \(numbers.count) numbers "
        + "\(isOne ? "is" : "are") \(word)\(place), \(isOne ? "a gap" : "gaps") in the figure"
    }
  }
}
