import Documents
import Foundation
import Kernels
import Sphere
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct KernelFieldsTests {
  private func problems(_ members: String) throws -> [String] {
    try StageBench.problems(KernelMatrixStage.self, #""points": "p", "kernel": "# + members)
  }

  @Test(arguments: [
    (#""rf", "layers": 3"#, Kernel.Family.arcCosine(layers: 3)),
    (#""rf", "layers": 2, "bias": true"#, .arcCosine(layers: 2, bias: true)),
    (#""ntk", "layers": 5"#, .ntk(layers: 5)), (#""laplace", "c": 2"#, .laplace(c: 2)),
    (#""gamma-exponential", "c": 1, "gamma": 0.25"#, .gammaExponential(c: 1, gamma: 0.25)),
    (#""step", "layers": 4"#, .step(layers: 4)), (#""gaussian", "c": 0.5"#, .gaussian(c: 0.5)),
  ])
  func `a name and its parameters make a kernel that is one at one`(members: String, family: Kernel.Family) throws {
    let (stage, problems) = try StageBench.read(KernelMatrixStage.self, #""points": "p", "kernel": "# + members)
    #expect(problems.isEmpty)
    #expect(try stage.kernel == Kernel(family, normalised: true))
    #expect(abs((stage.kernel?(cosine: 1) ?? 0) - 1) < 1e-15)
  }

  @Test(arguments: [
    (#""ntk""#, "the kernel `ntk` needs `layers` in stage `s`; add `layers`"),
    (#""laplace""#, "the kernel `laplace` needs `c` in stage `s`; add `c`"),
    (#""gamma-exponential", "c": 1"#, "the kernel `gamma-exponential` needs `gamma` in stage `s`; add `gamma`"),
    (#""gaussian", "c": 1, "layers": 2"#, "`layers` makes no sense for the kernel `gaussian` in stage `s`; remove it"),
    (#""rf", "layers": 2, "c": 1"#, "`c` makes no sense for the kernel `rf` in stage `s`; remove it"),
    (#""laplace", "c": 1, "gamma": 0.5"#, "`gamma` makes no sense for the kernel `laplace` in stage `s`; remove it"),
    (#""step", "layers": 2, "bias": true"#, "`bias` makes no sense for the kernel `step` in stage `s`; remove it"),
    (
      #""ntk", "layers": 3, "bias": true"#,
      "a kernel with bias has 2 layers, not 3 in stage `s`; set `layers` to 2 or remove `bias`"
    ),
    (#""ntk", "layers": 1"#, "`layers` in stage `s` is 1, outside 2 to 1000; choose a value inside"),
    (#""laplace", "c": 0"#, "`c` in stage `s` is 0, outside 1e-06 to 1000000; choose a value inside"),
    (#""nkt""#, "`kernel` in stage `s` is `nkt`; did you mean `ntk`?"),
    (#""nkt", "layers": 2"#, "`kernel` in stage `s` is `nkt`; did you mean `ntk`?"),
  ])
  func `a wrong combination is refused in one sentence`(members: String, sentence: String) throws {
    #expect(try problems(members) == [sentence])
  }
}

@Suite struct SpectrumStageTests {
  private func spectrum(_ members: String) throws -> Table {
    try StageBench(SpectrumStage.self, members).table("coefficients")
  }

  @Test func `the Gaussian kernel has the spectrum of modified Bessel functions`() throws {
    let bench = try StageBench(
      SpectrumStage.self, #""kernel": "gaussian", "c": 1, "dimension": 3, "degrees": 4, "digits": 25"#)
    let table = try bench.table("coefficients")
    // e^{-1} sqrt(pi/2) I_{k+1/2}(1), 25 digits by mpmath.
    let expected = [
      "0.4323323583816936540530003", "0.1353352832366126918939995", "0.02632650867185557837100177",
      "0.003702739877334800038990657", "0.0004073295305119780980671687",
    ]
    let values = try table.texts("value")
    #expect(close(try table.numbers("mu"), expected.compactMap(Double.init), 4e-16))
    #expect(close(values.compactMap(Double.init), expected.compactMap(Double.init), 4e-16))
    #expect(String(decoding: try bench.bytes("coefficients.csv"), as: UTF8.self).contains("1.35335283236612691893999"))
    #expect(try table.numbers("law") == [0, 0, 0, 0, 0])
    #expect(try table.numbers("rate").allSatisfy(\.isNaN))
  }

  @Test func `two layers without bias kill one parity and keep the trace`() throws {
    let table = try spectrum(#""kernel": "rf", "layers": 2, "dimension": 3, "degrees": 40, "digits": 20"#)
    let mu = try table.numbers("mu")
    // The odd part of kappa1 is u/2, whose only coefficient is 1/2 * 1/3.
    #expect(close([mu[1]], [1.0 / 6], 1e-15))
    let vanishes = try table.numbers("vanishes")
    #expect((0...40).allSatisfy { vanishes[$0] == ($0 > 1 && $0 % 2 == 1 ? 1 : 0) })
    // What bounds an eigenvalue is the proof of a zero, and no proof of one where there is none.
    let (error, upper) = (try table.numbers("error"), try table.numbers("upper"))
    for degree in 0...40 {
      #expect(upper[degree] > abs(mu[degree]) && upper[degree] >= error[degree])
      #expect(upper[degree] <= (abs(mu[degree]) + error[degree]) * (1 + 1e-15) + Double.leastNormalMagnitude)
    }
    let trace = zip(mu, try table.numbers("multiplicity")).reduce(0) { $0 + $1.0 * $1.1 }
    // What is left of kappa(1) = 1 decays as k^{-2}.
    #expect(trace < 1 && trace > 0.999)
    #expect(try table.numbers("rate")[2] == -5 && abs(table.numbers("ratio")[40] - 1) < 0.01)
    #expect(try table.numbers("centred")[2] == 2.5 && table.texts("parity")[3] == "odd")
  }

  @Test func `the same parameters give the same bytes`() throws {
    let members = #""kernel": "step", "layers": 3, "dimension": 4, "degrees": 10, "digits": 15"#
    #expect(try spectrum(members).csv == spectrum(members).csv)
  }

  @Test(arguments: [
    ("dimension", "2", "2, outside 3 to 64"), ("degrees", "0", "0, outside 1 to 4000"),
    ("digits", "1e9", "1000000000, outside 10 to 400"),
  ])
  func `sizes out of reach are refused`(key: String, value: String, fact: String) throws {
    let sizes = ["dimension": "3", "degrees": "5", "digits": "20"].merging([key: value]) { $1 }
    let members = sizes.map { "\"\($0)\": \($1)" } + [#""kernel": "laplace", "c": 1"#]
    #expect(
      try StageBench.problems(SpectrumStage.self, members.joined(separator: ", "))
        == ["`\(key)` in stage `s` is \(fact); choose a value inside"])
  }

  @Test func `any exponent of an exponential will do`() throws {
    let table = try spectrum(
      #""kernel": "gamma-exponential", "c": 1, "gamma": 0.301, "dimension": 3, "degrees": 4, "digits": 15"#)
    #expect(try table.numbers("mu").allSatisfy { $0 > 0 })
    #expect(try table.numbers("rate").allSatisfy { abs($0 + 2.602) < 1e-12 })
  }

  @Test func `a value and its error are a ball that holds more digits of the same number`() throws {
    let members = #""kernel": "ntk", "layers": 4, "dimension": 5, "degrees": 30, "digits": "#
    let (few, many) = (try spectrum(members + "12"), try spectrum(members + "40"))
    for (value, (error, exact)) in zip(
      try few.numbers("value"), zip(try few.numbers("error"), try many.numbers("value")))
    {
      #expect(abs(value - exact) <= error * (1 + 1e-3) && error > 0 && error < value * 1e-11)
    }
    #expect(try few.numbers("mu") == many.numbers("mu"))
  }

  @Test func `zeros by parity are zeros`() throws {
    let table = try spectrum(#""kernel": "step", "layers": 2, "dimension": 4, "degrees": 6, "digits": 20"#)
    for k in [2, 4, 6] {
      #expect(try table.texts("value")[k] == "0" && table.numbers("mu")[k] == 0)
      #expect(try table.numbers("error")[k] <= 1.1e-26)
      #expect(try table.numbers("vanishes")[k] == 1 && table.numbers("vanishes")[k - 1] == 0)
    }
  }

  @Test(arguments: [
    Kernel.Family.arcCosine(layers: 2), .arcCosine(layers: 2, bias: true), .arcCosine(layers: 4), .ntk(layers: 2),
    .ntk(layers: 2, bias: true), .ntk(layers: 5), .laplace(c: 2), .gammaExponential(c: 0.5, gamma: 0.75),
    .gaussian(c: 3),
  ]) func `proven spectra are those of the kernels in double precision`(family: Kernel.Family) throws {
    let kernel = try Kernel(family, normalised: true)
    let spectrum = try Spectrum(of: kernel.zonal, dimension: 3, through: 300, digits: 10)
    for t in [-0.9, -0.3, 0.2, 0.7] {
      // kappa(t) = sum (2k+1) mu_k P_k(t).
      var (low, high, sum) = (1.0, t, 0.0)
      for (k, value) in spectrum.values.enumerated() {
        sum += Double(2 * k + 1) * value.double * low
        let next = (Double(2 * k + 3) * t * high - Double(k + 1) * low) / Double(k + 2)
        (low, high) = (high, next)
      }
      #expect(abs(sum - kernel(cosine: t)) < 1e-3)
    }
  }

  @Test func `a step kernel of too many layers is refused when the stage runs`() throws {
    let sentence = try StageBench().complaint(
      SpectrumStage.self, #""kernel": "step", "layers": 9, "dimension": 3, "degrees": 4, "digits": 15"#)
    #expect(sentence.hasPrefix("a step kernel of 9 layers is out of reach of quadrature, "))
  }
}
