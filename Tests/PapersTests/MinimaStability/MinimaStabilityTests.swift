import Documents
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct BoundStagesTests {
  @Test func `least norms fall as the ridge grows and the map holds every point for each`() throws {
    let text = #""target": "gaussian", "rate": 3, "side": 5, "half-width": 1.5, "ridges": [0, 1e-3, 1e-2]"#
    let stage = try StageBench(LeastNormStage.self, text)
    let norms = try stage.table("norms")
    let values = try norms.numbers("norm")
    // scipy's linprog over all cells, without symmetry.
    // Its lines are moved off the points by 1e-6.
    #expect((values[0] - 0.9908621911761932).magnitude < 5e-6)
    let (lower, correction) = try (norms.numbers("lower-bound")[0], norms.numbers("correction"))
    #expect(lower <= values[0] && values[0] - lower < 1e-6 && correction[0] > 0 && correction[2] == 0)
    #expect(try norms.numbers("step-bound")[0] == 2 / (1 + 2 * lower) && norms.numbers("own-ratio")[0] < 1)
    #expect(values[0] > values[1] && values[1] > values[2])
    #expect(try norms.numbers("largest-step")[0] == 2 / (1 + 2 * values[0]))
    let map = try stage.table("map")
    #expect(try map.rowCount == 75 && map.numbers("value").allSatisfy(\.isFinite))
    let fit = try zip(map.numbers("value"), map.numbers("target")).prefix(25).map { ($0 - $1).magnitude }
    #expect(fit.allSatisfy { $0 < 1e-4 })
  }

  @Test func `a function that is constant on the grid has norm 0 and no NaN`() throws {
    let stage = try StageBench(
      LeastNormStage.self, #""target": "pyramid", "side": 2, "half-width": 1.5, "ridges": [0]"#)
    #expect(try stage.table("norms").numbers("norm")[0] < 1e-9 && stage.table("map").numbers("value") == [0, 0, 0, 0])
    #expect(try !stage.text("norms.csv").lowercased().contains("nan"))
  }

  @Test func `in space the map is empty and the bounds meet`() throws {
    let text = #""target": "pyramid", "side": 3, "half-width": 1.5, "dimension": 3, "ridges": [0]"#
    let stage = try StageBench(LeastNormStage.self, text)
    let norms = try stage.table("norms")
    // scipy's linprog over all cells, found by random tilts, without symmetry.
    #expect(try (norms.numbers("norm")[0] - 0.6899086667329347).magnitude < 1e-6 && norms.numbers("n") == [27])
    #expect(try stage.table("map").rowCount == 0)
  }

  @Test func `a Gaussian without its rate and a single point are refused in the manifest`() throws {
    for text in [
      #""target": "gaussian", "side": 5, "half-width": 1, "ridges": [1e-7]"#,
      #""target": "pyramid", "side": 1, "half-width": 1, "ridges": [1e-7]"#,
      #""target": "pyramid", "side": 5, "half-width": 1, "ridges": [-1]"#,
      #""target": "pyramid", "side": 10, "half-width": 1, "dimension": 3, "ridges": [0]"#,
      #""target": "power", "side": 5, "half-width": 1, "ridges": [0]"#,
      #""target": "bump", "exponent": 2, "side": 5, "half-width": 1, "ridges": [0]"#,
      #""target": "pyramid", "rate": 2, "side": 5, "half-width": 1, "ridges": [1]"#,
    ] { #expect(try StageBench.problems(LeastNormStage.self, text).count == 1) }
  }

  @Test func `a chain of trials has a row each, none of them broken`() throws {
    let trials = try StageBench(ChainStage.self, #""trials": 30, "seed": 1"#).table("trials")
    #expect(try trials.rowCount == 30 && trials.numbers("slack").allSatisfy { $0 > -1e-12 })
    #expect(try trials.numbers("balanced-error").allSatisfy { $0 < 1e-10 })
  }
}

@Suite struct EscapeStagesTests {
  private func text(precision: String, steps: Int) -> String {
    """
    "points": "x", "targets": "y", "width": 30, "scale": 0.5, "seed": 1, "step": 0.1, "shake": 1e-3,
    "precision": \(precision), "fractions": [0.9, 1.1], "tolerance": 1e-16, "hold": 2000, "steps": \(steps)
    """
  }

  private func data() throws -> [String: Matrix] {
    let stream = RandomStream(seed: 1, purpose: "x")
    return [
      "points": try Matrix(rows: 10, columns: 4, elements: stream.gaussians(40)),
      "targets": try .column((0..<10).map { $0 % 2 == 0 ? 1 : -1 }),
    ]
  }

  @Test func `a minimum is kept below its critical step and left above it`() throws {
    let stage = try StageBench(EscapeStage.self, text(precision: "1e-20", steps: 50000), matrices: data())
    let runs = try stage.table("runs")
    #expect(try runs.numbers("left") == [0, 1])
    let growth = try (runs.numbers("growth"), runs.numbers("predicted-growth"))
    // |1 - 2 f| for f = 0.9 and 1.1.
    #expect((growth.1[0] - 0.8).magnitude < 1e-12 && (growth.1[1] - 1.2).magnitude < 1e-12)
    #expect(growth.0[0] < 1 && growth.0[1] > 1)
    #expect(try stage.table("traces").numbers("fraction").contains(1.1))
  }

  @Test func `without a minimum the tables are empty`() throws {
    let stage = try StageBench(EscapeStage.self, text(precision: "1e-20", steps: 1), matrices: data())
    #expect(try stage.table("runs").rowCount == 0 && stage.table("traces").rowCount == 0)
  }

  @Test func `two hidden layers return below their critical step and leave above it`() throws {
    let text = """
      "side": 6, "half-width": 1.6, "fractions": [0.9, 1.1], "perturbation": 1e-3, "steps": 3000, "seed": 1
      """
    let runs = try StageBench(DeepReturnStage.self, text).table("runs")
    #expect(try runs.numbers("exact-error").allSatisfy { $0 < 1e-15 })
    #expect(try runs.numbers("end-error")[0] < 1e-6 && runs.numbers("end-error")[1] > 1e-3)
  }
}

@Suite struct PyramidSharpnessStageTests {
  @Test func `both ways to the sharpness agree, in the plane and in space`() throws {
    for (side, dimension, count) in [(6, 2, 36), (6, 3, 216)] {
      let text = #""side": \#(side), "half-width": 1.6, "dimension": \#(dimension)"#
      let table = try StageBench(PyramidSharpnessStage.self, text).table("sharpness")
      let (computed, closed) = try (table.numbers("sharpness")[0], table.numbers("closed-sharpness")[0])
      #expect((computed - closed).magnitude < 1e-12 && computed > 1)
      #expect(try table.numbers("n") == [Double(count)] && table.numbers("exact-error")[0] < 1e-15)
    }
  }

  @Test func `grids on the kinks and grids that are too large are refused`() throws {
    for text in [
      #""side": 5, "half-width": 1.6, "dimension": 2"#, #""side": 10, "half-width": 1.6, "dimension": 3"#,
    ] { #expect(try StageBench.problems(PyramidSharpnessStage.self, text).count == 1) }
  }
}

@Suite struct LadderStagesTests {
  private func text(n: Int, first: Double = 0.1) -> String {
    """
    "n": \(n), "frequency": 2, "height": 1, "width": 40, "scale": 0.7, "bias-scale": 0.7, "seed": 1,
    "first": \(first), "factor": 1.5, "fine-factor": 1.2, "fine-from": 0.5, "below": 0.8, "failures": 3, "jitter": 1e-3, "tolerance": 1e-10, "hold": 200, "steps": 20000
    """
  }

  @Test func `no step that interpolates lies beyond the programme's`() throws {
    let stage = try StageBench(LineLadderStage.self, text(n: 5))
    let summary = try stage.table("summary")
    #expect(try summary.numbers("step-ratio")[0] <= 1.01 && summary.numbers("largest-step")[0] >= 0.1)
    #expect(try (summary.numbers("curvature-ratio")[0] - 1).magnitude < 0.01)
    #expect(try summary.numbers("least-one-sided")[0] >= summary.numbers("least-norm")[0] - 1e-6)
    #expect(try stage.table("functions").texts("curve").contains("data"))
    // Coarse below half of the limit, fine above.
    let (steps, limit) = (try stage.table("ladder").numbers("step"), try summary.numbers("theory-step")[0])
    for (step, next) in zip(steps, steps.dropFirst()) {
      #expect((next / step - (next < 0.5 * limit ? 1.5 : 1.2)).magnitude < 1e-12)
    }
    #expect(steps.contains { $0 > 0.5 * limit })
  }

  @Test func `a ladder on which nothing interpolates has missing cells`() throws {
    let stage = try StageBench(LineLadderStage.self, text(n: 5, first: 0.79).replacing("20000", with: "1"))
    #expect(try stage.table("summary").texts("largest-step") == [""])
    #expect(try !stage.text("summary.csv").lowercased().contains("nan"))
    #expect(try stage.table("kinks").rowCount == 0)
  }

  @Test func `one point and steps that are not positive are refused in the manifest`() throws {
    for text in [text(n: 1), text(n: 5, first: 0), text(n: 5, first: -1)] {
      let problems = try StageBench.problems(LineLadderStage.self, text)
      #expect(problems.count == 1 && problems.allSatisfy { !$0.contains("\n") })
    }
  }

  @Test func `a ladder on a grid has a row for every step that was tried`() throws {
    let stage = try StageBench(GridLadderStage.self, ladder("[0.1, 0.2, 1000]"))
    let rungs = try stage.table("rungs")
    #expect(try rungs.numbers("step") == [0.1, 0.2, 1000] && rungs.texts("outcome")[2] == "diverged")
    #expect(try !stage.text("rungs.csv").lowercased().contains("nan"))
  }

  @Test func `a step of 0 on a grid is refused in the manifest`() throws {
    #expect(try StageBench.problems(GridLadderStage.self, ladder("[0]")).count == 1)
  }

  private func ladder(_ steps: String) -> String {
    """
    "target": "pyramid", "side": 4, "half-width": 1, "width": 20, "scale": 0.3, "seed": 1, "step-sizes": \(steps),
    "jitter": 1e-3, "tolerance": 1e-9, "hold": 100, "steps": 2000
    """
  }
}
