import KernelRegression
import LinearAlgebra
import Testing

@Suite struct RidgeSelectionTests {
  @Test func `the smallest error wins, the larger lambda among equals`() throws {
    let choice = try RidgeSelection(lambdas: [1, 1e-2, 1e-1, 1e-3], errors: [3, 1, 1, 2])
    #expect(choice.index == 2 && choice.lambda == 1e-1 && choice.error == 1 && !choice.atEdge)
  }

  @Test func `a choice at either end of the grid is flagged`() throws {
    #expect(try RidgeSelection(lambdas: [1, 2, 3], errors: [1, 2, 3]).atEdge)
    #expect(try RidgeSelection(lambdas: [2, 1, 3], errors: [3, 2, 1]).atEdge)
    #expect(try !RidgeSelection(lambdas: [2, 1, 3], errors: [1, 2, 3]).atEdge)
  }

  @Test func `bad grids and errors are refused`() {
    #expect(throws: RidgeError.mismatch(what: "the errors", expected: 2, found: 1)) {
      try RidgeSelection(lambdas: [1, 2], errors: [1])
    }
    #expect(throws: RidgeError.notFinite(what: "the errors", row: 0, column: 1)) {
      try RidgeSelection(lambdas: [1, 2], errors: [1, .nan])
    }
    #expect(throws: RidgeError.badLambda(index: 0, value: -1)) { try RidgeSelection(lambdas: [-1], errors: [1]) }
  }

  @Test func `errors are means over the test points`() throws {
    let predictions = try Matrix(rows: 3, columns: 2, elements: [1, 0, 0, 2, 3, 3])
    #expect(try RidgeErrors.meanSquare(predictions, column: 1, from: [0, 0, 0]) == 13.0 / 3)
    #expect(try RidgeErrors.misclassified(predictions, labels: [0, 0, 0]) == 1.0 / 3)
    #expect(try RidgeErrors.misclassified(predictions, labels: [1, 1, 1]) == 2.0 / 3)
    #expect(throws: RidgeError.mismatch(what: "the predictions", expected: 1, found: 3)) {
      try RidgeErrors.misclassified(predictions, labels: [0])
    }
  }
}
