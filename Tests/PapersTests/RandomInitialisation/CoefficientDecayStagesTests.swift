import Documents
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct LabelSmoothnessStageTests {
  private let text = """
    "kernel": "ntk", "layers": 2, "images": "a", "labels": "b", "name": "points", "n": 150, "seed": 1,
    "first": [5, 10], "last": [50, 100]
    """

  private func ranges(_ label: (Matrix, Int) -> Double) throws -> Table {
    let images = try Sampling.sphere(count: 150, dimension: 3, stream: RandomStream(seed: 7, purpose: "images"))
    let labels = try Matrix(rows: 150, columns: 1, elements: (0..<150).map { label(images, $0) })
    return try StageBench(LabelSmoothnessStage.self, text, matrices: ["images": images, "labels": labels])
      .table("ranges")
  }

  @Test func `classes of regions are smoother than classes drawn at random`() throws {
    let stream = RandomStream(seed: 8, purpose: "labels")
    let regions = try ranges { images, row in images[row, 0] > 0 ? 1 : 0 }
    let noise = try ranges { _, row in stream.uniform(at: row) > 0.5 ? 1 : 0 }
    #expect(try regions.texts("encoding") == ["one-hot", "one-hot", "class number", "class number"])
    #expect(try regions.numbers("first") == [5, 10, 5, 10])
    #expect(zip(try regions.numbers("smoothness"), try noise.numbers("smoothness")).allSatisfy { $0 > $1 })
  }

  @Test func `ranges that do not fit are refused`() throws {
    let problems = try StageBench.problems(LabelSmoothnessStage.self, text.replacing("[50, 100]", with: "[50, 151]"))
    #expect(problems.contains { $0.contains("the range from 10 to 151 does not rise within 1 to n = 150") })
    let lengths = try StageBench.problems(LabelSmoothnessStage.self, text.replacing("[50, 100]", with: "[50]"))
    #expect(lengths.contains { $0.contains("2 first indices and 1 last ones") })
  }
}

@Suite struct StartDecayStageTests {
  @Test func `draws scatter about what the same points predict`() throws {
    let text = #""dimension": 2, "n": 200, "draws": 24, "seed": 3, "first": 10, "last": 80"#
    let table = try StageBench(StartDecayStage.self, text).table("draws")
    let found = try table.numbers("smoothness")
    let mean = found.reduce(0, +) / 24
    let deviation = (found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23).squareRoot()
    #expect(abs(mean - (try table.numbers("expected")[0])) < 4 * deviation / 24.0.squareRoot())
    #expect(try table.numbers("theory").allSatisfy { $0 == 1 })
  }

  @Test func `a range that does not rise is refused`() throws {
    let text = #""dimension": 2, "n": 200, "draws": 4, "seed": 3, "first": 80, "last": 80"#
    #expect(try StageBench.problems(StartDecayStage.self, text).contains { $0.contains("not above first = 80") })
  }
}
