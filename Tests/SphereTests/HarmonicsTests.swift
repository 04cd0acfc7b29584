import Foundation
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
    refused(.dimensionTooSmall(dimension: 2), try Legendre.values(dimension: 2, through: 3, at: 0.5))
    refused(.negativeDegree(degree: -1), try Legendre.values(dimension: 3, through: -1, at: Real(1)))
  }

  /// P_k(t) by mpmath's Gegenbauer function over its value at 1.
  static let references: [(d: Int, k: Int, t: String, value: String)] = [
    (3, 10, "0.3", "0.251476349516015625"), (4, 7, "-0.6", "-0.1416576"),
    (8, 25, "0.9", "-0.002341886764551745183866305721864342553998"),
    (64, 40, "0.7", "-0.00000000003662686963082812430329725086891401561089"),
    (5, 200, "0.1", "0.0001318732795113603711314857702245794524113"),
  ]

  @Test(arguments: references)
  func `values agree with Gegenbauer polynomials in multiple precision`(d: Int, k: Int, t: String, value: String) throws
  {
    try Real.withPrecision(200) {
      let values = try Legendre.values(dimension: d, through: k, at: try Real(decimal: t))
      let expected = try Real(decimal: value)
      #expect(((values[k] - expected) / expected).magnitude < Real(10).power(-38))
    }
  }

  @Test(arguments: references)
  func `values agree with Gegenbauer polynomials in double precision`(d: Int, k: Int, t: String, value: String) throws {
    let point = try #require(Double(t))
    let expected = try #require(Double(value))
    let values = try Legendre.values(dimension: d, through: k, at: point)
    #expect(abs(values[k] - expected) < 1e-13 * max(abs(expected), 1e-3))
  }

  @Test func `in dimension four they are Chebyshev polynomials of the second kind`() throws {
    let theta = 0.7
    let values = try Legendre.values(dimension: 4, through: 30, at: cos(theta))
    for (k, value) in values.enumerated() {
      #expect(abs(value - sin(Double(k + 1) * theta) / (Double(k + 1) * sin(theta))) < 1e-14)
    }
  }

  @Test func `at one they are one and at minus one they alternate`() throws {
    #expect(try Legendre.values(dimension: 5, through: 40, at: 1).allSatisfy { abs($0 - 1) < 1e-13 })
    let left = try Legendre.values(dimension: 5, through: 40, at: -1)
    for (k, value) in left.enumerated() { #expect(abs(value - (k.isMultiple(of: 2) ? 1 : -1)) < 1e-13) }
  }

  @Test func `the list has one entry more than the degree`() throws {
    for degree in 0...3 { #expect(try Legendre.values(dimension: 3, through: degree, at: 0.5).count == degree + 1) }
    for degree in 0...3 {
      #expect(try Legendre.values(dimension: 3, through: degree, at: Real(0.5)).count == degree + 1)
    }
  }
}
