import Documents
import Foundation
import Sphere
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct SpectrumRatiosStageTests {
  private let header = "kernel,layers,dimension,degree,mu,at-one,at-minus-one,rate\n"
  private let laplace = "Laplace,,3,8,0.5,-1,0,-3\nLaplace,,3,9,0.25,-1,0,-3\n"

  private func table(_ rows: String, over: String) throws -> Table {
    try StageBench(
      SpectrumRatiosStage.self, #""data": "a", "over": "b""#,
      csv: ["data": header + rows, "over": header + over]
    ).table("ratios")
  }

  @Test func `limits are the ratios of what both ends make of each parity`() throws {
    // The NTK of three layers over 3: c_1 = -sqrt 2/pi, c_-1 = -sqrt 2/(6 pi); the limits (7/6) and (5/6) of sqrt 2/pi.
    let root = 2.0.squareRoot() / Double.pi
    let rows = [(8, 0.1), (9, 0.125)].map { "NTK,3,3,\($0.0),\($0.1),\(-root),\(-root / 6),-3\n" }.joined()
    let table = try table(rows, over: laplace)
    #expect(close(try table.numbers("quotient"), [0.2, 0.5], 1e-15))
    #expect(close(try table.numbers("limit"), [root * 7 / 6, root * 5 / 6], 1e-15))
    #expect(close(try table.numbers("distance"), [0.2 / (root * 7 / 6) - 1, 0.5 / (root * 5 / 6) - 1], 1e-14))
    #expect(try table.texts("model") == ["NTK, L = 3", "NTK, L = 3"] && table.texts("parity") == ["even", "odd"])
    #expect(try zip(table.numbers("low"), table.numbers("high")).allSatisfy { $0 < $1 && $1 / $0 - 1 < 2e-15 })
  }

  @Test func `what vanishes or decays faster has the limit 0, and what decays more slowly has none`() throws {
    let rows = "NTK,2,3,9,0,-0.2,-0.2,\nRF,3,3,8,0.01,0.3,0.1,-5\nstep,3,3,8,0.4,-0.6,0,-2.5\n"
    let table = try table(rows, over: laplace)
    #expect(try table.numbers("limit")[..<2] == [0, 0] && table.numbers("limit")[2].isNaN)
    #expect(try table.numbers("high")[0] == 0 && table.numbers("low")[0] == 0)
    #expect(try table.numbers("distance").allSatisfy(\.isNaN))
  }

  @Test func `a degree that the other kernel lacks is named`() throws {
    let bench = try StageBench(csv: ["data": header + "NTK,3,3,11,0.1,-1,0,-3\n", "over": header + laplace])
    #expect(
      bench.complaint(SpectrumRatiosStage.self, #""data": "a", "over": "b""#)
        == "`over` has no positive eigenvalue of degree 11 in dimension 3; give spectra of the same degrees and "
        + "dimensions, of a kernel whose eigenvalues do not vanish")
  }

  /// mpmath, quadrature of kappa(cos theta) P_k(cos theta) sin(theta) with 40 digits.
  @Test func `ratios of spectra are those of high-precision quadrature`() throws {
    let bench = try StageBench()
    func spectrum(_ key: String, _ members: String) throws {
      let one = try StageBench(SpectrumStage.self, members + #", "dimension": 3, "degrees": 20, "digits": 20"#)
      try bench.give(key, one.table("coefficients"))
    }
    try spectrum("data", #""kernel": "ntk", "layers": 2, "bias": true"#)
    try spectrum("data", #""kernel": "ntk", "layers": 3"#)
    try spectrum("over", #""kernel": "gamma-exponential", "gamma": 0.5, "c": 1"#)
    try bench.run(SpectrumRatiosStage.self, #""data": "a", "over": "b""#)
    let table = try bench.table("ratios")
    let (found, degrees) = (try table.numbers("quotient"), try table.numbers("degree"))
    let expected = [
      0.806976897941206142, 1.88575055379442219, 1.18770444152339734, 0.301443300497767116, 0.305782954769823713,
      0.750691818100523637, 1.52553731175619329, 1.63226804844951341, 0.406316687886826896, 0.535583874561489904,
    ]
    let places = degrees.indices.filter { [0, 1, 2, 9, 20].contains(degrees[$0]) }
    #expect(places.count == expected.count)
    for (place, value) in zip(places, expected) { #expect(abs(found[place] / value - 1) < 1e-15) }
  }
}
