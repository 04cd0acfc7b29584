import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct ErrorCurveTests {
  @Test func `the best point is found and an edge is flagged`() throws {
    let inside = try ErrorCurve(grid: [1, 2, 3, 4], errors: [3, 1, 1, 2])
    #expect(inside.best == 1 && inside.bestError == 1 && inside.bestParameter == 2 && !inside.isAtEdge)
    #expect(try ErrorCurve(grid: [1, 2, 3], errors: [3, 2, 1]).isAtEdge)
    #expect(try ErrorCurve(grid: [1, 2, 3], errors: [1, 2, 3]).isAtEdge)
  }

  @Test func `the end of the domain is no edge`() throws {
    #expect(try !ErrorCurve(grid: [0, 1, 2], errors: [1, 2, 3], naturalEnds: .first).isAtEdge)
    #expect(try ErrorCurve(grid: [0, 1, 2], errors: [3, 2, 1], naturalEnds: .first).isAtEdge)
    #expect(try !ErrorCurve(grid: [0, 1, 2], errors: [3, 2, 1], naturalEnds: .last).isAtEdge)
  }

  @Test func `errors are mean squares against the truth`() throws {
    let predictions = try Matrix(rows: 2, columns: 2, elements: [1, 2, 0, 4])
    #expect(try ErrorCurve(grid: [1, 2], predictions: predictions, truth: [1, 4]).errors == [2, 0.5])
  }

  @Test func `a geometric grid has its ends exactly`() throws {
    let grid = try ErrorCurve.geometricGrid(from: 1e-3, to: 10, count: 5)
    #expect(grid.first == 1e-3 && grid.last == 10)
    #expect(abs(grid[1] - 1e-2) < 1e-16)
    refused(.notPositive(index: 0, value: 0), try ErrorCurve.geometricGrid(from: 0, to: 1, count: 5))
    refused(.tooFewPoints(points: 2, needed: 3), try ErrorCurve.geometricGrid(from: 1, to: 2, count: 2))
  }

  @Test func `an empty grid, a NaN and sizes that differ are refused`() throws {
    refused(.tooFewPoints(points: 0, needed: 1), try ErrorCurve(grid: [], errors: []))
    refused(.notFinite(index: 1), try ErrorCurve(grid: [1, 2], errors: [0, .nan]))
    #expect(throws: RegressionError.mismatch(what: "predictions", expected: 2, found: 4)) {
      try ErrorCurve(grid: [1, 2], predictions: Matrix(rows: 2, columns: 2), truth: [1])
    }
  }

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
    refused(
      RidgeError.mismatch(what: "the errors", expected: 2, found: 1), try RidgeSelection(lambdas: [1, 2], errors: [1]))
    #expect(throws: RidgeError.notFinite(what: "the errors", row: 0, column: 1)) {
      try RidgeSelection(lambdas: [1, 2], errors: [1, .nan])
    }
    refused(RidgeError.badLambda(index: 0, value: -1), try RidgeSelection(lambdas: [-1], errors: [1]))
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
