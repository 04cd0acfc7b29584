/// Why a numerical routine of this module refused its input or could not finish.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  case shape(rows: Int, columns: Int, elements: Int)
  case tooLarge(what: String, rows: Int, columns: Int)
  case empty(what: String)
  case mismatch(what: String, expected: Int, found: Int)
  case notFinite(what: String, row: Int, column: Int)
  case notSquare(what: String, rows: Int, columns: Int)
  case notSymmetric(what: String, row: Int, column: Int, difference: Double)
  case notPositiveDefinite(pivot: Int, order: Int)
  case noConvergence(routine: String, code: Int)
  case npy(NPYFault)
}

/// What is wrong with the bytes of an `.npy` file.
public enum NPYFault: Equatable, Sendable {
  case magic
  case version(Int, Int)
  case truncatedHeader(needed: Int, found: Int)
  case header(String)
  case type(String)
  case dimensions(Int)
  case shape([Int])
  case size(expected: Int, found: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  static func require(_ found: Int, equals expected: Int, _ what: String) throws {
    guard found == expected else { throw LinearAlgebraError.mismatch(what: what, expected: expected, found: found) }
  }

  public var description: String {
    switch self {
    case .shape(let rows, let columns, let elements):
      "a \(rows) x \(columns) matrix cannot hold \(elements) elements; give rows * columns of them"
    case .tooLarge(let what, let rows, let columns):
      "\(what) of size \(rows) x \(columns) is too large for this routine's integers; choose a smaller size"
    case .empty(let what): "\(what) is empty; give at least one row and one column"
    case .mismatch(let what, let expected, let found):
      "\(what) has size \(found) where \(expected) is needed; make the sizes agree"
    case .notFinite(let what, let row, let column):
      "\(what) holds a NaN or an infinity at row \(row), column \(column) (counted from 0); remove it"
    case .notSquare(let what, let rows, let columns): "\(what) is \(rows) x \(columns); give a square matrix"
    case .notSymmetric(let what, let row, let column, let difference):
      "\(what) is not symmetric: entries (\(row), \(column)) and (\(column), \(row)) differ by \(difference); "
        + "symmetrise it"
    case .notPositiveDefinite(let pivot, let order):
      "the matrix of order \(order) is not positive definite: pivot \(pivot) (counted from 0) is not positive; "
        + "remove points or features that repeat others, or raise the ridge or jitter"
    case .noConvergence(let routine, let code):
      "\(routine) did not converge (code \(code)); check the scaling of the matrix"
    case .npy(let fault): "not a readable .npy array: \(fault.description)"
    }
  }
}

extension NPYFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .magic: "it does not begin with the bytes \\x93NUMPY; write it with numpy.save"
    case .version(let major, let minor):
      "its format version \(major).\(minor) is unknown; write version 1.0, 2.0 or 3.0"
    case .truncatedHeader(let needed, let found):
      "its header needs \(needed) bytes and \(found) are there; copy the whole file"
    case .header(let problem): "its header is malformed (\(problem)); write it with numpy.save"
    case .type(let type): "its element type \(type) is not supported; convert it to little-endian '<f8' or '<f4'"
    case .dimensions(let count): "it has \(count) dimensions; give one or two"
    case .shape(let shape): "its shape \(shape) is too large for this machine; check the file"
    case .size(let expected, let found):
      "its shape needs \(expected) bytes of elements and \(found) are there; copy the whole file"
    }
  }
}
