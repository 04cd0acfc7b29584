import Documents
import LinearAlgebra
import Pipeline

/// Matrices that stages read and index by their rows: they are there and have the rows that are meant.
extension Workspace {
  /// The matrix behind `input`, one item a row.
  ///
  /// - Throws: ``MatrixInputError/empty(_:)`` if it has no rows or no columns.
  package func readRows(_ input: Input<Matrix>) throws -> Matrix {
    let matrix = try read(input)
    guard matrix.rows > 0, matrix.columns > 0 else { throw MatrixInputError.empty(shape(of: matrix, input)) }
    return matrix
  }

  /// The matrices behind `input` and `partner`, row i of the one belonging to row i of the other.
  ///
  /// - Throws: ``MatrixInputError`` if one of them is empty or their rows differ in number.
  package func readRows(
    _ input: Input<Matrix>, with partner: Input<Matrix>
  ) throws -> (rows: Matrix, partners: Matrix) {
    let (first, second) = try (readRows(input), readRows(partner))
    guard first.rows == second.rows else {
      throw MatrixInputError.unequal(shape(of: first, input), shape(of: second, partner))
    }
    return (first, second)
  }

  private func shape(of matrix: Matrix, _ input: Input<Matrix>) -> MatrixInputError.Shape {
    MatrixInputError.Shape(
      input: input.path, file: files(input.path).first?.content?.lastPathComponent ?? "", rows: matrix.rows,
      columns: matrix.columns)
  }
}

/// Why matrices that were read cannot be used together.
package enum MatrixInputError: Error, Equatable, CustomStringConvertible {
  case unreadable(file: String, LinearAlgebraError)
  case empty(Shape)
  case unequal(Shape, Shape)

  /// What a matrix is called and how large it is.
  package struct Shape: Equatable, Sendable {
    let input, file: String
    let rows, columns: Int

    var text: String { "`\(input.printable)` (\(file.printable), \(rows) x \(columns))" }
  }

  package var description: String {
    switch self {
    case .unreadable(let file, let error): "\(file.printable): \(error)"
    case .empty(let shape): "\(shape.text) is empty; give at least one row and one column"
    case .unequal(let first, let second):
      "\(second.text) must have a row for each row of \(first.text); give the two files of one set"
    }
  }
}
