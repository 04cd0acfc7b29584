import Documents
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

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
    #expect(try zip(runs.numbers("sharpness"), runs.numbers("sharpness-bound")).allSatisfy { $0 <= $1 })
    #expect(try runs.numbers("end-error")[0] < 1e-6 && runs.numbers("end-error")[1] > 1e-3)
  }
}
