import Foundation

/// Why a numerical routine of this module refused its input or could not finish.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  case shape(rows: Int, columns: Int, elements: Int)
  case tooLarge(what: String, rows: Int, columns: Int)
  case empty(what: String)
  case mismatch(what: String, expected: Int, found: Int)
  case notFinite(what: String, row: Int, column: Int)
}

extension LinearAlgebraError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  public var description: String {
    switch self {
    case .shape(let rows, let columns, let elements):
      "a \(rows) x \(columns) matrix cannot hold \(elements) elements; give rows * columns of them"
    case .tooLarge(let what, let rows, let columns):
      "\(what) of size \(rows) x \(columns) is too large for this machine's integers; choose a smaller size"
    case .empty(let what):
      "\(what) is empty; give at least one row and one column"
    case .mismatch(let what, let expected, let found):
      "\(what) has size \(found) where \(expected) is needed; make the sizes agree"
    case .notFinite(let what, let row, let column):
      "\(what) holds a NaN or an infinity at row \(row), column \(column) (counted from 0); remove it"
    }
  }
}
