import Documents
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct DensityStagesTests {
  private let smoothing = #""n": 12, "height": 2, "rate": 1, "seed": 1, "widths": [0.3, 0.2], "rings": [40, 60]"#

  private func text(steps: Int = 20000, step: Double = 0.1) -> String {
    """
    \(smoothing), "shown": [0.3], "width": 20, "scale": 0.5, "step": \(step), "tolerance": 1e-8, "hold": 100,
    "steps": \(steps)
    """
  }

  @Test func `the integral nears the sum over neurons and stays below it but for the smoothing of g`() throws {
    let stage = try StageBench(LineDensityStage.self, text())
    let integrals = try stage.table("integrals")
    #expect(try stage.table("minimum").texts("outcome") != ["diverged"])
    let (ratio, unsigned) = (try integrals.numbers("ratio"), try integrals.numbers("unsigned"))
    #expect(ratio[1] > 0.5 && zip(ratio, unsigned).allSatisfy { $0 < $1 + 0.01 })
    #expect(try integrals.numbers("distance").allSatisfy { $0 < 0.01 })
    #expect(try integrals.numbers("bound").allSatisfy { ($0 - 9.5).magnitude < 1e-12 })
    let neurons = try stage.table("neurons")
    #expect(try (neurons.numbers("share").reduce(0, +) - 1).magnitude < 1e-12)
    #expect(try neurons.numbers("angle").allSatisfy { 0 <= $0 && $0 <= Double.pi })
    let cells = try stage.table("sinogram")
    #expect(try cells.rowCount == 180 * 180 && Set(cells.numbers("width")) == [0.3])
  }

  @Test func `a run that diverges leaves tables without rows`() throws {
    let stage = try StageBench(LineDensityStage.self, text(step: 1000))
    for name in ["integrals", "sinogram", "neurons"] { #expect(try stage.table(name).rowCount == 0) }
    #expect(try stage.table("minimum").texts("outcome") == ["diverged"])
  }

  @Test func `the pyramid's integral grows as the width falls`() throws {
    let integrals = try StageBench(PyramidDensityStage.self, smoothing).table("integrals").numbers("integral")
    #expect(integrals[1] > 1.2 * integrals[0])
  }

  @Test func `widths without rings and rings that are too few are refused in the manifest`() throws {
    for (old, new) in [("[40, 60]", "[40]"), ("[40, 60]", "[40, 20]")] {
      let problems = try StageBench.problems(PyramidDensityStage.self, smoothing.replacing(old, with: new))
      #expect(problems.count == 1 && problems.allSatisfy { !$0.contains("\n") }, "\(problems)")
    }
  }
}
