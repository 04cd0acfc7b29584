import Datasets
import Documents
import LinearAlgebra
import Networks
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct DataStagesTests {
  @Test func `random labels are standard normal points with labels of both signs`() throws {
    let stage = try StageBench(RandomLabelsStage.self, #""n": 4000, "dimension": 3, "seed": 2"#)
    let (points, targets) = (try stage.matrix("points"), try stage.matrix("targets").elements)
    #expect(points.rows == 4000 && points.columns == 3 && Set(targets) == [1, -1])
    let square = points.elements.reduce(0) { $0 + $1 * $1 } / 12000
    #expect((square - 1).magnitude < 4 * (2.0 / 12000).squareRoot())
    #expect((targets.reduce(0, +) / 4000).magnitude < 4 / 4000.0.squareRoot())
  }

  private func pair(n: Int, heldOut: Int) -> String {
    """
    "images": "i", "labels": "l", "first": 3, "second": 5, "n": \(n), "held-out": \(heldOut), "pool": 2, "norm": 4,
    "seed": 1
    """
  }

  private func images() throws -> [String: Matrix] {
    let stream = RandomStream(seed: 1, purpose: "pixels")
    return [
      "images": try Matrix(rows: 6, columns: 16, elements: (0..<96).map { stream.uniform(at: $0) }),
      "labels": try .column([3, 5, 7, 3, 5, 5]),
    ]
  }

  @Test func `images of two classes become training and test points`() throws {
    let stage = try StageBench(ImagePairStage.self, pair(n: 3, heldOut: 2), matrices: images())
    let (points, test) = (try stage.matrix("points"), try stage.matrix("test-points"))
    #expect(points.rows == 3 && points.columns == 4 && test.rows == 2)
    #expect((points.elements.reduce(0) { $0 + $1 * $1 } / 3 - 16).magnitude < 1e-12)
    let targets = try stage.matrix("targets").elements + stage.matrix("test-targets").elements
    #expect(targets.sorted() == [-1, -1, 1, 1, 1])
  }

  @Test func `too few images and labels that are none are one-line errors`() throws {
    let found = #expect(throws: NetworkError.self) {
      try StageBench(ImagePairStage.self, pair(n: 4, heldOut: 2), matrices: images())
    }
    #expect(found?.description == "the number of images is 6; give one from 1 to 5")
    var torn = try images()
    torn["labels"] = try .column([3, 5, 7, 3, 5, .nan])
    #expect(throws: DatasetError.self) { try StageBench(ImagePairStage.self, pair(n: 3, heldOut: 2), matrices: torn) }
  }

  @Test func `no points at all are refused in the manifest`() throws {
    #expect(try StageBench.problems(RandomLabelsStage.self, #""n": 0, "dimension": 3, "seed": 2"#).count == 1)
    #expect(try StageBench.problems(ImagePairStage.self, pair(n: 0, heldOut: 1)).count == 1)
    let same = pair(n: 1, heldOut: 1).replacing("\"second\": 5", with: "\"second\": 3")
    let problems = try StageBench.problems(ImagePairStage.self, same)
    #expect(problems.count == 1 && problems.allSatisfy { $0.contains("both classes are 3") })
  }
}
