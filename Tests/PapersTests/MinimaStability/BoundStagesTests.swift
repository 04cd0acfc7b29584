import Documents
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct BoundStagesTests {
  @Test func `least norms fall as the ridge grows and the map holds every point for each`() throws {
    let text = #""target": "gaussian", "rate": 3, "side": 5, "half-width": 1.5, "ridges": [1e-7, 1e-3, 1e-2]"#
    let stage = try StageBench(LeastNormStage.self, text)
    let norms = try stage.table("norms")
    let values = try norms.numbers("norm")
    // scipy's linprog over all cells, without symmetry.
    #expect((values[0] - 0.9908621911761932).magnitude < 5e-5)
    #expect(values[0] > values[1] && values[1] > values[2])
    #expect(try norms.numbers("largest-step")[0] == 2 / (1 + 2 * values[0]))
    let map = try stage.table("map")
    #expect(try map.rowCount == 75 && map.numbers("value").allSatisfy(\.isFinite))
    let fit = try zip(map.numbers("value"), map.numbers("target")).prefix(25).map { ($0 - $1).magnitude }
    #expect(fit.allSatisfy { $0 < 1e-4 })
  }

  @Test func `a function that is constant on the grid has norm 0 and no NaN`() throws {
    let stage = try StageBench(
      LeastNormStage.self, #""target": "pyramid", "side": 2, "half-width": 1.5, "ridges": [1e-7]"#)
    #expect(try stage.table("norms").numbers("norm")[0] < 1e-9 && stage.table("map").numbers("value") == [0, 0, 0, 0])
    #expect(try !stage.text("norms.csv").lowercased().contains("nan"))
  }

  @Test func `a Gaussian without its rate and a single point are refused in the manifest`() throws {
    for text in [
      #""target": "gaussian", "side": 5, "half-width": 1, "ridges": [1e-7]"#,
      #""target": "pyramid", "side": 1, "half-width": 1, "ridges": [1e-7]"#,
      #""target": "pyramid", "side": 5, "half-width": 1, "ridges": [0]"#,
      #""target": "pyramid", "rate": 2, "side": 5, "half-width": 1, "ridges": [1]"#,
    ] { #expect(try StageBench.problems(LeastNormStage.self, text).count == 1) }
  }

  @Test func `a chain of trials has a row each, none of them broken`() throws {
    let trials = try StageBench(ChainStage.self, #""trials": 30, "seed": 1"#).table("trials")
    #expect(try trials.rowCount == 30 && trials.numbers("slack").allSatisfy { $0 > -1e-12 })
    #expect(try trials.numbers("balanced-error").allSatisfy { $0 < 1e-10 })
  }
}
