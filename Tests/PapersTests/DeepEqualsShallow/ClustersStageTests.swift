import Documents
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct ClustersStageTests {
  private let members = #""eigenvalues": "e", "spectrum": "s", "degrees": 2"#
  private let spectrum = "kernel,dimension,mu\nNTK,3,0.7\nNTK,3,0.1\n"

  private func bench(_ eigenvalues: [Double], columns: Int = 1, spectrum: String) throws -> StageBench {
    let bench = try StageBench()
    try bench.give(
      "eigenvalues", Matrix(rows: eigenvalues.count / columns, columns: columns, elements: eigenvalues))
    try bench.give("spectrum", csv: spectrum)
    return bench
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
      "table: column `dimension` holds nothing in row 1 instead of a whole number; correct what made it"
    ),
    (
      "kernel,dimension,mu\nNTK,3.5,0.7\n",
      "table: column `dimension` holds 3.5 in row 1 instead of a whole number; correct what made it"
    ),
    ("kernel,dimension,mu\nNTK,2,0.7\n", "dimension 2 is too small for spherical harmonics; the sphere needs d >= 3"),
    ("kernel,dimension,mu\nNTK,3,\n", "the eigenvalue of degree 0 is not finite; leave out what is not known"),
    (
      "kernel,dimension,mu\nNTK,3,0.7\nNTK,3,\n",
      "the eigenvalue of degree 1 is not finite; leave out what is not known"
    ),
    ("kernel,dimension,mu\n", "spectrum: the table has no rows; select some"),
    ("kernel,mu\nNTK,0.7\n", "table: no column `dimension`; known: `kernel`, `mu`"),
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
