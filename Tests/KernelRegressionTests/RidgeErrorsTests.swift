import KernelRegression
import Statistics
import Testing

@Suite struct RidgeErrorsTests {
  @Test func `every refusal says what, where and what to do`() {
    let expected: KeyValuePairs<RidgeError, String> = [
      .empty(what: "the targets"): "the targets is empty; give at least one",
      .tooLarge(order: 9, largest: 8): "a kernel matrix of order 9 is beyond the largest, 8; choose fewer points",
      .mismatch(what: "the pool", expected: 3, found: 2): "the pool has size 2 where 3 is needed; make the sizes agree",
      .notFinite(what: "the targets", row: 1, column: 0):
        "the targets holds a NaN or an infinity at row 1, column 0 (counted from 0); mend what produced it",
      .badLambda(index: 1, value: 0): "lambda 1 (counted from 0) is 0.0; every lambda must be positive and finite",
      .notPositiveDefinite(lambda: 0.1, order: 3, pivot: 2):
        "K + n lambda I of order 3 is not positive definite at lambda = 0.1 (pivot 2); raise lambda or check the kernel",
      .noConvergence(lambda: 0.1, iterations: 5, residual: 0.5):
        "the system at lambda = 0.1 has relative residual 0.5 after 5 iterations; raise lambda",
      .badSize(what: "a width", value: 0): "a width is 0; it must be at least 1",
    ]
    for (error, sentence) in expected {
      #expect(error.description == sentence && error.localizedDescription == sentence)
    }
  }
}

/// Expects that `call` throws `error`.
func refused(
  _ error: RegressionError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }

/// The same for errors of other types.
func refused<Refusal: Error & Equatable>(
  _ error: Refusal, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }
