import Documents
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct WidthStagesTests {
  @Test func `the tangent kernel's error falls like the root of the width`() throws {
    let errors = try [64, 4096].map { width in
      let squares = try (1...6).map { seed in
        let text = """
          "dimension": 3, "layers": 2, "start": "standard", "width": \(width), "seed": \(seed), "n": 10, "data-seed": 1
          """
        let error = try StageBench(TangentKernelStage.self, text).table("error").numbers("error")[0]
        return error * error
      }
      return squares.reduce(0, +)
    }
    #expect(errors[0] / errors[1] > 64 / 3 && errors[0] / errors[1] < 64 * 3)
  }

  @Test func `network and kernel start together, and descent with small steps is the flow`() throws {
    let text = """
      "dimension": 3, "layers": 2, "start": "standard", "width": 32, "seed": 1, "n": 6, "probes": 5, "step": 0.001,
      "checkpoints": [0, 100], "data-seed": 1
      """
    let trial = try StageBench(WidthDynamicsStage.self, text)
    let table = try trial.table("deviations")
    #expect(try table.numbers("deviation")[0] < 1e-12 && table.numbers("flow-deviation")[0] < 1e-12)
    #expect(try table.numbers("time") == [0, 0.1])
    let outputs = try trial.table("outputs")
    #expect(outputs.rowCount == 10)
    #expect(zip(try outputs.numbers("kernel"), try outputs.numbers("flow")).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(try table.numbers("greatest")[0] == table.numbers("deviation")[1])
  }
}
