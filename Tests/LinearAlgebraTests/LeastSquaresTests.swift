import Testing

@testable import LinearAlgebra

@Suite struct LeastSquaresTests {
  /// Longley's data and the certified values of NIST's Statistical Reference Datasets.
  static let longley: [[Double]] = [
    [60323, 83.0, 234289, 2356, 1590, 107608, 1947], [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949], [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951], [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99.0, 365385, 1870, 3547, 115094, 1953], [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955], [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957], [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959], [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961], [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
  ]
  static let coefficients = [
    -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
    -0.511041056535807e-01, 1829.15146461355,
  ]
  static let standardErrors = [
    890420.383607373, 84.9149257747669, 0.334910077722432e-01, 0.488399681651699, 0.214274163161675,
    0.226073200069370, 455.478499142212,
  ]

  @Test func `the certified values of Longley's regression are met to eight digits`() throws {
    let rows = LeastSquaresTests.longley.flatMap { [1] + $0.dropFirst() }
    let fit = try leastSquares(
      Matrix(rows: 16, columns: 7, elements: rows), LeastSquaresTests.longley.map { $0[0] })
    let deviation = fit.residualNorm / 3
    #expect(fit.rank == 7)
    #expect(abs(deviation / 304.854073561965 - 1) < 1e-9)
    for column in 0..<7 {
      #expect(abs(fit.solution[column] / LeastSquaresTests.coefficients[column] - 1) < 1e-8)
      let standardError = deviation * fit.covarianceDiagonal[column].squareRoot()
      #expect(abs(standardError / LeastSquaresTests.standardErrors[column] - 1) < 1e-8)
    }
  }

  @Test func `a dependent column lowers the rank and leaves the fit as it was`() throws {
    let a = try Matrix(rows: 4, columns: 3, elements: [1, 0, 2, 1, 1, 2, 1, 2, 2, 1, 3, 2])
    let fit = try leastSquares(a, [1, 3, 5, 7.4])
    #expect(fit.rank == 2)
    #expect(fit.covarianceDiagonal.count { $0.isInfinite } == 1)
    #expect(abs(fit.solution[0] + 2 * fit.solution[2] - 0.92) < 1e-13)
    #expect(abs(fit.solution[1] - 2.12) < 1e-13)
    #expect(abs(fit.residualNorm - 0.048.squareRoot()) < 1e-13)
    #expect(abs(fit.covarianceDiagonal[1] - 0.2) < 1e-13)
  }

  @Test func `fewer equations than unknowns are met exactly`() throws {
    let fit = try leastSquares(Matrix(rows: 1, columns: 3, elements: [1, 2, 4]), [8])
    #expect(fit.rank == 1)
    #expect(fit.solution == [0, 0, 2])
    #expect(fit.residualNorm == 0)
  }

  @Test func `a zero matrix has rank zero`() throws {
    let fit = try leastSquares(Matrix(rows: 2, columns: 1), [3, 4])
    #expect(fit.rank == 0 && fit.solution == [0] && fit.covarianceDiagonal == [.infinity])
    #expect(abs(fit.residualNorm - 5) < 1e-15)
  }

  @Test func `bad input is refused`() throws {
    #expect(throws: LinearAlgebraError.empty(what: "the design matrix")) {
      try leastSquares(Matrix(rows: 0, columns: 2), [])
    }
    #expect(throws: LinearAlgebraError.mismatch(what: "the right-hand side", expected: 1, found: 2)) {
      try leastSquares(Matrix(rows: 1, columns: 1), [1, 2])
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the design matrix", row: 0, column: 0)) {
      try leastSquares(Matrix(repeating: .nan, rows: 1, columns: 1), [1])
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the right-hand side", row: 0, column: 0)) {
      try leastSquares(Matrix(rows: 1, columns: 1), [.infinity])
    }
  }
}
