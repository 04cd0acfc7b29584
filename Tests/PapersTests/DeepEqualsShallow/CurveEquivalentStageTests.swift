import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Papers

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

  @Test func `the spectrum of another kernel is refused`() throws {
    #expect(
      try StageBench.complaint(CurveEquivalentStage.self, members, csv: ["spectrum": csv("NTK")])
        == "`spectrum` holds the kernels NTK in the dimensions 4; give one spectrum, of the kernel Laplace")
  }
}
