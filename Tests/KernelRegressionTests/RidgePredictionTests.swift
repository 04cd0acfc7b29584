import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgePredictionTests {
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
