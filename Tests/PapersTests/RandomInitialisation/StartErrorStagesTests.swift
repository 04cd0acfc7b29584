import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct StartErrorStagesTests {
  private func text(noise: Double, ridges: String = #"{"from": 1e-6, "to": 10, "count": 8}"#) -> String {
    """
    "dimension": 3, "n": 20, "tests": 10, "noise": \(noise), "target": [0], "trials": 3, "seed": 5, "ridges": \(ridges)
    """
  }

  @Test func `nothing to learn costs nothing from a mirrored start and something from a random one`() throws {
    let table = try StageBench(InitialisationTrialsStage.self, text(noise: 0)).table("trials")
    #expect(try table.texts("start") == ["mirrored", "mirrored", "mirrored", "random", "random", "random"])
    #expect(try table.numbers("seed") == [5, 6, 7, 5, 6, 7])
    let errors = try table.numbers("error")
    #expect(errors[..<3].allSatisfy { $0 == 0 } && errors[3...].allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `all trials share the ridge that is best for their mean`() throws {
    let trial = try StageBench(InitialisationTrialsStage.self, text(noise: 0.3))
    let trials = try trial.table("trials").filtered("start", equals: "random")
    let curve = try trial.table("curves").filtered("start", equals: "random")
    let ridges = try trials.numbers("ridge")
    let means = try curve.numbers("error")
    let best = means.indices.reduce(0) { means[$1] < means[$0] ? $1 : $0 }
    let chosen = try curve.numbers("ridge")[best]
    #expect(ridges.allSatisfy { $0 == chosen })
    #expect(abs(try trials.numbers("error").reduce(0, +) / 3 - means[best]) < 1e-14)
  }

  @Test func `a best ridge at the end of the grid is missing`() throws {
    // Pure noise wants as much ridge as it can get.
    let table = try StageBench(InitialisationTrialsStage.self, text(noise: 1)).table("trials")
    #expect(try table.filtered("start", equals: "mirrored").numbers("ridge").allSatisfy(\.isNaN))
  }

  @Test func `the same seeds give the same bytes`() throws {
    let runs = try (0..<2).map { _ in
      try StageBench(InitialisationTrialsStage.self, text(noise: 0.1)).text("trials.csv")
    }
    #expect(runs[0] == runs[1])
  }

  @Test func `one dimension and a grid of two ridges are refused`() throws {
    let problems = try StageBench.problems(
      InitialisationTrialsStage.self,
      #""dimension": 1, "n": 20, "tests": 10, "noise": 0, "target": [0], "trials": 3, "seed": 5, "ridges": {"from": 1, "to": 2, "count": 2}"#
    )
    #expect(problems.count == 2)
    #expect(problems.contains { $0.contains("dimension") } && problems.contains { $0.contains("count") })
  }

  private func trained(_ checkpoints: String, target: String) -> String {
    """
    "dimension": 3, "n": 12, "tests": 20, "noise": 0, "target": \(target), "width": 32, "step": 0.5,
    "checkpoints": \(checkpoints), "seed": 2
    """
  }

  @Test func `without anything to learn a mirrored network is best at once`() throws {
    let table = try StageBench(TrainedErrorStage.self, trained("[0, 5, 10]", target: "[0]")).table("errors")
    let mirrored = try table.filtered("start", equals: "mirrored")
    #expect(try mirrored.numbers("error")[0] < 1e-24)
    #expect(try mirrored.numbers("steps") == [0])
  }

  @Test func `a best time that is the last one tried is missing`() throws {
    let table = try StageBench(TrainedErrorStage.self, trained("[0, 1]", target: "[0, 1]")).table("errors")
    #expect(try table.filtered("start", equals: "mirrored").numbers("steps").allSatisfy(\.isNaN))
  }

  @Test func `a width of nothing and a step of nothing are refused`() throws {
    let text = trained("[0, 1]", target: "[0]").replacing("32", with: "0").replacing("0.5", with: "0")
    let problems = try StageBench.problems(TrainedErrorStage.self, text)
    #expect(problems.contains { $0.contains("width") } && problems.contains { $0.contains("step") })
  }
}
