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
