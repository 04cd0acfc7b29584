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
    #expect(throws: RegressionError.notPositive(index: 0, value: 0)) {
      try ErrorCurve.geometricGrid(from: 0, to: 1, count: 5)
    }
    #expect(throws: RegressionError.tooFewPoints(points: 2, needed: 3)) {
      try ErrorCurve.geometricGrid(from: 1, to: 2, count: 2)
    }
  }

  @Test func `an empty grid, a NaN and sizes that differ are refused`() throws {
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) { try ErrorCurve(grid: [], errors: []) }
    #expect(throws: RegressionError.notFinite(index: 1)) { try ErrorCurve(grid: [1, 2], errors: [0, .nan]) }
    #expect(throws: RegressionError.mismatch(what: "predictions", expected: 2, found: 4)) {
      try ErrorCurve(grid: [1, 2], predictions: Matrix(rows: 2, columns: 2), truth: [1])
    }
  }
}
