import KernelRegression
import LinearAlgebra
import Testing

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
      },
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
    #expect(throws: RidgeError.empty(what: "the list of sizes")) { try run([]) }
    #expect(throws: RidgeError.badSize(what: "a size", value: 0)) { try run([0, 1]) }
    #expect(throws: RidgeError.mismatch(what: "the pool", expected: 3, found: 2)) { try run([3]) }
  }
}
