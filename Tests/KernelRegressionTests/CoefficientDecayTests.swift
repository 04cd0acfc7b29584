import Foundation
import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct CoefficientDecayTests {
  /// Tail sums exactly i^-0.6 and eigenvalues i^-1.5: smoothness 0.4.
  static func power(_ count: Int) throws -> CoefficientDecay {
    let index = (1...count).map(Double.init)
    let squares = index.map { $0 < Double(count) ? pow($0, -0.6) - pow($0 + 1, -0.6) : pow($0, -0.6) }
    return try CoefficientDecay(eigenvalues: index.map { pow($0, -1.5) }.reversed(), squares: squares.reversed())
  }

  @Test func `power laws give their smoothness over every range`() throws {
    let decay = try Self.power(3000)
    for range in [1...3000, 10...100, 100...1000, 2000...2900] {
      let exponents = try decay.exponents(over: range)
      #expect(abs(exponents.coefficient - 0.6) < 1e-10 && abs(exponents.eigenvalue - 1.5) < 1e-10)
      #expect(abs(exponents.smoothness - 0.4) < 1e-10)
    }
    let local = try decay.localExponents(from: 10)
    #expect(local.count > 10 && local.allSatisfy { abs($0.exponents.smoothness - 0.4) < 1e-10 })
  }

  @Test func `coefficients of an eigenvector stand at its eigenvalue`() throws {
    let flow = try KernelFlowTests.example()
    let decay = try CoefficientDecay(flow, targets: [3, 1])
    // y = 2 (1, 1) + (1, -1), c^2 = (8, 2) / 2.
    for (found, wanted) in zip(decay.tailSums, [5.0, 1]) { #expect(abs(found - wanted) < 1e-14) }
    #expect(decay.eigenvalues == decay.eigenvalues.sorted(by: >))
  }

  @Test func `squares add up over the columns of the targets`() throws {
    let flow = try KernelFlowTests.example()
    let targets = try Matrix(rows: 2, columns: 2, elements: [3, 1, 1, -1])
    // (3, 1) gives (1, 4), (1, -1) gives (1, 0).
    let squares = try CoefficientDecay.squares(eigenvectors: flow.eigenvectors, targets: targets)
    #expect(abs(squares[0] - 2) < 1e-14 && abs(squares[1] - 4) < 1e-14)
  }

  @Test func `expected squares are those of draws`() throws {
    let flow = try KernelFlowTests.example()
    // u = (1, -1)/sqrt 2 and (1, 1)/sqrt 2; C = [[2, 1], [1, 5]].
    let covariance = try Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 5])
    let expected = try CoefficientDecay.expectedSquares(flow, covariance: covariance)
    #expect(abs(expected[0] - 1.25) < 1e-14 && abs(expected[1] - 2.25) < 1e-14)
    let draws = try GaussianProcess(covariance: covariance)
      .draws(20_000, stream: RandomStream(seed: 1, purpose: "draws"))
    var sums = [0.0, 0]
    for row in 0..<draws.rows {
      let squares = try CoefficientDecay.squares(flow, targets: Array(draws[row: row]))
      sums = [sums[0] + squares[0], sums[1] + squares[1]]
    }
    // A squared normal has a relative standard deviation of sqrt 2.
    for index in 0..<2 { #expect(abs(sums[index] / 20_000 / expected[index] - 1) < 4 * 0.01) }
  }

  @Test func `ranges outside the spectrum and wrong sizes are refused`() throws {
    let decay = try Self.power(50)
    #expect(throws: RegressionError.self) { try decay.exponents(over: 0...10) }
    #expect(throws: RegressionError.self) { try decay.exponents(over: 10...51) }
    refused(.tooFewPoints(points: 2, needed: 3), try decay.exponents(over: 10...11))
    #expect(throws: RegressionError.self) { try decay.localExponents(from: 1, factor: 1) }
    refused(.lengthsDiffer(first: 1, second: 2), try CoefficientDecay(eigenvalues: [1], squares: [1, 2]))
    refused(.notPositive(index: 0, value: -1), try CoefficientDecay(eigenvalues: [1], squares: [-1]))
    let flow = try KernelFlow(kernel: Matrix(rows: 1, columns: 1, elements: [1]))
    refused(.mismatch(what: "targets", expected: 1, found: 2), try CoefficientDecay(flow, targets: [1, 2]))
  }
}
