import LinearAlgebra
import Testing

@testable import Networks

@Suite struct BarrierProblemTests {
  @Test func `the maximum over a square is its corner`() throws {
    // max 3u + v over |u| <= 1, |v| <= 1: value 4 at (1, 1), multipliers 3 and 1.
    var problem = try BarrierProblem(target: [3, 1], ridge: 0, rows: [[1, 0], [0, 1]])
    let point = try problem.maximise(from: [0, 0], sharpness: 1, to: 1e9)
    #expect(largestDifference(point, [1, 1]) < 1e-8)
    let (coefficients, residual) = problem.primal(at: point)
    #expect(largestDifference(coefficients, [3, 1]) < 1e-6)
    #expect(residual < 1e-6)
  }

  @Test func `without binding rows the ridge alone decides`() throws {
    // max y . u - |u|^2 is at y / 2.
    var problem = try BarrierProblem(target: [0.4, -0.2], ridge: 2, rows: [[0.1, 0], [0, 0.1]])
    let point = try problem.maximise(from: [0, 0], sharpness: 1, to: 1e12)
    #expect(largestDifference(point, [0.2, -0.1]) < 1e-9)
  }

  @Test func `a new row cuts the optimum off`() throws {
    var problem = try BarrierProblem(target: [1, 1], ridge: 0, rows: [[1, 0], [0, 1]])
    try problem.append([[1, 1]])
    let point = try problem.maximise(from: [0, 0], sharpness: 1, to: 1e9)
    #expect((point[0] + point[1] - 1).magnitude < 1e-8)
  }
}
