import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct DecayFitStageTests {
  private let members = #""data": "d", "group": ["layers"], "keep": ["rate"]"#

  private func csv(_ rows: [(layers: Int, degree: Int, mu: Double)], dimension: (Int) -> String = { _ in "4" })
    -> String
  {
    "layers,degree,dimension,mu,rate\n"
      + rows.enumerated().map { "\($1.layers),\($1.degree),\(dimension($0)),\($1.mu),-5\n" }.joined()
  }

  @Test func `a pure power of the centred degree comes back with an interval of no width`() throws {
    let bench = try StageBench()
    let rows = [2, 3].flatMap { layers in
      (10...60).map { (layers, $0, Double(layers) * pow(Double($0) + 1, -Double(layers) - 2)) }
    }
    try bench.give("data", csv: csv(rows))
    try bench.run(DecayFitStage.self, members)
    let table = try bench.table("fits")
    #expect(close(try table.numbers("exponent"), [-4, -5], 1e-11))
    #expect(close(try table.numbers("low"), [-4, -5], 1e-9))
    #expect(close(try table.numbers("high"), [-4, -5], 1e-9))
    #expect(try table.numbers("points") == [51, 51] && table.numbers("rate") == [-5, -5])
  }

  @Test func `a stated correction is told apart from the exponent`() throws {
    let bench = try StageBench()
    let rows = (10...80).map { (2, $0, pow(Double($0) + 1, -3.5) * exp(0.7 / (Double($0) + 1))) }
    try bench.give("data", csv: csv(rows))
    try bench.run(DecayFitStage.self, members + #", "corrections": [1]"#)
    #expect(close(try bench.table("fits").numbers("exponent"), [-3.5], 1e-9))
  }

  @Test(arguments: [
    (
      [(2, 10, 0.1), (2, 11, -0.1), (2, 12, 0.1)],
      "`mu` of the group layers = 2: value 1 is -0.1, which has no logarithm; leave out vanishing and negative values"
    ),
    (
      [(2, 10, 0.1)],
      "`mu` of the group layers = 2: 1 point is too few, at least 2 are needed; widen the range or drop a term"
    ),
  ])
  func `values without a law are refused`(rows: [(Int, Int, Double)], sentence: String) throws {
    let bench = try StageBench()
    try bench.give("data", csv: csv(rows.map { (layers: $0.0, degree: $0.1, mu: $0.2) }))
    #expect(bench.complaint(DecayFitStage.self, members) == sentence)
  }

  @Test func `rows of two dimensions in one group are refused`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: csv((10...20).map { (2, $0, 0.1) }) { $0 < 4 ? "3" : "4" })
    #expect(
      bench.complaint(DecayFitStage.self, members)
        == "data: a group has rows of 2 dimensions; add `dimension` to `group`")
  }

  @Test func `a missing degree or dimension is a sentence and no trap`() throws {
    for (degree, dimension, column) in [("", "4", "degree"), ("1e300", "4", "degree"), ("10", "", "dimension")] {
      let bench = try StageBench()
      try bench.give("data", csv: "layers,degree,dimension,mu,rate\n2,9,4,1,1\n2,\(degree),\(dimension),1,1\n")
      let found = degree == "10" || degree.isEmpty ? "nothing" : "1e+300"
      #expect(
        bench.complaint(DecayFitStage.self, members)
          == "table: column `\(column)` holds \(found) in row 2 instead of a whole number; correct what made it")
    }
  }

  @Test func `a selection of no rows leaves a table with all columns`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: csv([(2, 10, 0.1)]))
    try bench.run(DecayFitStage.self, members + #", "where": {"layers": 7}"#)
    let table = try bench.table("fits")
    #expect(table.rowCount == 0)
    #expect(table.columns.map(\.name) == ["layers", "rate", "exponent", "low", "high", "points"])
  }

  @Test func `a column that is missing is named with the nearest one`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "layer,degree,dimension,mu,rate\n2,9,4,1,1\n")
    #expect(bench.complaint(DecayFitStage.self, members) == "table: no column `layers`; did you mean `layer`?")
  }
}
