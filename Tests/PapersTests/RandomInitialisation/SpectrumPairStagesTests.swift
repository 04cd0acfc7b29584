import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

/// The stages that work on exact spectra, given ones that are pure powers of x = k + 1/2, in R^3.
@Suite struct SpectrumPairStagesTests {
  private func spectrum(_ exponent: Double) throws -> Table {
    let degrees = (0...200).map(Double.init)
    return try Table([
      ("dimension", .numbers(degrees.map { _ in 3 })), ("degree", .numbers(degrees)),
      ("mu", .numbers(degrees.map { pow($0 + 0.5, exponent) })), ("vanishes", .numbers(degrees.map { _ in 0 })),
    ])
  }

  private func tables() throws -> [String: Table] { ["ntk": try spectrum(-3), "rf": try spectrum(-5)] }

  @Test func `the threshold of pure powers is exact`() throws {
    // N_k v_k = 2 x^-4 and mu_k = x^-3: the slope -4 + 3 s is -1 at s = 1, which is 3 / (d + 1) for d = 2.
    let text = #""ntk": "a", "rf": "b", "from-degree": 50"#
    let table = try StageBench(SmoothnessThresholdStage.self, text, tables: tables()).table("threshold")
    #expect(abs(try table.numbers("threshold")[0] - 1) < 1e-12)
    #expect(try table.numbers("theory") == [1])
  }

  @Test func `the equivalent's slope from a random start tends to its limit`() throws {
    let text = #""ntk": "a", "rf": "b", "n": [1000, 1000000], "noise": 0.1, "target": [0, 0.5, 0.5]"#
    let table = try StageBench(ErrorEquivalentStage.self, text, tables: tables()).table("errors")
    let random = try table.filtered("start", equals: "random")
    #expect(try random.numbers("limit") == [-0.6, -0.6])
    #expect(abs(try random.numbers("slope")[1] + 0.6) < 0.02)
    let errors = try table.numbers("error")
    #expect(errors[0] > errors[1] && errors[2] > errors[3])
    #expect(errors[2] > errors[0] && errors[3] > errors[1])
  }

  @Test func `spectra of two spheres, or in the wrong places, are refused`() throws {
    func named(_ kernel: String, _ dimension: Double) throws -> Table {
      var table = Table()
      for column in try spectrum(-3).columns {
        let count = column.values.count
        try table.append(
          column.name, column.name == "dimension" ? .numbers(Array(repeating: dimension, count: count)) : column.values)
      }
      try table.append("kernel", .texts(Array(repeating: kernel, count: table.rowCount)))
      return table
    }
    func complaint(_ ntk: Table, _ rf: Table) -> String {
      let text = #""ntk": "a", "rf": "b", "from-degree": 50"#
      do {
        _ = try StageBench(SmoothnessThresholdStage.self, text, tables: ["ntk": ntk, "rf": rf])
        return ""
      } catch { return "\(error)" }
    }
    #expect(try complaint(named("NTK", 3), named("RF with bias", 3)).isEmpty)
    #expect(
      try complaint(named("NTK", 3), named("RF", 4))
        == "the spectra `ntk` and `rf` hold the dimensions 3, 4; give two of one dimension")
    #expect(
      try complaint(named("RF", 3), named("NTK", 3))
        == "the spectrum `ntk` is of the kernel RF; give one of the kernel NTK")
  }

  @Test func `a negative noise and no points are refused`() throws {
    let text = #""ntk": "a", "rf": "b", "n": [0], "noise": -1, "target": [1]"#
    let problems = try StageBench.problems(ErrorEquivalentStage.self, text)
    #expect(
      problems.contains { $0.contains("noise") } && problems.contains { $0.contains("`n`") || $0.contains("n[0]") })
  }
}
