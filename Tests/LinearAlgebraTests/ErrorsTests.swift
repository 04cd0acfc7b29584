import Testing

@testable import LinearAlgebra

@Suite struct ErrorsTests {
  @Test func `errors state the fact and the remedy in one line`() {
    let errors: [LinearAlgebraError] = [
      .shape(rows: 2, columns: 3, elements: 5), .tooLarge(what: "a matrix", rows: 9, columns: 8),
      .empty(what: "the sample"), .mismatch(what: "the right-hand side", expected: 2, found: 3),
      .notFinite(what: "the data", row: 1, column: 2), .notSquare(what: "it", rows: 2, columns: 3),
      .notSymmetric(what: "it", row: 1, column: 0, difference: 0.5), .notPositiveDefinite(pivot: 2, order: 3),
      .noConvergence(routine: "dsyevd", code: 4), .npy(.magic), .npy(.version(4, 0)),
      .npy(.truncatedHeader(needed: 128, found: 9)), .npy(.header("'{' is missing")), .npy(.type("'>f8'")),
      .npy(.dimensions(3)), .npy(.shape([4, 5])), .npy(.size(expected: 16, found: 15)),
    ]
    let sentences = #"""
      a 2 x 3 matrix cannot hold 5 elements; give rows * columns of them
      a matrix of size 9 x 8 is too large for this routine's integers; choose a smaller size
      the sample is empty; give at least one row and one column
      the right-hand side has size 3 where 2 is needed; make the sizes agree
      the data holds a NaN or an infinity at row 1, column 2 (counted from 0); remove it
      it is 2 x 3; give a square matrix
      it is not symmetric: entries (1, 0) and (0, 1) differ by 0.5; symmetrise it
      the matrix of order 3 is not positive definite: pivot 2 (counted from 0) is not positive; \#
      remove points or features that repeat others, or raise the ridge or jitter
      dsyevd did not converge (code 4); check the scaling of the matrix
      not a readable .npy array: it does not begin with the bytes \x93NUMPY; write it with numpy.save
      not a readable .npy array: its format version 4.0 is unknown; write version 1.0, 2.0 or 3.0
      not a readable .npy array: its header needs 128 bytes and 9 are there; copy the whole file
      not a readable .npy array: its header is malformed ('{' is missing); write it with numpy.save
      not a readable .npy array: its element type '>f8' is not supported; convert it to little-endian '<f8' or '<f4'
      not a readable .npy array: it has 3 dimensions; give one or two
      not a readable .npy array: its shape [4, 5] is too large for this machine; check the file
      not a readable .npy array: its shape needs 16 bytes of elements and 15 are there; copy the whole file
      """#.split(separator: "\n").map(String.init)
    #expect(errors.map(\.description) == sentences)
  }
}
