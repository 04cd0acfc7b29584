import Testing

@testable import Networks

@Suite struct ErrorsTests {
  @Test(arguments: [
    (NetworkError.empty("the training set"), "the training set is empty; give at least one"),
    (
      .mismatch(what: "the targets", expected: 3, found: 2),
      "the targets: 2 given where 3 are needed; make the sizes agree"
    ),
    (.notFinite("the targets"), "the targets hold a NaN or an infinity; remove it"),
    (.notPositive(what: "the step size", value: -0.5), "the step size is -0.5; give a positive finite number"),
    (.outside(what: "the batch size", range: 1...8, value: 9), "the batch size is 9; give one from 1 to 8"),
    (
      .noInterpolant(points: 4),
      "two of the 4 points coincide and have different values, so that nothing interpolates them; merge them"
    ),
    (
      .cancels(what: "the network", rounding: 1.25e23),
      "the network sums terms that cancel, and rounding alone errs by up to 1.2e+23, more than is to be measured; "
        + "lower the dimension or the power"
    ),
    (
      .diverged(steps: 10),
      "the outputs are not finite after 10 steps: the training diverged; choose a smaller step"
    ),
    (.noDirection, "every gradient is zero, so that the Hessian has no top eigenvector; revive the network"),
  ])
  func `every refusal says what, where and how to mend it in one line`(error: NetworkError, sentence: String) {
    #expect(error.description == sentence)
    #expect(error.localizedDescription == sentence)
  }
}
