import Testing

@testable import Statistics

struct LinearModelTests {
  @Test func `the Longley data give their certified coefficients and errors`() throws {
    let rows = CertifiedData.longley
    let columns = [[Double](repeating: 1, count: rows.count)] + (1...6).map { j in rows.map { $0[j] } }
    let model = try LinearModel(columns: columns, response: rows.map { $0[0] })
    let certified: [(Double, Double)] = [
      (-3482258.63459582, 890420.383607373), (15.0618722713733, 84.9149257747669),
      (-0.358191792925910e-1, 0.334910077722432e-1), (-2.02022980381683, 0.488399681651699),
      (-1.03322686717359, 0.214274163161675), (-0.511041056535807e-1, 0.226073200069370),
      (1829.15146461355, 455.478499142212),
    ]
    for (j, (coefficient, error)) in certified.enumerated() {
      #expect(abs(model.coefficients[j] / coefficient - 1) < 1e-7, "coefficient \(j)")
      #expect(abs(model.standardErrors[j] / error - 1) < 1e-7, "error \(j)")
    }
    #expect(abs(model.residualDeviation / 304.854073561965 - 1) < 1e-9)
    #expect(model.freedom == 9)
  }

  @Test func `residuals are orthogonal to the columns and add up with the fit`() throws {
    let columns: [[Double]] = [[1, 1, 1, 1, 1], [0, 1, 2, 3, 5], [1, -1, 2, 0, 3]]
    let response = [1.0, 4, 2, 8, 5]
    let model = try LinearModel(columns: columns, response: response)
    for column in columns { #expect(abs(zip(column, model.residuals).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-13) }
    for index in response.indices {
      #expect(abs(model.fitted[index] + model.residuals[index] - response[index]) < 1e-14)
    }
  }

  @Test func `as many points as columns are interpolated without an error estimate`() throws {
    let model = try LinearModel(columns: [[1, 1], [2, 3]], response: [5, 7])
    #expect(abs(model.coefficients[0] - 1) < 1e-13 && abs(model.coefficients[1] - 2) < 1e-13)
    #expect(model.residualDeviation.isNaN && model.standardErrors.allSatisfy(\.isNaN))
  }

  @Test func `too few points and dependent columns are refused`() {
    #expect(throws: RegressionError.tooFewPoints(points: 1, needed: 2)) {
      try LinearModel(columns: [[1], [2]], response: [1])
    }
    #expect(throws: RegressionError.dependentColumns(column: 1)) {
      try LinearModel(columns: [[1, 1, 1], [2, 2, 2]], response: [1, 2, 3])
    }
    #expect(throws: RegressionError.lengthsDiffer(first: 2, second: 3)) {
      try LinearModel(columns: [[1, 1]], response: [1, 2, 3])
    }
  }
}
