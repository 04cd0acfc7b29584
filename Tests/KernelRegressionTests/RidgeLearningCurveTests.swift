import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgeLearningCurveTests {
  /// The kernel delta_ij + c: test points are far from all others, k = c; Sherman and Morrison give the prediction
  /// c sum(y) / (1 + n lambda + n c).
  @Test func `errors match the closed form at every size and lambda`() throws {
    let targets = (0..<20).map { Double($0 % 3) }
    let curve = try RidgeLearningCurve(
      targets: targets, sizes: [1, 5, 20], lambdas: [1, 1e-2, 1e-4], testValues: [1, 1, 2],
      path: RidgePath(tolerance: 1e-13, threads: 2),
      kernel: { rows, columns in
        try Matrix(
          rows: rows.count, columns: columns.count,
          elements: rows.flatMap { row in columns.map { row == $0 ? 1.5 : 0.5 } })
      }, testKernel: { try Matrix(repeating: 0.5, rows: $0.count, columns: $1.count) })
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
    let results = try RidgePrediction.predict(points: points, coefficients: coefficients, threads: 2) { rows, columns in
      try Matrix(
        rows: rows.count, columns: columns.count,
        elements: rows.flatMap { row in columns.map { Double((row + $0) % 3) } })
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
    let coefficients = [try column([1, 2])]
    #expect(throws: RidgeError.empty(what: "the set of new points")) {
      try RidgePrediction.predict(points: 0, coefficients: coefficients, threads: 1) { _, _ in try column([1]) }
    }
    #expect(throws: RidgeError.mismatch(what: "a rectangle of the kernel matrix", expected: 6, found: 1)) {
      try RidgePrediction.predict(points: 3, coefficients: coefficients, threads: 1) { _, _ in try column([1]) }
    }
    #expect(throws: RidgeError.notFinite(what: "the predictions", row: 2, column: 0)) {
      try RidgePrediction.predict(points: 3, coefficients: coefficients, threads: 1) { _, _ in
        try Matrix(rows: 3, columns: 2, elements: [0, 0, 0, 0, 0, .nan])
      }
    }
  }
}
