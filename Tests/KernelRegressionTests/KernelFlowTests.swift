import Foundation
import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct KernelFlowTests {
  @Test func `the filters have their closed forms`() {
    #expect(SpectralFilter.flow(time: 2)(0.5) == 2 * (1 - exp(-1)))
    #expect(abs(SpectralFilter.descent(step: 0.5, steps: 3)(0.4) - (1 - 0.512) / 0.4) < 1e-15)
    #expect(abs(SpectralFilter.descent(step: 1.5, steps: 3)(1) - (1 + 0.125)) < 1e-15)
    #expect(SpectralFilter.ridge(0.25)(0.75) == 1)
    #expect(SpectralFilter.ridge(0)(0.25) == 4 && SpectralFilter.ridge(0)(0) == 0)
  }

  @Test func `small eigenvalues lose no digits`() {
    // (1 - exp(-x)) / x = 1 - x/2 + ..., (1 - (1-x)^2) / x = 2 - x.
    #expect(abs(SpectralFilter.flow(time: 1)(1e-9) - (1 - 0.5e-9)) < 1e-15)
    #expect(abs(SpectralFilter.descent(step: 1, steps: 2)(1e-9) - (2 - 1e-9)) < 1e-6)
    #expect(SpectralFilter.flow(time: 3)(0) == 3 && SpectralFilter.descent(step: 0.5, steps: 4)(0) == 2)
  }

  @Test(arguments: [
    SpectralFilter.flow(time: 3), .descent(step: 0.7, steps: 5), .descent(step: 1.9, steps: 4), .ridge(0.1),
  ]) func `what a filter does not fit remains`(filter: SpectralFilter) {
    for lambda in [0.01, 0.3, 0.9] {
      let left =
        switch filter {
        case .flow(let time): exp(-time * lambda)
        case .descent(let step, let steps): pow(1 - step * lambda, Double(steps))
        case .ridge(let ridge): ridge / (lambda + ridge)
        }
      #expect(abs(filter(lambda) * lambda + left - 1) < 1e-14)
    }
  }

  @Test func `descent with small steps is the flow`() {
    let descent = SpectralFilter.descent(step: 1e-6, steps: 2_000_000)
    #expect(abs(descent(0.8) / SpectralFilter.flow(time: 2)(0.8) - 1) < 1e-6)
  }

  @Test func `parameters out of range are refused`() {
    for filter in [
      SpectralFilter.flow(time: -1), .flow(time: .nan), .descent(step: 1, steps: -1), .descent(step: 0, steps: 1),
      .descent(step: 2, steps: 1), .ridge(-1), .ridge(.infinity),
    ] { #expect(throws: RegressionError.self) { try filter.validate(largest: 1) } }
  }

  /// K = [[3, 1], [1, 3]]: K/2 has eigenvalues 1 on (1, -1) and 2 on (1, 1).
  static func kernel() throws -> Matrix { try Matrix(rows: 2, columns: 2, elements: [3, 1, 1, 3]) }
  static func example() throws -> KernelFlow { try KernelFlow(kernel: kernel()) }

  @Test func `each eigendirection is fitted at its own rate`() throws {
    let flow = try Self.example()
    let points = try flow.project(cross: Self.kernel())
    let filters = [SpectralFilter.flow(time: 0.5), .descent(step: 0.25, steps: 2), .ridge(1)]
    // y = (3, 1) = 2 (1, 1) + (1, -1).
    let predictions = try flow.predictions(at: points, targets: [3, 1], filters: filters)
    let expected = [(1 - exp(-1), 1 - exp(-0.5)), (1 - 0.25, 1 - 0.5625), (2.0 / 3, 0.5)]
    for (row, (even, odd)) in expected.enumerated() {
      #expect(abs(predictions[row, 0] - (2 * even + odd)) < 1e-14)
      #expect(abs(predictions[row, 1] - (2 * even - odd)) < 1e-14)
    }
  }

  @Test func `descent equals the iteration that it stands for, at training points and others`() throws {
    let cosines = { (i: Int, j: Int) in exp(cos(Double(i) * 0.7 - Double(j) * 0.7)) }
    let count = 6
    let kernel = try matrix(0..<count, 0..<count, cosines)
    let cross = try matrix(10..<12, 0..<count, cosines)
    let targets = [1.0, -2, 0.5, 3, 0, -1]
    let (step, steps) = (0.3, 17)
    var weights = [Double](repeating: 0, count: count)
    for _ in 0..<steps {
      let values = try BLAS.product(kernel, weights)
      for index in 0..<count { weights[index] -= step / Double(count) * (values[index] - targets[index]) }
    }
    let flow = try KernelFlow(kernel: kernel)
    let filter = [SpectralFilter.descent(step: step, steps: steps)]
    for (points, expected) in [
      (try flow.project(cross: cross), try BLAS.product(cross, weights)),
      (try flow.project(cross: kernel), try BLAS.product(kernel, weights)),
    ] {
      let predictions = try flow.predictions(at: points, targets: targets, filters: filter)
      for (found, wanted) in zip(predictions.elements, expected) { #expect(abs(found - wanted) < 1e-12) }
    }
  }

  @Test func `a ridge prediction solves the normal equations`() throws {
    let flow = try Self.example()
    let cross = try Matrix(rows: 1, columns: 2, elements: [2, 1])
    let found = try flow.predictions(at: flow.project(cross: cross), targets: [1, 0], filters: [.ridge(0.5)])
    // (K + 2 * 0.5 I)^-1 y = [[4, -1], [-1, 4]] y / 15.
    #expect(abs(found[0, 0] - (2 * 4 - 1) / 15.0) < 1e-15)
  }

  @Test func `a start is kept where nothing is learnt and forgotten where all is`() throws {
    let flow = try Self.example()
    let points = try flow.project(cross: Self.kernel())
    let start = (training: [5.0, -1], points: [5.0, -1])
    let filters = [SpectralFilter.flow(time: 0), .flow(time: 0.5), .ridge(0)]
    let found = try flow.predictions(at: points, targets: [3, 1], start: start, filters: filters)
    // y - f_0 = (-2, 2) lies in the direction of eigenvalue 1.
    let half = 2 * (1 - exp(-0.5))
    #expect(near(found.elements, [5, -1, 5 - half, -1 + half, 3, 1], 1e-14))
    #expect(throws: RegressionError.mismatch(what: "values of the start", expected: 2, found: 1)) {
      try flow.predictions(at: points, targets: [3, 1], start: ([1], [1, 1]), filters: filters)
    }
  }

  @Test func `a matrix that is no kernel and targets of the wrong number are refused`() throws {
    #expect(throws: RegressionError.notPositiveSemidefinite(eigenvalue: -0.5, largest: 1.5)) {
      try KernelFlow(kernel: Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1]))
    }
    let flow = try Self.example()
    let points = try flow.project(cross: Self.kernel())
    func predict(_ targets: [Double], _ filters: [SpectralFilter] = []) throws -> Matrix {
      try flow.predictions(at: points, targets: targets, filters: filters)
    }
    refused(.mismatch(what: "targets", expected: 2, found: 3), try predict([1, 2, 3]))
    refused(.notFinite(index: 1), try predict([1, .nan]))
    #expect(throws: RegressionError.self) { try predict([1, 1], [.descent(step: 1, steps: 1)]) }
  }
}

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

  @Test func `several sets of targets need one decomposition, and squares add up over the columns of a set`() throws {
    let kernel = try Matrix(rows: 2, columns: 2, elements: [3, 1, 1, 3])
    let first = try Matrix(rows: 2, columns: 2, elements: [3, 1, 1, -1])
    let second = try Matrix(rows: 2, columns: 1, elements: [3, 1])
    let decays = try CoefficientDecay.decays(kernel: kernel, targets: [first, second])
    // u = (1, 1)/sqrt 2 at 4 and (1, -1)/sqrt 2 at 2. (3, 1) has squares 8 and 2, (1, -1) has 0 and 2, all over n = 2.
    for (decay, sums) in zip(decays, [[6.0, 2], [5, 1]]) {
      for (found, wanted) in zip(decay.tailSums, sums) { #expect(abs(found - wanted) < 1e-14) }
      for (found, wanted) in zip(decay.eigenvalues, [2.0, 1]) { #expect(abs(found - wanted) < 1e-14) }
    }
    refused(
      .mismatch(what: "targets", expected: 2, found: 1),
      try CoefficientDecay.decays(kernel: kernel, targets: [Matrix(rows: 1, columns: 1)]))
    let indefinite = try Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1])
    #expect(throws: RegressionError.self) { try CoefficientDecay.decays(kernel: indefinite, targets: [second]) }
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
