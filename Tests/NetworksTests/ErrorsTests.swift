import Testing

@testable import Networks

@Suite struct ErrorsTests {
  @Test func `every refusal says what, where and how to mend it in one line`() {
    let errors: [NetworkError] = [
      .empty("the training set"), .mismatch(what: "the targets", expected: 3, found: 2), .notFinite("the targets"),
      .notPositive(what: "the step size", value: -0.5), .outside(what: "the batch size", range: 1...8, value: 9),
      .noInterpolant(points: 4), .cancels(what: "the network", rounding: 1.25e23), .diverged(steps: 10), .noDirection,
    ]
    let sentences = """
      the training set is empty; give at least one
      the targets: 2 given where 3 are needed; make the sizes agree
      the targets hold a NaN or an infinity; remove it
      the step size is -0.5; give a positive finite number
      the batch size is 9; give one from 1 to 8
      two of the 4 points coincide and have different values, so that nothing interpolates them; merge them
      the network sums terms that cancel, and rounding alone errs by up to 1.2e+23, more than is to be measured; \
      lower the dimension or the power
      the outputs are not finite after 10 steps: the training diverged; choose a smaller step
      every gradient is zero, so that the Hessian has no top eigenvector; revive the network
      """.split(separator: "\n").map(String.init)
    #expect(errors.map(\.description) == sentences)
  }
}
