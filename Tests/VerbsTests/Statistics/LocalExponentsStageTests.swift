import Foundation
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct LocalExponentsStageTests {
  private let members = #""data": "d", "x": "x", "y": "y", "group": ["g"]"#

  @Test func `the exponent between points of a power is that power, at the geometric mean`() throws {
    let bench = try StageBench(
      LocalExponentsStage.self, members, csv: ["data": "g,x,y\na,1,1\na,2,0.25\na,4,0.0625\nb,1,2\nb,9,6\n"])
    let table = try bench.table("exponents")
    #expect(try table.texts("g") == ["a", "a", "b"])
    #expect(close(try table.numbers("exponent"), [-2, -2, 0.5], 1e-14))
    let middles = [2, 8, 9].map { Double($0).squareRoot() }
    #expect(close(try table.numbers("x"), middles, 1e-14))
  }

  @Test(arguments: [
    (
      "g,x,y\na,1,1\n",
      "`x`, `y` of the group g = a: 1 point is too few, at least 2 are needed; widen the range or drop a term"
    ),
    (
      "g,x,y\na,1,1\na,2,0\n",
      "`x`, `y` of the group g = a: value 1 is 0.0, which has no logarithm; leave out vanishing and negative values"
    ),
  ])
  func `points without an exponent are refused`(csv: String, sentence: String) throws {
    #expect(
      try StageBench.complaint(LocalExponentsStage.self, members, csv: ["data": csv]) == sentence)
  }

  @Test func `a selection of no rows leaves a table with all columns`() throws {
    let bench = try StageBench(
      LocalExponentsStage.self, members + #", "where": {"g": "z"}"#, csv: ["data": "g,x,y\na,1,1\n"])
    #expect(try bench.table("exponents").columns.map(\.name) == ["g", "x", "exponent"])
  }
}
