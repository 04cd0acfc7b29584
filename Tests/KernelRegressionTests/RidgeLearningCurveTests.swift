import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct RidgeLearningCurveTests {
  /// The kernel delta_ij + c: test points are far from all others, k = c; Sherman and Morrison give the prediction
  /// c sum(y) / (1 + n lambda + n c).
  @Test func `errors match the closed form at every size and lambda`() throws {
    let targets = (0..<20).map { Double($0 % 3) }
    let curve = try RidgeLearningCurve(
      targets: targets, sizes: [1, 5, 20], lambdas: [1, 1e-2, 1e-4], testValues: [1, 1, 2],
      path: RidgePath(tolerance: 1e-13, threads: 2), kernel: { try matrix($0, $1) { $0 == $1 ? 1.5 : 0.5 } },
      testKernel: { try Matrix(repeating: 0.5, rows: $0.count, columns: $1.count) })
    for (row, size) in curve.sizes.enumerated() {
      for (column, lambda) in curve.lambdas.enumerated() {
        let sum = targets[..<size].reduce(0, +)
        let prediction = 0.5 * sum / (1 + Double(size) * (lambda + 0.5))
        let exact = (2 * (prediction - 1) * (prediction - 1) + (prediction - 2) * (prediction - 2)) / 3
        #expect(abs(curve.errors[row, column] - exact) < 1e-11)
      }
    }
    #expect(curve.residual < 1e-12)
    let best = try curve.best(smallest: 1e-2)
    #expect(best.count == 3 && best.allSatisfy { $0.lambda >= 1e-2 && $0.atEdge })
  }

  @Test func `impossible sizes are refused`() {
    func run(_ sizes: [Int]) throws {
      _ = try RidgeLearningCurve(
        targets: [1, 2], sizes: sizes, lambdas: [1], testValues: [1], path: RidgePath(),
        kernel: { try Matrix(repeating: 1, rows: $0.count, columns: $1.count) },
        testKernel: { try Matrix(repeating: 1, rows: $0.count, columns: $1.count) })
    }
    refused(RidgeError.empty(what: "the list of sizes"), try run([]))
    refused(RidgeError.badSize(what: "a size", value: 0), try run([0, 1]))
    refused(RidgeError.mismatch(what: "the pool", expected: 3, found: 2), try run([3]))
  }

  @Test func `each coefficient matrix meets its own leading points`() throws {
    let (points, lengths) = (600, [1, 4_095, 4_097, 3])
    let coefficients = try lengths.map { length in
      try Matrix(rows: length, columns: 2, elements: (0..<2 * length).map { Double($0 % 5) })
    }
    let results = try RidgePrediction.predict(points: points, coefficients: coefficients, threads: 2) {
      try matrix($0, $1) { Double(($0 + $1) % 3) }
    }
    for (matrix, result) in zip(coefficients, results) {
      #expect(result.rows == points && result.columns == 2)
      for (point, side) in [(0, 0), (511, 1), (512, 0), (599, 1)] {
        let exact = (0..<matrix.rows).reduce(0) { $0 + Double((point + $1) % 3) * matrix[$1, side] }
        #expect(result[point, side] == exact)
      }
    }
  }

  @Test func `no points, wrong rectangles and values that are not finite are refused`() throws {
    func predict(_ points: Int, _ rows: Int, _ kernel: [Double]) throws -> [Matrix] {
      try RidgePrediction.predict(points: points, coefficients: [column([1, 2])], threads: 1) { _, _ in
        try Matrix(rows: rows, columns: kernel.count / rows, elements: kernel)
      }
    }
    refused(RidgeError.empty(what: "the set of new points"), try predict(0, 1, [1]))
    refused(
      RidgeError.mismatch(what: "a rectangle of the kernel matrix", expected: 6, found: 1), try predict(3, 1, [1]))
    refused(RidgeError.notFinite(what: "the predictions", row: 2, column: 0), try predict(3, 3, [0, 0, 0, 0, 0, .nan]))
  }

  @Test func `the best point is found and an edge is flagged`() throws {
    let inside = try ErrorCurve(grid: [1, 2, 3, 4], errors: [3, 1, 1, 2])
    #expect(inside.best == 1 && inside.bestError == 1 && inside.bestParameter == 2 && !inside.isAtEdge)
    #expect(try ErrorCurve(grid: [1, 2, 3], errors: [3, 2, 1]).isAtEdge)
    #expect(try ErrorCurve(grid: [1, 2, 3], errors: [1, 2, 3]).isAtEdge)
  }

  @Test func `the beginning of the domain is no edge`() throws {
    #expect(try !ErrorCurve(grid: [0, 1, 2], errors: [1, 2, 3], startsDomain: true).isAtEdge)
    #expect(try ErrorCurve(grid: [0, 1, 2], errors: [3, 2, 1], startsDomain: true).isAtEdge)
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
    #expect(try RidgeErrors.meanSquares(predictions, from: [0, 0, 0]) == [10.0 / 3, 13.0 / 3])
    #expect(try RidgeErrors.meanSquares(predictions, from: [1, 0, 1]) == [4.0 / 3, 3])
    #expect(try RidgeErrors.isRight(predictions, labels: [0, 0, 0]) == [true, false, true])
    #expect(try RidgeErrors.isRight(predictions, labels: [1, 1, 1]) == [false, true, false])
    #expect(RidgeErrors.misclassified([false, true, false]) == 2.0 / 3)
    #expect(throws: RidgeError.mismatch(what: "the predictions", expected: 1, found: 3)) {
      try RidgeErrors.isRight(predictions, labels: [0])
    }
  }
}

@Suite struct CommonBestTests {
  @Test func `one place of the grid is best for the mean of all curves`() throws {
    let curves = try [[3.0, 1, 2], [1, 2, 6]].map { try ErrorCurve(grid: [0, 1, 2], errors: $0, startsDomain: true) }
    // Means (2, 1.5, 4), though each curve alone has its best elsewhere or at the same place.
    let common = try CommonBest(curves)
    #expect(common.place == 1 && common.parameter == 1)
    #expect(common.mean.errors == [2, 1.5, 4])
    let edge = try CommonBest([ErrorCurve(grid: [1, 2], errors: [2, 1])])
    #expect(edge.parameter == nil)
  }

  @Test func `no curves, and curves over different grids, are refused`() throws {
    #expect(throws: RegressionError.self) { try CommonBest([]) }
    let (long, short) = (
      try ErrorCurve(grid: [0, 1], errors: [1, 2]), try ErrorCurve(grid: [0], errors: [1])
    )
    refused(.lengthsDiffer(first: 2, second: 1), try CommonBest([long, short]))
  }
}
