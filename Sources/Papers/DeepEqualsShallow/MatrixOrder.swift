import Documents
import Pipeline

/// The order of the square matrices that a stage is ready for. The scheduler asks for memory before the stage can see how
/// large its input is, so the manifest says it where 6,000 is not enough.
struct MatrixOrder {
  static let usual = 6_000
  let largest: Int

  init(_ fields: Fields) {
    largest =
      fields.optionalInteger(
        "largest", in: 1...46_340, "the most rows that memory is kept for, \(Self.usual) if left out") ?? Self.usual
  }

  /// Memory for so many bytes to an entry.
  func memory(bytesPerEntry: Int) -> Int { 64 << 20 + bytesPerEntry * largest * largest }

  /// - Throws: ``MatrixOrderError`` if there are more rows than that.
  func require(_ rows: Int) throws {
    guard rows <= largest else { throw MatrixOrderError(rows: rows, largest: largest) }
  }
}

/// A matrix beyond what its stage is ready for.
struct MatrixOrderError: Error, Equatable, CustomStringConvertible {
  let rows: Int
  let largest: Int

  var description: String {
    "a matrix of \(rows) rows is asked for where memory is kept for \(largest); set `largest` to \(rows)"
  }
}
