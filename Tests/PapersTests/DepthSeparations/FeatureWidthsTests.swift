import Documents
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct FeatureWidthsTests {
  /// Errors d / N for N = 4, 16, 64 and two seeds of two dimensions.
  private func errors() throws -> Table {
    let cells: [(dimension: Double, seed: Double, width: Double)] = [1.0, 2].flatMap { d in
      [1.0, 2].flatMap { seed in [4.0, 16, 64].map { (d, seed, $0) } }
    }
    return try Table([
      ("profile", .texts(cells.map { _ in "p" })), ("dimension", .numbers(cells.map(\.dimension))),
      ("seed", .numbers(cells.map(\.seed))), ("width", .numbers(cells.map(\.width))),
      ("rms", .numbers(cells.map { $0.dimension / $0.width })),
    ])
  }

  @Test func `widths are interpolated between tried ones and never beyond`() throws {
    let text = #""data": "a", "column": "rms", "errors": [0.6, 0.1, 0.02]"#
    let trial = try StageBench(WidthNeededStage.self, text, tables: ["data": errors()])
    let table = try trial.table("widths")
    #expect(
      try table.texts("status") == ["below smallest", "reached", "reached", "below smallest", "reached", "not reached"])
    let seeds = try trial.table("seeds")
    #expect(try seeds.numbers("error").filter { $0 == 0.1 }.count == 4)
    let widths = try seeds.filtered("error", equals: "0.1").numbers("width")
    #expect(zip(widths, [10.0, 10, 20, 20]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try seeds.filtered("error", equals: "0.1").numbers("dimensions") == [2, 2, 2, 2])
    #expect(try seeds.filtered("error", equals: "0.02").numbers("dimensions") == [1, 1])
  }

  @Test func `an error of nothing is refused`() throws {
    let problems = try StageBench.problems(WidthNeededStage.self, #""data": "a", "column": "rms", "errors": [0]"#)
    #expect(problems.contains { $0.contains("errors") })
  }

  @Test func `fitted errors fall with the width, and the greatest is above the mean`() throws {
    let text = #""dimension": 2, "widths": [4, 32], "n": 600, "tests": 200, "jitter": 1e-12, "seed": 1"#
    let table = try StageBench(FeatureWidthsStage.self, text).table("errors")
    let (rms, sup) = (try table.numbers("rms"), try table.numbers("sup"))
    #expect(zip(rms, sup).allSatisfy { $0 > 0 && $0 < $1 })
    #expect(rms[1] < rms[0] / 2 && rms[3] < rms[2] / 2)
    #expect(try table.numbers("condition").allSatisfy { $0 >= 1 })
  }
}
