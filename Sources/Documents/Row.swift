/// The row of a table: its columns, declared once, and how each is taken from a value.
///
/// ```swift
/// static let row = Row<Bound>(
///   .integer("dimension", "$d$", \.dimension),
///   .number("share", "share of the squared norm in degrees $\\ge d^2$", \.share))
/// let table = Output("bound", row: Self.row)
/// // writing: try Self.row.table(bounds); reading elsewhere: try Bound.row.numbers(\.share, of: table)
/// ```
public struct Row<Element>: Sendable {
  /// The columns, in order.
  public var columns: [Column] { cells.map(\.column) }
  private let cells: [Cell]

  /// One column and where its values come from.
  public struct Cell: Sendable {
    public var column: Column
    let path: PartialKeyPath<Element> & Sendable
    let values: @Sendable ([Element]) -> Table.Values
  }

  /// A row of the given cells.
  public init(_ cells: Cell...) { self.cells = cells }

  /// A row of the given cells.
  public init(_ cells: [Cell]) { self.cells = cells }

  /// The table of `elements`, one row each.
  /// - Throws: ``Problem`` if two columns have one name.
  public func table(_ elements: [Element]) throws -> Table {
    try Table(cells.map { ($0.column.name, $0.values(elements)) })
  }

  /// The declarations of the columns taken from `paths`.
  public subscript(paths: PartialKeyPath<Element>...) -> [Column] {
    paths.compactMap { path in cells.first { $0.path == path }?.column }
  }

  /// The columns; those named here have values from the least to the greatest of the numbers given for them.
  public func columns(spanning values: [PartialKeyPath<Element>: [Double]]) -> [Column] {
    cells.map { cell in
      var column = cell.column
      if let known = values[cell.path], let least = known.min(), let greatest = known.max() {
        column.range = least...greatest
      }
      return column
    }
  }

  /// The name of the column taken from `path`.
  public func name(_ path: PartialKeyPath<Element>) -> String {
    cells.first { $0.path == path }?.column.name ?? "\(path)"
  }

  /// The numbers of one column of `table`.
  /// - Throws: ``Problem`` if the column is missing or holds texts.
  public func numbers(_ path: PartialKeyPath<Element>, of table: Table) throws -> [Double] {
    try table.numbers(name(path))
  }

  /// The whole numbers of one column of `table`.
  /// - Throws: ``Problem`` if the column is missing or holds something else.
  public func integers(_ path: PartialKeyPath<Element>, of table: Table) throws -> [Int] {
    try table.integers(name(path))
  }

  /// The texts of one column of `table`.
  /// - Throws: ``Problem`` if the column is missing.
  public func texts(_ path: PartialKeyPath<Element>, of table: Table) throws -> [String] { try table.texts(name(path)) }
}

extension Row.Cell {
  /// A column of numbers; NaN and nil are missing ones.
  public static func number(
    _ name: String, _ meaning: String, unit: String? = nil, roles: [Column.Role] = [],
    _ path: KeyPath<Element, Double> & Sendable
  ) -> Self { numbers(Column(name, .number, meaning, unit: unit, roles: roles), path) { $0[keyPath: path] } }

  /// A column of numbers that may be missing.
  public static func number(
    _ name: String, _ meaning: String, unit: String? = nil, roles: [Column.Role] = [],
    _ path: KeyPath<Element, Double?> & Sendable
  ) -> Self { numbers(Column(name, .number, meaning, unit: unit, roles: roles), path) { $0[keyPath: path] } }

  /// A column of whole numbers.
  public static func integer(
    _ name: String, _ meaning: String, unit: String? = nil, roles: [Column.Role] = [],
    _ path: KeyPath<Element, Int> & Sendable
  ) -> Self { numbers(Column(name, .integer, meaning, unit: unit, roles: roles), path) { Double($0[keyPath: path]) } }

  /// A column of whole numbers that may be missing.
  public static func integer(
    _ name: String, _ meaning: String, unit: String? = nil, roles: [Column.Role] = [],
    _ path: KeyPath<Element, Int?> & Sendable
  ) -> Self {
    numbers(Column(name, .integer, meaning, unit: unit, roles: roles), path) { $0[keyPath: path].map(Double.init) }
  }

  /// A column of 1 and 0.
  public static func flag(_ name: String, _ meaning: String, _ path: KeyPath<Element, Bool> & Sendable) -> Self {
    numbers(Column(name, .integer, meaning + ": 1, else 0", range: 0...1), path) { $0[keyPath: path] ? 1 : 0 }
  }

  /// A column of texts.
  public static func text(_ name: String, _ meaning: String, _ path: KeyPath<Element, String> & Sendable) -> Self {
    Self(column: Column(name, .text, meaning), path: path) { elements in .texts(elements.map { $0[keyPath: path] }) }
  }

  /// A column of numbers with more digits than a `Double` holds, as they are written.
  public static func decimal(_ name: String, _ meaning: String, _ path: KeyPath<Element, String> & Sendable) -> Self {
    Self(column: Column(name, .number, meaning), path: path) { elements in .texts(elements.map { $0[keyPath: path] }) }
  }

  private static func numbers(
    _ column: Column, _ path: PartialKeyPath<Element> & Sendable, _ value: @escaping @Sendable (Element) -> Double?
  ) -> Self {
    Self(column: column, path: path) { elements in .numbers(elements.map { value($0) ?? .nan }) }
  }
}
