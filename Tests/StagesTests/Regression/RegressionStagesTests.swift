import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing

@testable import Stages

@Suite struct RegressionStagesTests {
  @Test func `a learning curve writes an error for every size and lambda and the best of each`() throws {
    let text = """
      {"kernel": "ntk", "layers": 2, "points": "p", "test": "q", "n": [5, 20], "lambdas": [1e-2, 1e-3, 1e-4],
       "smallest": [1e-3, 1e-4], "target": "cap", "threshold": 0.7, "reach": 10}
      """
    let folder = try run(LearningCurveStage.self, text)
    let errors = try Table(readingFrom: folder.appending(path: "errors.csv"))
    let best = try Table(readingFrom: folder.appending(path: "best.csv"))
    #expect(try errors.numbers("n") == [5, 5, 5, 20, 20, 20])
    #expect(try errors.numbers("error").allSatisfy { $0 > 0 && $0 < 1 })
    let all = try errors.numbers("error")
    #expect(
      try best.numbers("error") == [
        min(all[0], all[1]), min(all[3], all[4]), all[0..<3].min(), all[3..<6].min(),
      ])
  }

  @Test func `random features write both variants for every size and draw`() throws {
    let text = """
      {"points": "p", "test": "q", "largest": 11, "widths": "m-10", "lambdas": [1e-3, 1], "draws": 2, "seed": 1,
       "target": "two-bumps"}
      """
    let errors = try Table(readingFrom: try run(RandomFeaturesStage.self, text).appending(path: "errors.csv"))
    #expect(try errors.numbers("n") == [2, 2, 2, 2, 3, 3, 4, 4, 6, 6, 8, 8, 10, 10])
    #expect(try Set(errors.texts("features")) == ["3 layers (m, 10)"])
    #expect(try errors.numbers("draw") == (0..<14).map { Double($0 % 2) })
    #expect(try errors.numbers("shared") != errors.numbers("redrawn"))
  }

  @Test(arguments: [
    (#""target": "cap""#, "threshold"), (#""target": "two-bumps", "threshold": 0.5"#, "threshold"),
  ])
  func `the threshold belongs to the cap alone`(members: String, key: String) throws {
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array("{\(members)}".utf8))), context: "stage `s`")
    _ = fields.target()
    #expect(fields.problems.count == 1 && fields.problems.allSatisfy { "\($0)".contains(key) })
  }

  private func run<Kind: Stage>(_: Kind.Type, _ text: String) throws -> URL {
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
    let stage = Kind(fields)
    fields.finish()
    #expect(fields.problems.isEmpty)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var inputs: [String: [Workspace.InputFile]] = [:]
    for (key, seed) in [("points", 1), ("test", 2)] {
      let file = folder.appending(path: "\(key).npy")
      try Sampling.sphere(count: 40, dimension: 4, stream: RandomStream(seed: UInt64(seed), purpose: "s")).write(
        to: file)
      inputs[key] = [Workspace.InputFile(file: file, labels: [])]
    }
    try stage.run(Workspace(directory: folder, inputs: inputs))
    return folder
  }
}
