import Foundation
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct LineFitStageTests {
  private let members = #""data": "d", "x": "x", "y": "y", "level": 0.95, "model": "#

  @Test func `slope, intercept and Student intervals agree with SciPy`() throws {
    let bench = try StageBench(
      LineFitStage.self, members + #""line""#, csv: ["data": "x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n5,10.1\n"])
    let table = try bench.table("fits")
    // scipy.stats.linregress with t.ppf(0.975, 3).
    let expected = [
      "slope": 1.99, "slope-low": 1.7999392904005371, "slope-high": 2.180060709599463, "intercept": 0.05,
      "intercept-low": -0.5803600611301164, "intercept-high": 0.6803600611301178,
    ]
    for (column, value) in expected { #expect(close(try table.numbers(column), [value], 1e-11), "\(column)") }
  }

  @Test func `a power law is a line in logarithms, one for each group`() throws {
    let bench = try StageBench()
    let rows = [1.0, 2].flatMap { group in (1...6).map { "\(group),\($0),\(3 * pow(Double($0), -group))" } }
    try bench.give("data", csv: "g,x,y\n" + rows.joined(separator: "\n") + "\n")
    try bench.run(LineFitStage.self, members + #""power", "group": ["g"]"#)
    #expect(close(try bench.table("fits").numbers("slope"), [-1, -2], 1e-13))
    #expect(close(try bench.table("fits").numbers("intercept"), [log(3.0), log(3.0)], 1e-13))
  }

  @Test(arguments: [
    (
      "x,y\n1,1\n1,2\n1,3\n",
      "`x`, `y`: every abscissa is 1.0, so that no slope exists; give at least two different ones"
    ),
    (
      "x,y\n1,1\n2,\n3,2\n",
      "`y`: number 2 of 3 is missing; leave it out with `where` or `between`, or mend what made it"
    ),
    ("x,y\n1,1\n2,3\n", "`x`, `y`: 0.0 degrees of freedom are too few; a t interval needs more points than parameters"),
    ("x,y\n1,a\n2,b\n", "table: column `y` holds texts; name a column of numbers"),
    ("x,z\n1,1\n", "table: no column `y`; did you mean `x`?"),
  ])
  func `points without a line are refused`(csv: String, sentence: String) throws {
    #expect(
      try StageBench.complaint(LineFitStage.self, members + #""line""#, csv: ["data": csv]) == sentence)
  }

  @Test func `among many groups the one without a line is named`() throws {
    #expect(
      try StageBench.complaint(
        LineFitStage.self, members + #""line", "group": ["g", "n"]"#,
        csv: ["data": "g,n,x,y\na,1,1,1\na,1,2,3\na,1,3,4\nb,2,1,1\n"])
        == "`x`, `y` of the group g = b, n = 2: 1 point is too few, at least 2 are needed; widen the range or drop a term"
    )
  }

  @Test func `a level out of range and a wrong range are refused`() throws {
    #expect(
      try StageBench.problems(
        LineFitStage.self, #""data": "d", "x": "x", "y": "y", "model": "line", "level": 1, "between": {"x": [2, 1]}"#)
        == [
          "`x` is not a range in stage `s`; write it as [low, high]",
          "`level` in stage `s` is 1, outside 0.5 to 0.9999; choose a value inside",
        ])
  }
}
