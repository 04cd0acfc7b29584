import Documents
import Foundation
import Kernels
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

  @Test func `an exponent that no substitution smooths is refused when the stage runs`() throws {
    let sentence = try StageBench().complaint(
      SpectrumStage.self,
      #""kernel": "gamma-exponential", "c": 1, "gamma": 0.301, "dimension": 3, "degrees": 4, "digits": 15"#)
    #expect(sentence.hasPrefix("the kernel behaves as theta^0.602 at theta = 0, which quadrature cannot smooth; "))
  }
}
