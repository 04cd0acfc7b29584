import Documents
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct LadderStagesTests {
  private func text(n: Int, first: Double = 0.1) -> String {
    """
    "n": \(n), "width": 40, "scale": 0.7, "bias-scale": 0.7, "seed": 1, "first": \(first), "factor": 1.5,
    "below": 0.8, "jitter": 1e-3, "tolerance": 1e-10, "hold": 200, "steps": 20000
    """
  }

  @Test func `no interpolating rung lies beyond the programme's step`() throws {
    let stage = try StageBench(LineLadderStage.self, text(n: 5))
    let summary = try stage.table("summary")
    #expect(try summary.numbers("step-ratio")[0] <= 1.01 && summary.numbers("largest-step")[0] >= 0.1)
    #expect(try (summary.numbers("curvature-ratio")[0] - 1).magnitude < 0.01)
    #expect(try summary.numbers("least-one-sided")[0] >= summary.numbers("least-norm")[0] - 1e-6)
    #expect(try stage.table("functions").texts("curve").contains("data"))
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
