import Testing

@testable import Sphere

struct DecayLawTests {
  /// C(d,nu) by mpmath.
  @Test(arguments: [
    (3, 0.5, -0.353553390593273762200422181052), (8, 1.5, 6222.98637727791715276553680824),
    (4, 0.125, -0.25311747577492187433350617943), (64, 0.25, -1.80339891130362170082253701577e+85),
  ]) func `the constant agrees with reference values`(dimension: Int, exponent: Double, expected: Double) throws {
    let constant = try DecayLaw.constant(dimension: dimension, exponent: exponent)
    #expect(abs(constant / expected - 1) < 2e-14)
  }

  /// mu_k by adaptive quadrature of Gegenbauer polynomials in mpmath.
  static let references: [(d: Int, numerator: Int, denominator: Int, k: Int, value: String)] = [
    (3, 1, 2, 0, "0.9428090415820633658677925"), (3, 1, 2, 5, "-0.002197690073617863323701148"),
    (8, 3, 2, 6, "0.00000313455269408406979166855"), (4, 1, 4, 9, "-0.0001617791399973298106056122"),
  ]

  @Test(arguments: references.indices)
  func `the gamma form agrees with quadrature in both precisions`(index: Int) throws {
    let reference = Self.references[index]
    let nu = Real(reference.numerator, over: reference.denominator)
    let expected = try Real(decimal: reference.value)
    let value = try DecayLaw.coefficient(dimension: reference.d, exponent: nu, degree: reference.k)
    #expect((value / expected - Real(1)).magnitude < Real(10).power(-22))
    let double = try DecayLaw.coefficient(dimension: reference.d, exponent: nu.double, degree: reference.k)
    #expect(abs(double / expected.double - 1) < 1e-13)
  }

  @Test(arguments: [(3, 1, 2), (8, 3, 2), (5, 5, 2), (64, 1, 2)])
  func `the spectrum of (1-t)^nu is the gamma form for every degree`(d: Int, numerator: Int, denominator: Int) throws {
    let spectrum = try Spectrum(dimension: d, through: 40, digits: 30) { theta in
      let half = (theta / Real(2)).sine()
      return (Real(2) * half * half).power(Real(numerator, over: denominator))
    }
    try Real.withPrecision(200) {
      for (k, value) in spectrum.values.enumerated() {
        let law = try DecayLaw.coefficient(dimension: d, exponent: Real(numerator, over: denominator), degree: k)
        #expect((value / law - Real(1)).magnitude < Real(10).power(-30))
      }
    }
  }

  @Test func `quarter powers follow the gamma form with the angle substituted`() throws {
    let spectrum = try Spectrum(dimension: 4, through: 30, digits: 30, endpointPower: 4) { theta in
      let half = (theta / Real(2)).sine()
      return (Real(2) * half * half).power(Real(1, over: 8))
    }
    try Real.withPrecision(200) {
      for (k, value) in spectrum.values.enumerated() {
        let law = try DecayLaw.coefficient(dimension: 4, exponent: Real(1, over: 8), degree: k)
        #expect((value / law - Real(1)).magnitude < Real(10).power(-30))
      }
    }
  }

  @Test func `the gamma form tends to the bare power`() throws {
    let (d, nu, k) = (8, 0.5, 100_000)
    let power = try DecayLaw.constant(dimension: d, exponent: nu) * doublePower(Double(k) + 3, -8)
    #expect(abs(try DecayLaw.coefficient(dimension: d, exponent: nu, degree: k) / power - 1) < 1e-8)
  }

  private func doublePower(_ base: Double, _ exponent: Int) -> Double { Real(base).power(exponent).double }

  @Test func `levelled coefficients hardly depend on the degree`() throws {
    // In k + (d-2)/2 the Gamma form is a pure power up to 1/k^2: between k = 100 and 200 the change is of that order.
    for (d, nu, rate) in [(3, 0.5, -3.0), (8, 1.5, -10.0), (4, 0.25, -3.5)] {
      #expect(DecayLaw.rate(dimension: d, exponent: nu) == rate)
      let levelled = try [100, 200].map { k in
        try DecayLaw.coefficient(dimension: d, exponent: nu, degree: k)
          * DecayLaw.level(degree: k, dimension: d, power: -rate)
      }
      #expect(abs(levelled[0] / levelled[1] - 1) < 0.005)
      #expect(abs(levelled[1] / (try DecayLaw.constant(dimension: d, exponent: nu)) - 1) < 0.002)
    }
    #expect(DecayLaw.centred(degree: 5, dimension: 3) == 5.5 && DecayLaw.level(degree: 2, dimension: 4, power: 2) == 9)
  }

  @Test func `exponents that give polynomials are refused`() {
    refused(.integerExponent(exponent: 2), try DecayLaw.constant(dimension: 3, exponent: 2))
    refused(.integerExponent(exponent: 0), try DecayLaw.coefficient(dimension: 3, exponent: Real(0), degree: 1))
    refused(.dimensionTooSmall(dimension: 1), try DecayLaw.constant(dimension: 1, exponent: 0.5))
  }
}

/// Singular terms at both ends of the interval.
@Suite struct DecayLawEndsTests {
  @Test func `even degrees add the ends and odd ones subtract them`() throws {
    // On S^2, (1-t)^{1/2} has mu_0 = 2 sqrt 2 / 3 and mu_1 = -mu_0 / 5, by elementary integrals; (1+t)^{1/2} the same with
    // the other sign for odd degrees.
    let mu0 = 2 * 2.0.squareRoot() / 3
    let found = try (0...1).map {
      try DecayLaw.coefficient(dimension: 3, exponent: 0.5, atOne: 2, atMinusOne: 3, degree: $0)
    }
    #expect(abs(found[0] - 5 * mu0) < 1e-14 && abs(found[1] - mu0 / 5) < 1e-14)
  }

  @Test func `ends that cancel give zero exactly`() throws {
    #expect(try DecayLaw.coefficient(dimension: 4, exponent: 1.5, atOne: 2, atMinusOne: 2, degree: 7) == 0)
    #expect(try DecayLaw.coefficient(dimension: 4, exponent: 1.5, atOne: -2, atMinusOne: 2, degree: 8) == 0)
  }

  @Test func `the ends are read back from the two parities`() throws {
    let (even, odd) = try (
      DecayLaw.coefficient(dimension: 5, exponent: 0.5, atOne: -0.9, atMinusOne: 0.25, degree: 40)
        / DecayLaw.coefficient(dimension: 5, exponent: 0.5, degree: 40),
      DecayLaw.coefficient(dimension: 5, exponent: 0.5, atOne: -0.9, atMinusOne: 0.25, degree: 39)
        / DecayLaw.coefficient(dimension: 5, exponent: 0.5, degree: 39)
    )
    let ends = DecayLaw.ends(even: even, odd: odd)
    #expect(abs(ends.atOne + 0.9) < 1e-14 && abs(ends.atMinusOne - 0.25) < 1e-14)
  }

  @Test func `a whole exponent is refused at both ends`() {
    #expect(throws: SphereError.integerExponent(exponent: 2)) {
      try DecayLaw.coefficient(dimension: 3, exponent: 2.0, atOne: 1, atMinusOne: 0, degree: 4)
    }
  }
}
