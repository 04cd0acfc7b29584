import Foundation
import Testing

@testable import Kernels

@Suite struct EndpointExpansionTests {
  /// mu_99 and mu_100 in dimension 4, by quadrature with thirty digits (rf, ntk divided by the layers).
  static let spectra: [(family: Kernel.Family, odd: Double, even: Double, tolerance: Double)] = [
    (.ntk(layers: 2), 0, 3.8992911928720436944016648879e-9, 1e-3),
    (.ntk(layers: 3), 3.38112129827500812701929814674e-9, 4.54939328328027568194659218346e-9, 1e-2),
    (.ntk(layers: 5), 7.95074121690927976055988873377e-9, 7.95328199684354102768951846e-9, 2e-2),
    (.arcCosine(layers: 2), 0, 3.05676918598494361148587154e-12, 1e-3),
    (.arcCosine(layers: 3), 2.43357272337160461218645468526e-12, 3.82088555662381555556450879e-12, 1e-2),
    (.arcCosine(layers: 5), 6.16157515477419143398323551e-12, 6.41685747771549712927659686e-12, 2e-2),
    (.laplace(c: 1), 9.00451342755610443511999e-9, 8.65313485495377195279851450e-9, 1e-3),
    (.gammaExponential(c: 1, gamma: 0.75), 8.9257590616262237e-10, 8.5344654240095777e-10, 5e-3),
    (.step(layers: 2), 8.1073160735285666935634e-9, 0, 1e-3),
    (.step(layers: 3), 1.65007433673918522595629e-8, 1.34497662447061695586812e-8, 2e-3),
    (.step(layers: 4), 2.04380388906081591305021e-8, 1.88718892293877595421688e-8, 1e-2),
  ]

  @Test(arguments: 0..<spectra.count) func `the terms predict the spectrum near degree one hundred`(index: Int) throws {
    let (family, odd, even, tolerance) = EndpointExpansionTests.spectra[index]
    let terms = try Kernel(family, normalised: true).endpointTerms
    for (degree, exact) in [(99, odd), (100, even)] {
      let parts = terms.map { $0.constant(degree: degree) * gammaForm(degree, $0.exponent) }
      let size = terms.reduce(0) { $0 + abs($1.atOne * gammaForm(degree, $1.exponent)) }
      #expect(abs(parts.reduce(0, +) - exact) < tolerance * max(exact, size), "\(family), degree \(degree)")
    }
  }

  @Test func `the forms with bias behave at the ends as their terms say`() throws {
    for (family, exponent, polynomial) in [
      (Kernel.Family.ntk(layers: 2, bias: true), 0.5, 0.0), (.arcCosine(layers: 2, bias: true), 1.5, -3.0),
    ] {
      let kernel = try Kernel(family)
      let term = try #require(kernel.endpointTerms.first)
      let t = 1e-5
      let rest = kernel(cosine: 1 - t) - kernel(cosine: 1) - polynomial * t
      #expect(abs(rest / pow(t, exponent) - term.atOne) < 2e-2 && abs(kernel(cosine: -1 + t) / pow(t, exponent)) < 1e-4)
      #expect(term.exponent == exponent && term.atMinusOne == 0)
      let normalised = try #require(Kernel(family, normalised: true).endpointTerms.first)
      #expect(abs(normalised.atOne * kernel(cosine: 1) - term.atOne) < 1e-15)
    }
  }

  @Test func `smooth kernels have no terms`() throws {
    #expect(try Kernel(.gaussian(c: 1)).endpointTerms.isEmpty)
    #expect(try Kernel(.gammaExponential(c: 1, gamma: 1)).endpointTerms.isEmpty)
  }

  /// The spectrum of (1-t)^nu in dimension 4: C(4, nu) Gamma(k-nu)/Gamma(k+nu+3).
  private func gammaForm(_ degree: Int, _ nu: Double) -> Double {
    let constant = pow(2, nu + 2) * tgamma(nu + 1.5) / (Double.pi.squareRoot() * tgamma(-nu))
    return constant * exp(lgamma(Double(degree) - nu) - lgamma(Double(degree) + nu + 3))
  }

  @Test(arguments: [
    (Kernel.Family.arcCosine(layers: 7), 1), (.ntk(layers: 2, bias: true), 1), (.laplace(c: 1), 1),
    (.gaussian(c: 1), 1), (.step(layers: 2), 1), (.step(layers: 3), 2), (.step(layers: 4), 4), (.step(layers: 8), 64),
    (.gammaExponential(c: 1, gamma: 0.25), 2), (.gammaExponential(c: 1, gamma: 0.5), 1),
    (.gammaExponential(c: 1, gamma: 0.75), 2), (.gammaExponential(c: 1, gamma: 1), 1),
    (.gammaExponential(c: 1, gamma: 0.015625), 32), (.gammaExponential(c: 1, gamma: 0.375), 4),
    (.gammaExponential(c: 1, gamma: 0.28), 25), (.gammaExponential(c: 1, gamma: 15.0 / 22), 11),
  ]) func `the power is the least that makes the leading exponent whole`(family: Kernel.Family, power: Int) throws {
    #expect(try Kernel(family).angularPower() == power)
  }

  @Test func `in the new variable the kernel has a slope at the end`() throws {
    // theta = pi s^p: the difference quotient at s = 0 settles, where that in theta runs away.
    for family in [Kernel.Family.step(layers: 4), .gammaExponential(c: 1, gamma: 0.25)] {
      let kernel = try Kernel(family)
      let power = try kernel.angularPower()
      let quotients = [1e-3, 1e-4].map { s -> Double in
        let angle = (0..<power).reduce(Double.pi) { value, _ in value * s }
        return (1 - kernel.value(atAngle: angle)) / s
      }
      #expect(abs(quotients[1] / quotients[0] - 1) < 0.01 && quotients[1] > 0.1)
    }
  }

  @Test func `an exponent that no power up to 64 smooths is refused`() throws {
    #expect(throws: KernelError.angularPower(exponent: 0.0625 + 1.0 / 512)) {
      try Kernel(.gammaExponential(c: 1, gamma: 0.03125 + 1.0 / 1024)).angularPower()
    }
    refused(.angularPower(exponent: 1.0 / 128), try Kernel(.step(layers: 9)).angularPower())
  }
}
