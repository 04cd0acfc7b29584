import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing

@testable import Stages

@Suite struct ClassificationStageTests {
  /// Ten well separated classes: image i is the unit vector of its class times a length, so any kernel tells them apart.
  @Test func `separated classes are told apart at every lambda`() throws {
    let text = """
      {"kernel": "rf", "layers": 3, "images": "a", "labels": "b", "test-images": "c", "test-labels": "d", "n": 60,
       "validation": 20, "seed": 1, "lambdas": [1e-1, 1e-2, 1e-3], "reach": 10}
      """
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
    let stage = ClassificationStage(fields)
    fields.finish()
    #expect(fields.problems.isEmpty)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var inputs: [String: [Workspace.InputFile]] = [:]
    func give(_ key: String, _ matrix: Matrix) throws {
      let file = folder.appending(path: "\(key).npy")
      try matrix.write(to: file)
      inputs[key] = [Workspace.InputFile(file: file, labels: [])]
    }
    for (prefix, count) in [("", 80), ("test-", 30)] {
      var images = try Matrix(rows: count, columns: 10)
      for row in 0..<count { images[row, row % 10] = 1 + Double(row % 3) }
      try give(prefix + "images", images)
      try give(prefix + "labels", Matrix(rows: count, columns: 1, elements: (0..<count).map { Double($0 % 10) }))
    }
    try stage.run(Workspace(directory: folder, inputs: inputs))
    let table = try Table(readingFrom: folder.appending(path: "accuracies.csv"))
    #expect(try table.numbers("validation") == [100, 100, 100] && table.numbers("test") == [100, 100, 100])
    let chosen = try Table(readingFrom: folder.appending(path: "chosen.csv"))
    // Among equals the largest lambda, which is the grid's edge.
    #expect(
      try chosen.numbers("lambda") == [0.1] && chosen.numbers("at-edge") == [1] && chosen.numbers("test") == [100])
    // Of 30 images all right: the share p with p^30 = 0.025.
    let low = try #require(try chosen.numbers("test-low").first)
    #expect(try abs(low - 100 * pow(0.025, 1.0 / 30)) < 1e-9 && chosen.numbers("test-high") == [100])
  }
}
