import Datasets
import Documents
import LinearAlgebra
import Networks
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct DataStagesTests {
  /// Their law is tested with `TrainingSet`.
  @Test func `random labels are those of the seed`() throws {
    let stage = try StageBench(RandomLabelsStage.self, #""n": 400, "dimension": 3, "seed": 2"#)
    let set = try TrainingSet.randomLabels(count: 400, dimension: 3, seed: 2)
    #expect(try stage.matrix("points") == set.points && stage.matrix("targets") == .column(set.targets))
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

@Suite struct GradientDescentStageTests {
  private func text(_ step: Double, more: String = "", scale: Double = 0.5) -> String {
    """
    "points": "x", "targets": "y", "width": 20, "scale": \(scale), "seed": 1, "step": \(step), "tolerance": 1e-12,
    "hold": 10, "steps": 20000\(more)
    """
  }

  private func run(_ text: String, x: Matrix, y: [Double]) throws -> StageBench {
    try StageBench(GradientDescentStage.self, text, matrices: ["points": x, "targets": .column(y)])
  }

  private func gaussians(_ n: Int, _ d: Int) throws -> Matrix {
    try Matrix(rows: n, columns: d, elements: RandomStream(seed: 4, purpose: "x").gaussians(n * d))
  }

  @Test func `a run that converges keeps the chain of bounds`() throws {
    let row = try run(text(0.05), x: gaussians(8, 3), y: [1, -1, 1, -1, 1, 1, -1, -1]).table("minimum")
    #expect(try row.texts("outcome") == ["converged"] && row.numbers("interpolates") == [1])
    let chain = try ["limit", "sharpness", "gradient-mean", "one-sided-bound", "norm-bound"].map { name in
      try row.numbers(name)[0]
    }
    #expect(chain[0] == 40)
    for (larger, smaller) in zip(chain, chain.dropFirst()) { #expect(larger >= smaller * (1 - 1e-12)) }
    #expect(try row.numbers("ratio")[0] == row.numbers("norm")[0] / 19.5)
  }

  @Test func `a diverging run has missing cells, no NaN`() throws {
    let stage = try run(text(1000, more: #", "spacing": 0.5"#), x: gaussians(6, 2), y: [1, -1, 1, -1, 1, -1])
    let row = try stage.table("minimum")
    #expect(try row.texts("outcome") == ["diverged"] && row.texts("norm") == [""] && row.texts("sharpness") == [""])
    #expect(try row.texts("second-difference") == [""] && row.numbers("interpolates") == [0])
    #expect(try !stage.text("minimum.csv").lowercased().contains("nan"))
  }

  @Test func `one point, repeated points and points with two labels end with numbers`() throws {
    #expect(try run(text(0.1), x: gaussians(1, 2), y: [1]).table("minimum").texts("outcome") == ["converged"])
    let twice = try Matrix(rows: 4, columns: 1, elements: [1, 1, -1, -1])
    #expect(try run(text(0.1), x: twice, y: [1, 1, -1, -1]).table("minimum").texts("outcome") == ["converged"])
    let torn = try run(text(0.1), x: twice, y: [1, -1, 1, 1]).table("minimum")
    // The best value at the torn point is 0, which leaves a loss of (1/8) (1 + 1).
    #expect(try torn.texts("outcome") == ["step limit"] && (torn.numbers("loss")[0] - 0.25).magnitude < 1e-9)
    #expect(try torn.numbers("interpolates") == [0])
  }

  @Test func `a network that is dead on the data trains its offset alone`() throws {
    let far = try Matrix(rows: 1, columns: 1, elements: [0])
    let row = try run(text(0.1, more: #", "bias-scale": 0"#, scale: 1e-9), x: far, y: [2]).table("minimum")
    #expect(try row.texts("outcome") == ["converged"])
    // The only gradient is that of the offset, 1, and no neuron bends at a cost.
    #expect(try row.numbers("sharpness") == [1] && row.numbers("norm") == [0] && row.numbers("ratio") == [0])
  }

  @Test func `a step of 2 has no ratio, since its bound is not positive`() throws {
    let row = try run(text(2, more: #", "bias-scale": 0"#, scale: 1e-9), x: .column([0]), y: [2]).table("minimum")
    #expect(try row.numbers("bound") == [0] && row.texts("ratio") == [""])
  }

  @Test func `the test error is the share on the wrong side`() throws {
    let (x, y) = (try gaussians(8, 3), [1.0, -1, 1, -1, 1, 1, -1, -1])
    let stage = try StageBench(
      GradientDescentStage.self, text(0.05, more: #", "test-points": "x", "test-targets": "z""#),
      matrices: [
        "points": x, "targets": .column(y), "test-points": x,
        "test-targets": .column(y.enumerated().map { $0.offset < 2 ? -$0.element : $0.element }),
      ])
    #expect(try stage.table("minimum").numbers("test-error") == [0.25])
  }

  @Test func `steps that are not positive and halves of settings are refused in the manifest`() throws {
    for step in [0, -0.5] {
      let problems = try StageBench.problems(GradientDescentStage.self, text(step))
      #expect(problems.count == 1 && problems.allSatisfy { $0.contains("step") && !$0.contains("\n") })
    }
    for more in [#", "batch": 1"#, #", "check": 2"#, #", "sampling": "full", "batch": 1"#] {
      let problems = try StageBench.problems(GradientDescentStage.self, text(0.1, more: more))
      #expect(problems.count == 1 && problems.allSatisfy { $0.contains("makes no sense without random batches") })
    }
    for more in [#", "sampling": "independent""#, #", "test-points": "x""#] {
      #expect(try StageBench.problems(GradientDescentStage.self, text(0.1, more: more)).count == 1)
    }
  }

  @Test func `data that do not fit are one-line errors`() throws {
    #expect(throws: NetworkError.mismatch(what: "the targets", expected: 3, found: 2)) {
      try run(text(0.1), x: gaussians(3, 2), y: [1, 2])
    }
    #expect(throws: NetworkError.notFinite("the targets")) { try run(text(0.1), x: gaussians(1, 2), y: [.nan]) }
  }
}
