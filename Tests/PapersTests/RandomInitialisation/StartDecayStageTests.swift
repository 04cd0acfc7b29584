import Documents
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct StartDecayStageTests {
  @Test func `draws scatter about what the same points predict`() throws {
    let text = #"{"dimension": 2, "n": 200, "draws": 24, "seed": 3, "first": 10, "last": 80}"#
    let table = try StageTrial(StartDecayStage.self, text).table("draws")
    let found = try table.numbers("smoothness")
    let mean = found.reduce(0, +) / 24
    let deviation = (found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23).squareRoot()
    #expect(abs(mean - (try table.numbers("expected")[0])) < 4 * deviation / 24.0.squareRoot())
    #expect(try table.numbers("theory").allSatisfy { $0 == 1 })
  }

  @Test func `a range that does not rise is refused`() throws {
    let text = #"{"dimension": 2, "n": 200, "draws": 4, "seed": 3, "first": 80, "last": 80}"#
    #expect(try StageTrial.problems(StartDecayStage.self, text).contains { $0.contains("not above first = 80") })
  }
}
