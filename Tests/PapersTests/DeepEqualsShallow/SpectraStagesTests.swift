import Documents
import Foundation
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct DecayFitStageTests {
  private let members = #""data": "d", "group": ["layers"], "keep": ["rate"]"#

  private func csv(_ rows: [(layers: Int, degree: Int, mu: Double)], dimension: (Int) -> String = { _ in "4" })
    -> String
  {
    "layers,degree,dimension,mu,rate\n"
      + rows.enumerated().map { "\($1.layers),\($1.degree),\(dimension($0)),\($1.mu),-5\n" }.joined()
  }

  @Test func `a pure power of the centred degree comes back with an interval of no width`() throws {
    let rows = [2, 3].flatMap { layers in
      (10...60).map { (layers, $0, Double(layers) * pow(Double($0) + 1, -Double(layers) - 2)) }
    }
    let table = try StageBench(DecayFitStage.self, members, csv: ["data": csv(rows)]).table("fits")
    #expect(close(try table.numbers("exponent"), [-4, -5], 1e-11))
    #expect(close(try table.numbers("low"), [-4, -5], 1e-9))
    #expect(close(try table.numbers("high"), [-4, -5], 1e-9))
    #expect(try table.numbers("points") == [51, 51] && table.numbers("rate") == [-5, -5])
  }

  @Test func `a stated correction is told apart from the exponent`() throws {
    let rows = (10...80).map { (2, $0, pow(Double($0) + 1, -3.5) * exp(0.7 / (Double($0) + 1))) }
    let bench = try StageBench(DecayFitStage.self, members + #", "corrections": [1]"#, csv: ["data": csv(rows)])
    #expect(close(try bench.table("fits").numbers("exponent"), [-3.5], 1e-9))
  }

  @Test(arguments: [
    (
      [(2, 10, 0.1), (2, 11, -0.1), (2, 12, 0.1)],
      "`mu` of the group layers = 2: number 2 of 3 (data0.csv, record 3) is -0.1, which has no logarithm; leave out vanishing and negative values"
    ),
    (
      [(2, 10, 0.1)],
      "`mu` of the group layers = 2: 1 point is too few, at least 2 are needed; widen the range or drop a term"
    ),
  ])
  func `values without a law are refused`(rows: [(Int, Int, Double)], sentence: String) throws {
    #expect(
      try StageBench.complaint(
        DecayFitStage.self, members, csv: ["data": csv(rows.map { (layers: $0.0, degree: $0.1, mu: $0.2) })])
        == sentence)
  }

  @Test func `rows of two dimensions in one group are refused`() throws {
    #expect(
      try StageBench.complaint(
        DecayFitStage.self, members, csv: ["data": csv((10...20).map { (2, $0, 0.1) }) { $0 < 4 ? "3" : "4" }])
        == "data: a group has rows of 2 dimensions; add `dimension` to `group`")
  }

  @Test func `a missing degree or dimension is a sentence and no trap`() throws {
    for (degree, dimension, column) in [("", "4", "degree"), ("1e300", "4", "degree"), ("10", "", "dimension")] {
      let data = "layers,degree,dimension,mu,rate\n2,9,4,1,1\n2,\(degree),\(dimension),1,1\n"
      let found = degree == "10" || degree.isEmpty ? "nothing" : "1e+300"
      #expect(
        try StageBench.complaint(DecayFitStage.self, members, csv: ["data": data])
          == "data0.csv: column `\(column)` holds \(found) in record 3 instead of a whole number; correct what made it")
    }
  }

  @Test func `a selection of no rows leaves a table with all columns`() throws {
    let bench = try StageBench(
      DecayFitStage.self, members + #", "where": {"layers": 7}"#, csv: ["data": csv([(2, 10, 0.1)])])
    let table = try bench.table("fits")
    #expect(table.rowCount == 0)
    #expect(table.columns.map(\.name) == ["layers", "rate", "exponent", "low", "high", "points"])
  }

  @Test func `a column that is missing is named with the nearest one`() throws {
    #expect(
      try StageBench.complaint(
        DecayFitStage.self, members, csv: ["data": "layer,degree,dimension,mu,rate\n2,9,4,1,1\n"])
        == "data0.csv: no column `layers`; did you mean `layer`?")
  }
}

@Suite struct ClustersStageTests {
  private let members = #""eigenvalues": "e", "spectrum": "s", "degrees": 2"#
  private let spectrum = "kernel,dimension,mu\nNTK,3,0.7\nNTK,3,0.1\n"

  private func bench(_ eigenvalues: [Double], columns: Int = 1, spectrum: String) throws -> StageBench {
    let list = try Matrix(rows: eigenvalues.count / columns, columns: columns, elements: eigenvalues)
    return try StageBench(csv: ["spectrum": spectrum], matrices: ["eigenvalues": list])
  }

  @Test func `eigenvalues are gathered by degree with multiplicity 2k + 1 in three dimensions`() throws {
    let bench = try bench([0.72, 0.13, 0.11, 0.09, 0.001], spectrum: spectrum)
    try bench.run(ClustersStage.self, members)
    let means = try bench.table("means")
    #expect(try means.numbers("multiplicity") == [1, 3])
    #expect(close(try means.numbers("mean"), [0.72, 0.11], 1e-15))
    #expect(close(try means.numbers("relative"), [0.72 / 0.7, 1.1], 1e-15))
    // mu_0 + (1/n) 3 mu_1 mu_0 / (mu_0 - mu_1) and mu_1 + (1/n) mu_0 mu_1 / (mu_1 - mu_0), nothing beyond.
    #expect(close(try means.numbers("expected"), [0.7 + 0.21 / 0.6 / 5, 0.1 - 0.07 / 0.6 / 5], 1e-13))
    #expect(try bench.table("members").numbers("index") == [1, 2, 3, 4])
  }

  @Test func `a cluster that n points cannot hold is left out`() throws {
    let bench = try bench([0.7, 0.1, 0.1], spectrum: spectrum)
    try bench.run(ClustersStage.self, members)
    #expect(try bench.table("means").numbers("degree") == [0])
  }

  @Test(arguments: [
    (
      "kernel,dimension,mu\nNTK,,0.7\n",
      "spectrum0.csv: column `dimension` holds nothing in record 2 instead of a whole number; correct what made it"
    ),
    (
      "kernel,dimension,mu\nNTK,3.5,0.7\n",
      "spectrum0.csv: column `dimension` holds 3.5 in record 2 instead of a whole number; correct what made it"
    ),
    ("kernel,dimension,mu\nNTK,2,0.7\n", "dimension 2 is too small for spherical harmonics; the sphere needs d >= 3"),
    ("kernel,dimension,mu\nNTK,3,\n", "the eigenvalue of degree 0 is not finite; leave out what is not known"),
    (
      "kernel,dimension,mu\nNTK,3,0.7\nNTK,3,\n",
      "the eigenvalue of degree 1 is not finite; leave out what is not known"
    ),
    ("kernel,dimension,mu\n", "spectrum: the table has no rows; select some"),
    ("kernel,mu\nNTK,0.7\n", "spectrum0.csv: no column `dimension`; known: `kernel`, `mu`"),
    ("", "spectrum0.csv: the file is empty; begin it with a line of column names"),
    (
      "kernel,dimension,mu\nNTK,3\n",
      "spectrum0.csv: record 2 has 2 cells, the header 3; give every record the same number"
    ),
  ])
  func `a spectrum that is none is refused`(csv: String, sentence: String) throws {
    let bench = try bench([0.7, 0.1], spectrum: csv)
    #expect(bench.complaint(ClustersStage.self, members) == sentence)
  }

  @Test func `a matrix in place of the list of eigenvalues is refused`() throws {
    let bench = try bench([1, 0, 0, 1], columns: 2, spectrum: spectrum)
    #expect(
      bench.complaint(ClustersStage.self, members)
        == "the width of the list of eigenvalues has size 2 where 1 is needed; make the sizes agree")
  }

  @Test func `an input that was not made is named`() throws {
    let bench = try StageBench()
    bench.lack("eigenvalues")
    #expect(bench.complaint(ClustersStage.self, members) == "the input `eigenvalues` is missing: nothing was given")
  }
}
