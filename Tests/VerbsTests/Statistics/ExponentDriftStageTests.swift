import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct ExponentDriftStageTests {
  @Test func `a power law and an exponential are told apart`() throws {
    let x = [2.0, 3, 4, 5, 8]
    let data = try Table([
      ("law", .texts(x.map { _ in "power" } + x.map { _ in "exponential" })), ("d", .numbers(x + x)),
      ("N", .numbers(x.map { $0 * $0 } + x.map { exp($0) })),
    ])
    let text = #""data": "a", "x": "d", "y": "N", "group": ["law"]"#
    let table = try StageBench(ExponentDriftStage.self, text, tables: ["data": data]).table("drifts")
    let relative = try table.numbers("relative")
    let exponents = try table.numbers("exponent")
    #expect(abs(relative[0]) < 1e-12 && abs(exponents[0] - 2) < 1e-12)
    #expect(relative[1] > 0.8)
  }

  @Test func `the group without three points is named`() throws {
    #expect(
      try StageBench.complaint(
        ExponentDriftStage.self, #""data": "a", "x": "d", "y": "N", "group": ["law"]"#,
        csv: ["data": "law,d,N\np,1,1\np,2,2\np,3,3\nq,1,1\nq,2,2\n"])
        == "`d`, `N` of the group law = q: 2 points are too few, at least 3 are needed; widen the range or drop a term")
  }

  @Test func `unknown parameters are refused`() throws {
    let text = #""data": "a", "x": "d", "y": "N", "groups": ["law"]"#
    let problems = try StageBench.problems(ExponentDriftStage.self, text)
    #expect(problems.contains { $0.contains("groups") })
  }
}
