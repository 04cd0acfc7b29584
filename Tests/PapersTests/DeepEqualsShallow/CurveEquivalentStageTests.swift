import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct CurveEquivalentStageTests {
  /// The spectrum 6/pi^2 (k+1)^-4 on S^3, whose trace is 1.
  private func csv(_ kernel: String = "Laplace") -> String {
    "kernel,dimension,mu\n"
      + (0...200).map { "\(kernel),4,\(6 / (Double.pi * Double.pi) * pow(Double($0) + 1, -4))\n" }.joined()
  }

  private let members = """
    "kernel": "laplace", "c": 1, "spectrum": "s", "n": [100, 2000], "lambdas": [1e-2, 1e-4, 1e-8],
    "smallest": [1e-4, 1e-8], "threshold": 0.7
    """

  /// Literals: sums over two million degrees in NumPy, kappa by SciPy's brentq.
  @Test func `errors are those of a direct sum over all degrees, up to the bound that is stated`() throws {
    let table = try StageBench(CurveEquivalentStage.self, members, csv: ["spectrum": csv()]).table("best")
    let expected = [0.0270621922083, 0.0269095096977, 0.0116680744932, 0.00949908521781]
    let (errors, bounds) = (try table.numbers("error"), try table.numbers("truncation"))
    for row in expected.indices {
      #expect(abs(errors[row] / expected[row] - 1) < bounds[row] + 1e-10 && bounds[row] < 2e-3)
    }
    #expect(try table.numbers("lambda") == [1e-4, 1e-8, 1e-4, 1e-8] && table.numbers("n") == [100, 100, 2000, 2000])
    #expect(try Set(table.texts("model")) == ["Laplace"] && Set(table.texts("family")) == ["Laplace"])
  }

  /// NumPy: eigenvalues to degree 60 by Gauss-Legendre with 3000 nodes, kappa by SciPy's brentq, the rest as one level.
  @Test(arguments: [
    (#""kernel": "ntk", "layers": 3"#, 0.012065800623, 0.009535843197),
    (#""kernel": "ntk", "layers": 2, "bias": true"#, 0.013055230404, 0.009501815009),
    (#""kernel": "rf", "layers": 4"#, 0.015618791002, 0.009807025276),
    (#""kernel": "laplace", "c": 1"#, 0.011011866916, 0.009499423731),
  ]) func `errors from certified spectra are those of an independent program`(
    kernel: String, large: Double, small: Double
  ) throws {
    let spectrum = try StageBench(SpectrumStage.self, kernel + #", "dimension": 4, "degrees": 60, "digits": 15"#)
    let bench = try StageBench()
    try bench.give("spectrum", spectrum.table("coefficients"))
    let members = """
      "spectrum": "s", "n": [2000], "lambdas": [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8], "smallest": [1e-4, 1e-8],
      "threshold": 0.7
      """
    try bench.run(CurveEquivalentStage.self, kernel + ", " + members)
    let errors = try bench.table("best").numbers("error")
    #expect(abs(errors[0] / large - 1) < 1e-8 && abs(errors[1] / small - 1) < 1e-8)
  }

  @Test func `the spectrum of another kernel is refused`() throws {
    #expect(
      try StageBench.complaint(CurveEquivalentStage.self, members, csv: ["spectrum": csv("NTK")])
        == "`spectrum` holds the kernels NTK in the dimensions 4; give one spectrum, of the kernel Laplace")
  }
}
