import Documents
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct LabelSmoothnessStageTests {
  private let text = """
    {"kernel": "ntk", "layers": 2, "images": "a", "labels": "b", "name": "points", "n": 150, "seed": 1,
     "first": [5, 10], "last": [50, 100]}
    """

  private func ranges(_ label: (Matrix, Int) -> Double) throws -> Table {
    let images = try Sampling.sphere(count: 150, dimension: 3, stream: RandomStream(seed: 7, purpose: "images"))
    let labels = try Matrix(rows: 150, columns: 1, elements: (0..<150).map { label(images, $0) })
    return try StageTrial(LabelSmoothnessStage.self, text, matrices: ["images": images, "labels": labels])
      .table("ranges")
  }

  @Test func `classes of regions are smoother than classes drawn at random`() throws {
    let stream = RandomStream(seed: 8, purpose: "labels")
    let regions = try ranges { images, row in images[row, 0] > 0 ? 1 : 0 }
    let noise = try ranges { _, row in stream.uniform(at: row) > 0.5 ? 1 : 0 }
    #expect(try regions.texts("encoding") == ["one-hot", "one-hot", "class number", "class number"])
    #expect(try regions.numbers("first") == [5, 10, 5, 10])
    let pairs = zip(try regions.numbers("smoothness"), try noise.numbers("smoothness"))
    #expect(pairs.allSatisfy { $0 > $1 })
  }

  @Test func `ranges that do not fit are refused`() throws {
    let problems = try StageTrial.problems(
      LabelSmoothnessStage.self, text.replacing("[50, 100]", with: "[50, 151]"))
    #expect(problems.contains { $0.contains("the range from 10 to 151 does not rise within 1 to n = 150") })
    let lengths = try StageTrial.problems(LabelSmoothnessStage.self, text.replacing("[50, 100]", with: "[50]"))
    #expect(lengths.contains { $0.contains("2 first indices and 1 last ones") })
  }
}
