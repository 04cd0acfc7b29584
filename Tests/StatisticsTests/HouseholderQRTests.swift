import Testing

@testable import Statistics

struct HouseholderQRTests {
  @Test func `a square system is solved`() throws {
    // [[2, 1], [1, 3]] x = [3, 5] has x = [4/5, 7/5].
    let solution = try HouseholderQR(columns: [[2, 1], [1, 3]]).solve([3, 5])
    #expect(abs(solution[0] - 0.8) < 1e-15 && abs(solution[1] - 1.4) < 1e-15)
  }

  @Test func `the inverse Gram matrix is that of the normal equations`() throws {
    // A'A = [[4, 10], [10, 30]], inverse [[1.5, -0.5], [-0.5, 0.2]].
    let inverse = try HouseholderQR(columns: [[1, 1, 1, 1], [1, 2, 3, 4]]).inverseGram()
    let expected = [[1.5, -0.5], [-0.5, 0.2]]
    for row in 0...1 { for column in 0...1 { #expect(abs(inverse[row][column] - expected[row][column]) < 1e-14) } }
  }

  @Test func `units of wildly different size do no harm`() throws {
    let solution = try HouseholderQR(columns: [[1e150, 1e150, 2e150], [1e-150, 2e-150, 1e-150]]).solve([2, 3, 3])
    #expect(abs(solution[0] * 1e150 - 1) < 1e-14 && abs(solution[1] * 1e-150 - 1) < 1e-14)
  }

  @Test func `a zero column and a repeated one are refused`() {
    #expect(throws: RegressionError.dependentColumns(column: 0)) { try HouseholderQR(columns: [[0, 0]]) }
    #expect(throws: RegressionError.dependentColumns(column: 2)) {
      try HouseholderQR(columns: [[1, 0, 0], [0, 1, 0], [1, 1, 0]])
    }
  }
}
