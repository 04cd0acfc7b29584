import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct ErrorsTests {
  @Test func `errors state the fact and the remedy in one line`() {
    let sentences: [(LinearAlgebraError, String)] = [
      (
        .shape(rows: 2, columns: 3, elements: 5),
        "a 2 x 3 matrix cannot hold 5 elements; give rows * columns of them"
      ),
      (
        .tooLarge(what: "a matrix", rows: 9, columns: 8),
        "a matrix of size 9 x 8 is too large for this routine's integers; choose a smaller size"
      ),
      (.empty(what: "the sample"), "the sample is empty; give at least one row and one column"),
      (
        .mismatch(what: "the right-hand side", expected: 2, found: 3),
        "the right-hand side has size 3 where 2 is needed; make the sizes agree"
      ),
      (
        .notFinite(what: "the data", row: 1, column: 2),
        "the data holds a NaN or an infinity at row 1, column 2 (counted from 0); remove it"
      ),
      (.notSquare(what: "it", rows: 2, columns: 3), "it is 2 x 3; give a square matrix"),
      (
        .notSymmetric(what: "it", row: 1, column: 0, difference: 0.5),
        "it is not symmetric: entries (1, 0) and (0, 1) differ by 0.5; symmetrise it"
      ),
      (
        .notPositiveDefinite(pivot: 2, order: 3),
        "the matrix of order 3 is not positive definite: pivot 2 (counted from 0) is not positive; "
          + "remove points or features that repeat others, or raise the ridge or jitter"
      ),
      (
        .noConvergence(routine: "dsyevd", code: 4),
        "dsyevd did not converge (code 4); check the scaling of the matrix"
      ),
      (
        .npy(.magic),
        "not a readable .npy array: it does not begin with the bytes \\x93NUMPY; write it with numpy.save"
      ),
      (
        .npy(.version(4, 0)),
        "not a readable .npy array: its format version 4.0 is unknown; write version 1.0, 2.0 or 3.0"
      ),
      (
        .npy(.truncatedHeader(needed: 128, found: 9)),
        "not a readable .npy array: its header needs 128 bytes and 9 are there; copy the whole file"
      ),
      (
        .npy(.header("'{' is missing")),
        "not a readable .npy array: its header is malformed ('{' is missing); write it with numpy.save"
      ),
      (
        .npy(.type("'>f8'")),
        "not a readable .npy array: its element type '>f8' is not supported; "
          + "convert it to little-endian '<f8' or '<f4'"
      ),
      (.npy(.dimensions(3)), "not a readable .npy array: it has 3 dimensions; give one or two"),
      (
        .npy(.shape([4, 5])),
        "not a readable .npy array: its shape [4, 5] is too large for this machine; check the file"
      ),
      (
        .npy(.size(expected: 16, found: 15)),
        "not a readable .npy array: its shape needs 16 bytes of elements and 15 are there; copy the whole file"
      ),
    ]
    for (error, sentence) in sentences {
      #expect(error.description == sentence)
      #expect(error.localizedDescription == sentence)
    }
  }
}
