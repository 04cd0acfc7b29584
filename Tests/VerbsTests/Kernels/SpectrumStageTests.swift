import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct SpectrumStageTests {
  private func spectrum(_ members: String) throws -> Table {
    let bench = try StageBench(SpectrumStage.self, members)
    return try bench.table("coefficients")
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
    let text = String(decoding: try bench.bytes("coefficients.csv"), as: UTF8.self)
    #expect(text.contains("1.35335283236612691893999"))
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
    (
      #""dimension": 2, "degrees": 5, "digits": 20"#,
      "`dimension` in stage `s` is 2, outside 3 to 64; choose a value inside"
    ),
    (
      #""dimension": 3, "degrees": 0, "digits": 20"#,
      "`degrees` in stage `s` is 0, outside 1 to 4000; choose a value inside"
    ),
    (
      #""dimension": 3, "degrees": 5, "digits": 1e9"#,
      "`digits` in stage `s` is 1000000000, outside 10 to 400; choose a value inside"
    ),
  ])
  func `sizes out of reach are refused`(members: String, sentence: String) throws {
    #expect(try StageBench.problems(SpectrumStage.self, #""kernel": "laplace", "c": 1, "# + members) == [sentence])
  }

  @Test func `an exponent that no substitution smooths is refused when the stage runs`() throws {
    let sentence = try StageBench().complaint(
      SpectrumStage.self,
      #""kernel": "gamma-exponential", "c": 1, "gamma": 0.301, "dimension": 3, "degrees": 4, "digits": 15"#)
    #expect(sentence.hasPrefix("the kernel behaves as theta^0.602 at theta = 0, which quadrature cannot smooth; "))
  }
}
