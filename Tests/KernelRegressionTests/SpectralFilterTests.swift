import Foundation
import Statistics
import Testing

@testable import KernelRegression

@Suite struct SpectralFilterTests {
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
    #expect(SpectralFilter.flow(time: 3)(0) == 3)
    #expect(SpectralFilter.descent(step: 0.5, steps: 4)(0) == 2)
  }

  @Test(arguments: [
    SpectralFilter.flow(time: 3), .descent(step: 0.7, steps: 5), .descent(step: 1.9, steps: 4), .ridge(0.1),
  ])
  func `what a filter does not fit remains`(filter: SpectralFilter) {
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
    ] {
      #expect(throws: RegressionError.self) { try filter.validate(largest: 1) }
    }
  }
}
