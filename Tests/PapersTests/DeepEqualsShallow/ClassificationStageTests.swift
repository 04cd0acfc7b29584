import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct ClassificationStageTests {
  /// Ten well separated classes: image i is the unit vector of its class times a length, so any kernel tells them apart.
  @Test func `separated classes are told apart at every lambda`() throws {
    let text = """
      "kernel": "rf", "layers": 3, "images": "a", "labels": "b", "test-images": "c", "test-labels": "d", "n": 60,
      "validation": 20, "seed": 1, "lambdas": [1e-1, 1e-2, 1e-3], "reach": 10
      """
    var matrices: [String: Matrix] = [:]
    for (prefix, count) in [("", 80), ("test-", 30)] {
      var images = try Matrix(rows: count, columns: 10)
      for row in 0..<count { images[row, row % 10] = 1 + Double(row % 3) }
      matrices[prefix + "images"] = images
      matrices[prefix + "labels"] = try .column((0..<count).map { Double($0 % 10) })
    }
    let trial = try StageBench(ClassificationStage.self, text, matrices: matrices)
    let table = try trial.table("accuracies")
    #expect(try table.numbers("validation") == [100, 100, 100] && table.numbers("test") == [100, 100, 100])
    let chosen = try trial.table("chosen")
    // Among equals the largest lambda, which is the grid's edge.
    #expect(
      try chosen.numbers("lambda") == [0.1] && chosen.numbers("at-edge") == [1] && chosen.numbers("test") == [100])
    // Of 30 images all right: the share p with p^30 = 0.025.
    let low = try #require(try chosen.numbers("test-low").first)
    #expect(try abs(low - 100 * pow(0.025, 1.0 / 30)) < 1e-9 && chosen.numbers("test-high") == [100])
  }
}
