import Testing

@testable import Sphere

@Suite struct HarmonicsTests {
  @Test func `on the two-sphere there are 2k+1 harmonics`() throws {
    for k in 0...50 { #expect(try Harmonics.count(dimension: 3, degree: k) == 2 * k + 1) }
  }

  @Test func `on the three-sphere there are (k+1)^2 harmonics`() throws {
    for k in 0...50 { #expect(try Harmonics.count(dimension: 4, degree: k) == (k + 1) * (k + 1)) }
  }

  @Test func `harmonics count as homogeneous polynomials of degree k less those of degree k-2`() throws {
    // C(k+d-1, d-1) - C(k+d-3, d-1) at d = 8, k = 10: C(17,7) - C(15,7); at d = 64, k = 4: C(67,63) - C(65,63).
    #expect(try Harmonics.count(dimension: 8, degree: 10) == 19448 - 6435)
    #expect(try Harmonics.count(dimension: 64, degree: 4) == 766_480 - 2080)
  }

  @Test func `the largest count that fits is exact and the next overflows`() throws {
    // N(64, 20) and N(64, 2000) by integer arithmetic in Python.
    #expect(try Harmonics.count(dimension: 64, degree: 20) == 7_723_104_697_767_579_120)
    refused(.countOverflows(dimension: 64, degree: 21), try Harmonics.count(dimension: 64, degree: 21))
  }

  @Test func `the floating-point count agrees with the exact one and goes beyond it`() throws {
    for (d, k) in [(3, 7), (8, 100), (64, 20)] {
      let exact = Double(try Harmonics.count(dimension: d, degree: k))
      #expect(abs(try Harmonics.approximateCount(dimension: d, degree: k) / exact - 1) < 1e-14)
    }
    let large = try Harmonics.approximateCount(dimension: 64, degree: 2000)
    #expect(abs(large / 7.58845460623246e+119 - 1) < 1e-13)
    #expect(try Harmonics.approximateCount(dimension: 64, degree: 0) == 1)
  }

  @Test func `absurd sizes are answered or refused at once`() throws {
    #expect(try Harmonics.count(dimension: 1_000_000_000, degree: 1) == 1_000_000_000)
    #expect(try Harmonics.count(dimension: 3, degree: 1_000_000_000) == 2_000_000_001)
    #expect(try Harmonics.approximateCount(dimension: 1_000_000_000, degree: 1_000_000_000) == .infinity)
    refused(.tooLarge(value: .max, limit: 1_000_000_000), try Harmonics.count(dimension: 3, degree: .max))
  }

  @Test func `dimensions below three and negative degrees are refused`() {
    refused(.dimensionTooSmall(dimension: 2), try Harmonics.count(dimension: 2, degree: 1))
    refused(.negativeDegree(degree: -1), try Harmonics.approximateCount(dimension: 3, degree: -1))
  }
}

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
      .badDigits(digits: 0): "0 digits are out of range; ask for 1 to 1000",
      .kernelNotFinite(angle: 0.5): "the kernel is not finite at angle 0.5; it must be defined on the whole of [0, pi]",
      .badLayers(1, bias: false): "1 layers are out of range; a kernel has 2 to 1000, with bias 2",
      .badLayers(3, bias: true): "3 layers with bias are out of range; a kernel has 2 to 1000, with bias 2",
      .badStepLayers(9):
        "a step kernel of 9 layers is out of reach of quadrature, which takes theta to the power 2^(2-L); take 2 to 8",
      .badExponential(c: 0, gamma: 2):
        "exp(-c (1-u)^gamma) with c = 0.0, gamma = 2.0 is out of range; c is 1e-6 to 1e6, gamma above 0 and at most 1",
      .exponentialTooNarrow(c: 1e5, gamma: 0.5):
        "exp(-c (1-u)^gamma) with c = 100000.0, gamma = 0.5 is too narrow for its series; c 2^gamma may be 2000 at most",
      .noEllipse: "no ellipse was found on which the kernel is proven analytic; take fewer layers",
      .tooManyNodes(nodes: 7): "quadrature would take 7 nodes; ask for fewer digits, degrees or layers",
      .notResolved(degree: 3, bits: 64):
        "the eigenvalue of degree 3 is not told from zero in 64 bits; ask for fewer degrees",
      .parityContradicted(degree: 3):
        "the eigenvalue of degree 3, zero by parity, came out otherwise: a library is broken; install FLINT anew",
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
