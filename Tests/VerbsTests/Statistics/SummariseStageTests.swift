import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct MeanStageTests {
  private let members = #""data": "d", "column": "v", "group": ["g"], "level": 0.95, "replicates": 2000, "seed": 1"#

  @Test func `means have Student's interval with n - 1 degrees of freedom`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "g,v\na,1\nb,10\na,2\nb,10\na,3\nb,13\n")
    try bench.run(MeanStage.self, members)
    let table = try bench.table("means")
    // t.ppf(0.975, 2) = 4.302652729749462 by SciPy; standard errors 1/sqrt 3 and 1.
    let half = [4.302652729749462 / 3.0.squareRoot(), 4.302652729749462]
    #expect(close(try table.numbers("mean"), [2, 11], 1e-15))
    #expect(close(try table.numbers("low"), [2 - half[0], 11 - half[1]], 1e-10))
    #expect(close(try table.numbers("high"), [2 + half[0], 11 + half[1]], 1e-10))
    #expect(try table.numbers("repetitions") == [3, 3])
    let (low, high) = (try table.numbers("bootstrap-low"), try table.numbers("bootstrap-high"))
    #expect(1 <= low[0] && low[0] < 2 && 2 < high[0] && high[0] <= 3)
  }

  @Test func `simultaneous intervals of two groups have half the error each`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "g,v\na,1\na,2\na,3\nb,1\nb,2\nb,3\n")
    try bench.run(MeanStage.self, members + #", "simultaneous": true"#)
    // t.ppf(0.9875, 2) by SciPy.
    #expect(
      close(
        try bench.table("means").numbers("high"), [1, 1].map { 2 + $0 * 6.205346816570706 / 3.0.squareRoot() }, 1e-9))
  }

  @Test func `the seed alone decides the bootstrap`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "g,v\n" + (1...9).map { "a,\($0 * $0)\n" }.joined())
    try bench.run(MeanStage.self, members)
    let first = try bench.bytes("means.csv")
    try bench.run(MeanStage.self, members)
    #expect(try bench.bytes("means.csv") == first)
    try bench.run(MeanStage.self, members.replacing(#""seed": 1"#, with: #""seed": 2"#))
    #expect(try bench.bytes("means.csv") != first)
  }

  @Test(arguments: [
    (
      "g,v\na,1\n",
      "`v` of the group g = a: 0.0 degrees of freedom are too few; a t interval needs more points than parameters"
    ),
    (
      "g,v\na,1\na,\n",
      "`v` of the group g = a: number 2 of 2 is missing; leave it out with `where` or `between`, or mend what made it"
    ),
    (
      "g,v\na,1\na,inf\n",
      "`v` of the group g = a: number 2 of 2 is infinite; leave it out with `where` or `between`, or mend what made it"
    ),
    (
      "g,v\na,1.7e308\na,1.7e308\n",
      "`v` of the group g = a: the mean or the spread is beyond the range of numbers; scale the data"
    ),
  ])
  func `repetitions without a mean are refused`(csv: String, sentence: String) throws {
    let bench = try StageBench()
    try bench.give("data", csv: csv)
    #expect(bench.complaint(MeanStage.self, members) == sentence)
  }
}
