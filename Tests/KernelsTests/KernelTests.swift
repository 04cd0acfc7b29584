import Foundation
import Testing

@testable import Kernels

@Suite struct KernelTests {
  @Test func `kernels that are not defined are refused`() throws {
    for layers in [-1, 0, 1, 1001] {
      refused(.layers(layers), try Kernel(.arcCosine(layers: layers)))
      refused(.layers(layers), try Kernel(.ntk(layers: layers, bias: true)))
      refused(.layers(layers), try Kernel(.step(layers: layers)))
    }
    refused(.biasLayers(3), try Kernel(.ntk(layers: 3, bias: true)))
    refused(.biasLayers(4), try Kernel(.arcCosine(layers: 4, bias: true)))
    for c in [0, -1, Double.infinity] {
      refused(.parameter(name: "c", value: c, allowed: "above 0"), try Kernel(.laplace(c: c)))
      refused(.parameter(name: "c", value: c, allowed: "above 0"), try Kernel(.gaussian(c: c)))
    }
    #expect(throws: KernelError.self) { try Kernel(.laplace(c: .nan)) }
    for gamma in [0, 1.5] {
      #expect(throws: KernelError.parameter(name: "gamma", value: gamma, allowed: "above 0 and at most 1")) {
        try Kernel(.gammaExponential(c: 1, gamma: gamma))
      }
    }
  }

  @Test func `errors state the fact and the remedy in one line`() {
    let sentences: KeyValuePairs<KernelError, String> = [
      .layers(1): "a kernel of 1 layers is not defined; give 2 to 1000 layers",
      .biasLayers(3): "a kernel with bias has 2 layers, not 3; set layers to 2 or leave out the bias",
      .parameter(name: "c", value: -1, allowed: "above 0"): "the kernel's parameter c is -1.0; give a number above 0",
      .empty(what: "the points"):
        "the points for the kernel matrix are missing; give at least one point with at least one coordinate",
      .dimension(rows: 2, columns: 3): "the two sets of points have dimensions 2 and 3; give points of one dimension",
      .notFinite(row: 1, column: 2): "point 1 has a NaN or an infinity as coordinate 2 (counted from 0); remove it",
      .notUnit(row: 4, norm: 2):
        "point 4 (counted from 0) has length 2.0 and not 1; normalise it or use the homogeneous kernel matrix",
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }

  @Test(arguments: 0..<KernelReference.values.count)
  func `values agree with sixty-digit ones to a few units in the last place`(index: Int) throws {
    let (family, values) = KernelReference.values[index]
    let kernel = try Kernel(family)
    for (cosine, expected) in zip(KernelReference.cosines, values) {
      let value = kernel(cosine: cosine)
      #expect(abs(value - expected) <= 8 * expected.ulp, "\(family) at \(cosine): \(value), not \(expected)")
    }
  }

  @Test(arguments: 0..<KernelReference.values.count)
  func `normalised kernels are one at one and proportional to the formula`(index: Int) throws {
    let family = KernelReference.values[index].key
    let (kernel, formula) = try (Kernel(family, normalised: true), Kernel(family))
    #expect(kernel(cosine: 1) == 1)
    #expect(abs(kernel(cosine: 0.3) * formula(cosine: 1) - formula(cosine: 0.3)) <= 2e-16 * formula(cosine: 1))
  }

  @Test(arguments: 0..<KernelReference.values.count)
  func `the value at an angle is the value at its cosine`(index: Int) throws {
    let kernel = try Kernel(KernelReference.values[index].key)
    for step in 1...63 {
      let angle = Double(step) * Double.pi / 64
      #expect(abs(kernel.value(atAngle: angle) - kernel(cosine: cos(angle))) < 4e-15)
    }
  }

  @Test func `cosines beyond one by rounding are clamped and NaN stays NaN`() throws {
    let kernel = try Kernel(.ntk(layers: 4))
    #expect(kernel(cosine: 1 + 1e-9) == 4 && kernel(cosine: -1 - 1e-9) == kernel(cosine: -1))
    #expect(kernel(cosine: .nan).isNaN)
  }

  @Test func `small angles keep their relative accuracy through the layers`() throws {
    let kernel = try Kernel(.arcCosine(layers: 6))
    for angle in [1e-3, 1e-7] {
      let gap = (0..<5).reduce(Angle(angle, supplement: Double.pi - angle)) { a, _ in a.afterReLU }.gap
      let cubic = 5 * 2 * angle * angle * angle / (6 * Double.pi)
      #expect(abs(gap - (angle * angle / 2 - cubic)) < 2 * angle * angle * angle * angle)
    }
    #expect(1 - kernel.value(atAngle: 1e-3) > 0)
  }
}

/// Expects that `call` throws `error`.
func refused(
  _ error: KernelError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }

/// Values computed with 60 digits by mpmath at exactly these doubles.
enum KernelReference {
  static let cosines = [
    1.0, 0.999999999999999, 0.999999999999, 0.999999, 0.9, 0.5, 1e-09, 0.0, -0.3, -0.75, -0.999999, -0.999999999999,
    -1.0,
  ]
  static let values: KeyValuePairs<Kernel.Family, [Double]> = [
    .arcCosine(layers: 2): [
      1.0, 0.999999999999999, 0.999999999999, 0.9999990003001055, 0.9095383988446721, 0.6089977810442293,
      0.3183098866837907, 0.3183098861837907, 0.18274428383548763, 0.03800210755193428, 3.001054537372543e-10,
      3.0009548050134066e-19, 0.0,
    ],
    .arcCosine(layers: 5): [
      1.0, 0.999999999999999, 0.999999999999, 0.9999990011996116, 0.9310568465102134, 0.7788951373943319,
      0.6809535334973317, 0.6809535333557364, 0.6452955774071188, 0.6125976559112655, 0.6048257201730691,
      0.6048257201129446, 0.6048257201129446,
    ],
    .arcCosine(layers: 2, bias: true): [
      2.0, 1.9999999999999971, 1.9999999999970002, 1.9999970006012104, 1.728122957804877, 0.9134966715663441,
      0.31830988700210056, 0.3183098861837907, 0.12792099868484133, 0.00950052688798357, 3.00105453745884e-16,
      3.000888418731113e-31, 0.0,
    ],
    .ntk(layers: 2): [
      2.0, 1.9999999857704371, 1.999999549844821, 1.9995478425546653, 1.6803287350288365, 0.9423311143775627,
      0.31830988718379066, 0.3183098861837907, 0.061840289041691116, -0.13453798457002764, -0.0004501574453345643,
      -4.501531789139115e-07, 0.0,
    ],
    .ntk(layers: 6): [
      6.0, 5.9999997865565895, 5.999993247703071, 5.993248388091336, 4.060894740611367, 2.462893132458021,
      1.7921959676807147, 1.7921959668445928, 1.5936757348880308, 1.4389477543380298, 1.4303267572542522,
      1.4303904334707964, 1.4303904972103674,
    ],
    .ntk(layers: 2, bias: true): [
      1.5, 1.4999999857704382, 1.4999995498458212, 1.4995488421795335, 1.2683812209500651, 0.8044988905221147,
      0.40915494375105027, 0.4091549430918953, 0.2324268025105064, 0.04775773579629412, 3.7513182467420627e-10,
      3.7511935062668335e-19, 0.0,
    ],
    .laplace(c: 1.5): [
      1.0, 0.9999999525847966, 0.9999985000177164, 0.9985011244376893, 0.6222946098982804, 0.3462271654618713,
      0.22313016031577745, 0.22313016014842982, 0.18081820627887446, 0.13747496058452308, 0.11987331367617786,
      0.1198732501038256, 0.11987325010376203,
    ],
    .gammaExponential(c: 0.75, gamma: 0.25): [
      1.0, 0.9998666645923066, 0.9992502853244479, 0.9765619571933957, 0.6558940620262336, 0.5322338537855665,
      0.47236655282958345, 0.4723665527410147, 0.4489505731909881, 0.42205379883879834, 0.40987410608551655,
      0.40987406038944346, 0.4098740603893977,
    ],
    .step(layers: 2): [
      1.0, 0.9999999857704392, 0.999999549846821, 0.9995498418044018, 0.8564337068712937, 0.6666666666666666,
      0.5000000003183099, 0.5, 0.4030133159793217, 0.23005345616261588, 0.0004501581955982136, 4.501531789146618e-07,
      0.0,
    ],
    .step(layers: 4): [
      1.0, 0.9967012644176291, 0.9921765428626581, 0.9559705352659668, 0.8101384235268786, 0.7615435378759117,
      0.7322795272487338, 0.73227952719877, 0.7177810103931969, 0.6945663477221206, 0.6667193357240307,
      0.6666667193326218, 0.6666666666666666,
    ],
    .gaussian(c: 2): [
      1.0, 0.999999999999998, 0.999999999998, 0.9999980000019999, 0.8187307530779819, 0.36787944117144233,
      0.13533528350728327, 0.1353352832366127, 0.07427357821433388, 0.0301973834223185, 0.01831567552004859,
      0.01831563888877081, 0.01831563888873418,
    ],
  ]
}

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
}
