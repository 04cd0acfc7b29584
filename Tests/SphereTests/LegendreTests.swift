import Foundation
import Testing

@testable import Sphere

struct LegendreTests {
  /// P_k(t) by mpmath's Gegenbauer function over its value at 1.
  static let references: [(d: Int, k: Int, t: String, value: String)] = [
    (3, 10, "0.3", "0.251476349516015625"),
    (4, 7, "-0.6", "-0.1416576"),
    (8, 25, "0.9", "-0.002341886764551745183866305721864342553998"),
    (64, 40, "0.7", "-0.00000000003662686963082812430329725086891401561089"),
    (5, 200, "0.1", "0.0001318732795113603711314857702245794524113"),
  ]

  @Test(arguments: references.indices)
  func `values agree with Gegenbauer polynomials in multiple precision`(index: Int) throws {
    let reference = Self.references[index]
    try Real.withPrecision(200) {
      let values = try Legendre.values(
        dimension: reference.d, through: reference.k, at: try Real(decimal: reference.t))
      let expected = try Real(decimal: reference.value)
      #expect(((values[reference.k] - expected) / expected).magnitude < Real(10).power(-38))
    }
  }

  @Test(arguments: references.indices)
  func `values agree with Gegenbauer polynomials in double precision`(index: Int) throws {
    let reference = Self.references[index]
    let point = try #require(Double(reference.t))
    let expected = try #require(Double(reference.value))
    let values = try Legendre.values(dimension: reference.d, through: reference.k, at: point)
    #expect(abs(values[reference.k] - expected) < 1e-13 * max(abs(expected), 1e-3))
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

  @Test func `dimensions below three and negative degrees are refused`() {
    #expect(throws: SphereError.dimensionTooSmall(dimension: 2)) {
      try Legendre.values(dimension: 2, through: 3, at: 0.5)
    }
    #expect(throws: SphereError.negativeDegree(degree: -1)) {
      try Legendre.values(dimension: 3, through: -1, at: Real(1))
    }
  }
}
