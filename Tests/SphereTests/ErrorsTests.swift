import Testing

@testable import Sphere

struct ErrorsTests {
  @Test func `every error is one line with the fact and the remedy`() {
    let expected: KeyValuePairs<SphereError, String> = [
      .notDecimal(text: "1,5"): "not a decimal number: \"1,5\"; write digits with an optional sign, point and exponent",
      .dimensionTooSmall(dimension: 2): "dimension 2 is too small for spherical harmonics; the sphere needs d >= 3",
      .tooLarge(value: 11, limit: 10):
        "size 11 is beyond the largest supported, 10; choose a smaller dimension or degree",
      .negativeDegree(degree: -1): "degree -1 is negative; harmonics are numbered from 0",
      .countOverflows(dimension: 64, degree: 99):
        "the number of harmonics for d = 64, k = 99 exceeds 64 bits; use its floating-point form",
      .noNodes(count: 0): "a quadrature rule of 0 nodes does not exist; ask for at least 1",
      .badEndpointPower(power: 0): "endpoint power 0 is out of range; theta = pi s^p needs p between 1 and 64",
      .badDigits(digits: 0): "0 digits are out of range; ask for 1 to 1000",
      .kernelNotFinite(angle: 0.5): "the kernel is not finite at angle 0.5; it must be defined on the whole of [0, pi]",
      .notConverged(degree: 3, nodes: 64):
        "the coefficient of degree 3 has not converged with 64 nodes; ask for fewer digits, or for a kernel that varies more slowly",
      .eigenvalueNotFinite(degree: 1): "the eigenvalue of degree 1 is not finite; leave out what is not known",
      .integerExponent(exponent: 2):
        "exponent 2.0 has no decay law; (1-t)^nu is a polynomial when nu is a non-negative integer",
    ]
    for (error, sentence) in expected { #expect(error.description == sentence) }
  }
}

/// Expects that `call` throws `error`.
func refused(
  _ error: SphereError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }
