import Testing

@testable import Statistics

struct ErrorsTests {
  @Test func `every error is one line with the fact and the remedy`() {
    let expected: KeyValuePairs<RegressionError, String> = [
      .lengthsDiffer(first: 2, second: 3): "2 values against 3; give every point one value of each",
      .tooFewPoints(points: 1, needed: 2): "1 point is too few, at least 2 are needed; widen the range or drop a term",
      .notFinite(index: 4): "value 4 is not finite; remove it or mend what produced it",
      .notPositive(index: 0, value: -1):
        "value 0 is -1.0, which has no logarithm; leave out vanishing and negative values",
      .overflow(what: "the mean"): "the mean is beyond the range of numbers; scale the data",
      .constantAbscissa(value: 2): "every abscissa is 2.0, so that no slope exists; give at least two different ones",
      .dependentColumns(column: 1): "column 1 depends linearly on those before it; drop it or widen the range",
      .badLevel(level: 1): "confidence level 1.0 is out of range; choose one between 0 and 1, such as 0.95",
      .mismatch(what: "targets", expected: 2, found: 3): "targets: 3 given where 2 are needed; make the sizes agree",
      .outside(what: "the ridge", value: -1, need: "give a finite positive one"):
        "the ridge is -1.0; give a finite positive one",
      .notPositiveSemidefinite(eigenvalue: -0.5, largest: 1):
        "the kernel matrix has eigenvalue -0.5 beside 1.0, so that no kernel made it; check its entries",
      .noEquivalent(samples: 5, rank: 3):
        "5.0 samples determine all 3.0 eigenfunctions given; give more degrees, a tail, or a positive ridge",
      .badProbability(value: 2): "probability 2.0 is out of range; it must lie between 0 and 1",
      .badReplicates(count: 5): "5 bootstrap replicates are too few; use at least 100",
      .badFreedom(value: 0): "0.0 degrees of freedom are too few; a t interval needs more points than parameters",
    ]
    for (error, sentence) in expected { #expect(error.description == sentence) }
  }
}

/// Expects that `call` throws `error`.
func refused(
  _ error: RegressionError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }
