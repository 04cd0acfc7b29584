import Documents

/// Why a figure could not be drawn; each case carries the facts.
public enum PlottingError: Error, Sendable, Equatable {
  case fontMissing(family: String, style: String, package: String)
  case fontUnreadable(path: String, code: Int)
  case unknownCommand(String, text: String)
  case unbalanced(String, text: String)
  case textOnAxis(axis: String, cell: CellPlace)
  case noName(String, axis: String, column: String)
  case twoLabels(name: String, axis: String, first: String, second: String)
  case nothingSelected(mark: String, table: String, reason: String)
  case nothingShown(mark: String, columns: [String])
  case noTable(input: String)
  case noFacet(column: String, known: [String])
  case noValue(String, column: String, known: [String])
  case unknownPlaceholder(String, text: String, known: [String])
  case nothingPositive(axis: String, columns: [String])
  case beyondBins(columns: [String], value: Double)
  case noSpread(columns: [String])
  case slopeWithoutValue(exponent: Double, x: Double)
  case slopeTooSteep(exponent: Double)
  case noGlyph([String], text: String)
  case rightToLeft([String], text: String)
  case emptyScale(axis: String, reason: String)
  case tooManySeries(column: String, count: Int, limit: Int)
  case tooManyPanels(column: String, count: Int, limit: Int)
  case tooManyCells(mark: String, count: Int, limit: Int)
  case notGrid(mark: String, cells: Int, values: Int)
  case tooSmall(width: Double, height: Double)
  case cairo(output: String, status: String)
}

/// A cell of a table, for messages.
public struct CellPlace: Sendable, Equatable {
  /// The file and the record, or the table and the row.
  let table, row: String
  let column, text: String

  init(table: String, row: String, column: String, text: String) {
    (self.table, self.row, self.column, self.text) = (table, row, column, text)
  }

  /// Cell `row` of `column`, a column of `table`.
  init(_ table: Table, row: Int, column: String, _ values: Table.Values) {
    (self.table, self.row) = table.place(of: row)
    (self.column, text) = (column, values.text(row))
  }
}

extension PlottingError: CustomStringConvertible {
  /// One line: what, where, remedy.
  public var description: String {
    switch self {
    case .fontMissing(let family, let style, let package):
      "the font \(family) \(style) is not installed; install the package \(package)"
    case .fontUnreadable(let path, let code):
      "the font file \(path) cannot be read (FreeType error \(code)); reinstall its package"
    case .unknownCommand(let command, let text):
      "unknown command `\\\(shortened(command))` in the label `\(shortened(text))`; " + suggestion(for: command)
    case .unbalanced(let sign, let text):
      "unbalanced `\(sign)` in the label `\(shortened(text))`; close it, or write `\\\(sign)` for the character"
    case .textOnAxis(let axis, let cell):
      "\(cell.table): \(cell.row) has `\(cell.text.printable)` in column `\(cell.column.printable)`, and the \(axis) axis "
        + "shows numbers; correct the cell, leave it empty where a number is missing, or choose the scale `category`"
    case .noName(let value, let axis, let column):
      "`\(shortened(column).printable)` = `\(shortened(value).printable)` is none of the names along the \(axis) axis; "
        + "draw names and numbers in panels of their own"
    case .twoLabels(let name, let axis, let first, let second):
      "panels that share the \(axis) axis label `\(shortened(name).printable)` as `\(shortened(first).printable)` and as "
        + "`\(shortened(second).printable)`; give it one label, or do not share the axis"
    case .nothingSelected(let mark, let table, let reason):
      "\(table): \(reason), so that the mark `\(mark)` draws nothing; correct its `where`, or leave the mark out"
    case .nothingShown(let mark, let columns):
      "the mark `\(mark)` draws nothing: no row has numbers in \(named(columns)) that both axes can show; choose "
        + "`linear` or `symlog`"
    case .noTable(let input): "no table was given for `\(shortened(input))`; give one"
    case .noFacet(let column, let known):
      "no table of the panel has the column `\(shortened(column))` of its facet; "
        + Suggestion.sentence(for: column, among: known)
    case .noValue(let value, let column, let known):
      "no row has `\(shortened(column))` = `\(shortened(value))`; " + Suggestion.sentence(for: value, among: known)
    case .unknownPlaceholder(let name, let text, let known):
      "`{\(shortened(name))}` in the label `\(shortened(text))` is no column; "
        + Suggestion.sentence(for: name, among: known)
    case .nothingPositive(let axis, let columns):
      "no value of \(named(columns)) is positive, and the \(axis) axis is logarithmic; choose `linear` or `symlog`"
    case .beyondBins(let columns, let value):
      "\(named(columns)) holds \(value), too large for a histogram; leave out such rows with `between`"
    case .noSpread(let columns):
      "the values of \(named(columns)) are all equal and have no density; draw the form `bars`"
    case .slopeWithoutValue(let exponent, let x):
      "the slope of exponent \(NumberLabel.short(exponent)) begins at x = \(NumberLabel.short(x)), where a power law "
        + "has no value; let its `x` begin above 0"
    case .slopeTooSteep(let exponent):
      "the slope of exponent \(NumberLabel.short(exponent)) leaves the range of numbers or of the axes; "
        + "give it a shorter `x` or another `y`"
    case .noGlyph(let characters, let text):
      "the font \(Fonts.family) has no \(characters.prefix(8).map { "`\($0.printable)`" }.joined(separator: ", ")) of the "
        + "text `\(shortened(text).printable)`; write it with other characters"
    case .rightToLeft(let characters, let text):
      "the text `\(shortened(text).printable)` runs from right to left at "
        + "\(characters.prefix(8).map { "`\($0.printable)`" }.joined(separator: ", ")), which labels do not; write it in "
        + "letters that go from left to right"
    case .emptyScale(let axis, let reason): "the \(axis) axis cannot be drawn: \(reason); correct its `from` and `to`"
    case .tooManySeries(let column, let count, let limit):
      "column `\(shortened(column))` makes \(count) series, more than \(limit); filter the rows with `where`"
    case .tooManyPanels(let column, let count, let limit):
      "column `\(shortened(column))` makes \(count) panels, more than \(limit); filter the rows with `where`"
    case .tooManyCells(let mark, let count, let limit):
      "the mark `\(mark)` has \(count) cells, more than \(limit); aggregate the data first"
    case .notGrid(let mark, let cells, let values):
      "the mark `\(mark)` wants one value for each of \(cells) cells and found \(values); remove repeated cells"
    case .tooSmall(let width, let height):
      "the plot area would be \(Int(width)) by \(Int(height)) points; use a wider size or fewer columns"
    case .cairo(let output, let status): "the \(output) could not be written: \(status); report this figure"
    }
  }

  private func named(_ columns: [String]) -> String {
    columns.isEmpty ? "the data" : columns.map { "`\(shortened($0))`" }.joined(separator: ", ")
  }

  private func shortened(_ text: String) -> String {
    let clean = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return clean.count > 60 ? clean.prefix(59) + "…" : clean
  }

  private func suggestion(for command: String) -> String {
    Symbols.nearest(to: command).map { "did you mean `\\\($0)`?" } ?? "write the character itself"
  }
}

extension PlottingError {
  /// The same error with the columns behind it, which marks do not know.
  func naming(_ columns: (_ axis: String) -> [String]) -> PlottingError {
    switch self {
    case .nothingPositive(let axis, _): .nothingPositive(axis: axis, columns: columns(axis))
    case .beyondBins(_, let value): .beyondBins(columns: columns("x"), value: value)
    case .noSpread: .noSpread(columns: columns("x"))
    default: self
    }
  }
}
