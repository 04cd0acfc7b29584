import Documents
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
    let rows = [1.0, 2].flatMap { group in (1...6).map { "\(group),\($0),\(3 * pow(Double($0), -group))" } }
    let data = "g,x,y\n" + rows.joined(separator: "\n") + "\n"
    let bench = try StageBench(LineFitStage.self, members + #""power", "group": ["g"]"#, csv: ["data": data])
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
      "`y`: number 2 of 3 (data0.csv, record 3) is missing; leave it out with `where` or `between`, or mend what made it"
    ),
    ("x,y\n1,1\n2,3\n", "`x`, `y`: 0.0 degrees of freedom are too few; a t interval needs more points than parameters"),
    (
      "x,y\n1,2\n2,\"1,000\"\n",
      "data0.csv: record 3 has `1,000` in column `y`, which is no number; name a column of numbers, or leave a cell empty "
        + "where its number is missing"
    ), ("x,z\n1,1\n", "data0.csv: no column `y`; did you mean `x`?"),
    ("time,loss\n", "data0.csv: no column `x`; known: `loss`, `time`"),
  ])
  func `points without a line are refused`(csv: String, sentence: String) throws {
    #expect(try StageBench.complaint(LineFitStage.self, members + #""line""#, csv: ["data": csv]) == sentence)
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
      "`y` of the group g = a: number 2 of 2 (data0.csv, record 3) is 0.0, which has no logarithm; leave out vanishing and negative values"
    ),
  ])
  func `points without an exponent are refused`(csv: String, sentence: String) throws {
    #expect(try StageBench.complaint(LocalExponentsStage.self, members, csv: ["data": csv]) == sentence)
  }

  @Test func `a selection of no rows leaves a table with all columns`() throws {
    let bench = try StageBench(
      LocalExponentsStage.self, members + #", "where": {"g": "z"}"#, csv: ["data": "g,x,y\na,1,1\n"])
    #expect(try bench.table("exponents").columns.map(\.name) == ["g", "x", "exponent"])
  }
}

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
