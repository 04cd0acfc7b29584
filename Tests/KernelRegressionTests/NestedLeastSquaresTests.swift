import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct NestedLeastSquaresTests {
  static func random(_ rows: Int, _ columns: Int, _ purpose: String) throws -> Matrix {
    try Matrix(
      rows: rows, columns: columns, elements: RandomStream(seed: 5, purpose: purpose).gaussians(rows * columns))
  }

  static func solved() throws -> (solution: NestedSolution, features: Matrix, targets: Matrix) {
    let (features, targets) = (try random(40, 7, "features"), try random(40, 2, "targets"))
    var problem = try NestedLeastSquares(features: 7, targets: 2)
    for rows in [Array(0..<17), Array(17..<40)] {
      try problem.add(features: features.selecting(rows: rows), targets: targets.selecting(rows: rows))
    }
    return (try problem.solved(relativeJitter: 0), features, targets)
  }

  @Test(arguments: [1, 3, 7]) func `every width agrees with a QR of its own`(width: Int) throws {
    let (solution, features, targets) = try Self.solved()
    let columns = (0..<width).map { column in (0..<40).map { features[$0, column] } }
    for target in 0..<2 {
      let exact = try LinearModel(columns: columns, response: (0..<40).map { targets[$0, target] })
      #expect(near(try solution.coefficients(width: width, target: target), exact.coefficients, 1e-12))
      let residual = try solution.residual(width: width, target: target)
      let squares = exact.residuals.reduce(0) { $0 + $1 * $1 }
      #expect(abs(residual - (squares / 40).squareRoot()) < 1e-12)
    }
  }

  @Test func `held-out errors are those of the coefficients`() throws {
    let (solution, _, _) = try Self.solved()
    let (features, targets) = (try Self.random(9, 7, "new features"), try Self.random(9, 2, "new targets"))
    let errors = try solution.heldOut(features: features, targets: targets, widths: [2, 3, 7])
    for (place, width) in [2, 3, 7].enumerated() {
      for target in 0..<2 {
        let weights = try solution.coefficients(width: width, target: target)
        let misses = (0..<9).map { row in
          zip(weights, features[row: row]).reduce(-targets[row, target]) { $0 + $1.0 * $1.1 }
        }
        let mean = (misses.reduce(0) { $0 + $1 * $1 } / 9).squareRoot()
        #expect(abs(errors[place][target].rootMeanSquare - mean) < 1e-12)
        #expect(abs(errors[place][target].greatest - (misses.map(abs).max() ?? 0)) < 1e-12)
      }
    }
  }

  @Test func `a column of ones takes what is added to every target`() throws {
    let (features, targets) = (try Self.random(40, 6, "features"), try Self.random(40, 1, "targets"))
    func solved(adding constant: Double) throws -> [Double] {
      var problem = try NestedLeastSquares(features: 7, targets: 1)
      let rows = (0..<40).flatMap { [1] + features[row: $0] }
      try problem.add(
        features: Matrix(rows: 40, columns: 7, elements: rows),
        targets: Matrix(rows: 40, columns: 1, elements: targets.elements.map { $0 + constant }))
      return try problem.solved(relativeJitter: 0).coefficients(width: 5, target: 0)
    }
    let (plain, moved) = (try solved(adding: 0), try solved(adding: 7))
    #expect(near(moved, [plain[0] + 7] + plain.dropFirst(), 1e-12))
  }

  @Test func `condition and jitter are stated`() throws {
    // Orthogonal features of norms 1 and 1/8: F'F = diag(1, 1/64).
    let features = try Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 0.125])
    var problem = try NestedLeastSquares(features: 2, targets: 1)
    try problem.add(features: features, targets: Matrix(repeating: 1, rows: 2, columns: 1))
    let plain = try problem.solved(relativeJitter: 0)
    #expect(try plain.conditionBound(width: 2) == 64 && plain.conditionBound(width: 1) == 1)
    #expect(try problem.solved(relativeJitter: 1e-3).jitter == 1e-3 * (1 + 1.0 / 64) / 2)
  }

  @Test func `dependent features need a jitter, and with one are solved`() throws {
    let features = try Matrix(rows: 3, columns: 2, elements: [1, 1, 1, 1, 2, 2])
    var problem = try NestedLeastSquares(features: 2, targets: 1)
    try problem.add(features: features, targets: Matrix(rows: 3, columns: 1, elements: [1, 1, 2]))
    #expect(throws: LinearAlgebraError.self) { try problem.solved(relativeJitter: 0) }
    #expect(near(try problem.solved(relativeJitter: 1e-10).coefficients(width: 2, target: 0), [0.5, 0.5], 1e-5))
  }

  @Test func `sizes, NaN and widths out of range are refused`() throws {
    refused(.tooFewPoints(points: 0, needed: 1), try NestedLeastSquares(features: 0, targets: 1))
    var problem = try NestedLeastSquares(features: 2, targets: 1)
    refused(.tooFewPoints(points: 0, needed: 1), try problem.solved())
    func add(_ features: [Double], targets: [Double] = [0]) throws {
      try problem.add(features: Matrix(rows: 1, columns: features.count, elements: features), targets: column(targets))
    }
    refused(.mismatch(what: "features", expected: 2, found: 3), try add([0, 0, 0]))
    refused(.mismatch(what: "rows of targets", expected: 1, found: 2), try add([0, 0], targets: [0, 0]))
    refused(LinearAlgebraError.notFinite(what: "the features", row: 0, column: 0), try add([.nan, .nan]))
    let solution = try Self.solved().solution
    #expect(throws: RegressionError.self) { try solution.coefficients(width: 8, target: 0) }
    #expect(throws: RegressionError.self) { try solution.residual(width: 1, target: 2) }
    #expect(throws: RegressionError.self) {
      try solution.heldOut(features: Self.random(1, 7, "x"), targets: Self.random(1, 2, "y"), widths: [3, 2])
    }
  }
}
