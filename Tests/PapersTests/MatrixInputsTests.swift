import LinearAlgebra
import Pipeline
import Testing
import Verbs
import VerbsTestSupport

@testable import Papers

/// Arrays that anybody may put behind the stages which index them by their rows.
@Suite struct MatrixInputsTests {
  private static let smoothness = """
    "kernel": "ntk", "layers": 2, "images": "a", "labels": "b", "name": "s", "n": 20, "seed": 1, "first": [1],
    "last": [3]
    """
  private static let classification = """
    "kernel": "rf", "layers": 3, "images": "a", "labels": "b", "test-images": "c", "test-labels": "d", "n": 20,
    "validation": 5, "seed": 1, "lambdas": [0.1], "reach": 10
    """
  private static let pair = """
    "images": "a", "labels": "b", "first": 0, "second": 1, "n": 4, "held-out": 2, "pool": 1, "norm": 1, "seed": 1
    """
  private static let curve = """
    "kernel": "ntk", "layers": 3, "points": "z", "test": "i", "n": [3], "lambdas": [1], "smallest": [1],
    "target": "cap", "threshold": 0.1, "reach": 1
    """
  private static let features = """
    "points": "p", "test": "q", "largest": 2, "widths": "m", "lambdas": [1], "draws": 1, "seed": 1,
    "target": "two-bumps"
    """

  private func ones(_ rows: Int, _ columns: Int) throws -> Matrix {
    try Matrix(repeating: 1, rows: rows, columns: columns)
  }

  private func complaint<Kind: Stage>(_ kind: Kind.Type, _ members: String, _ sizes: [String: (Int, Int)]) throws
    -> String
  { try StageBench.complaint(kind, members, matrices: sizes.mapValues { try ones($0.0, $0.1) }) }

  @Test func `images without a label each are refused with both files and their shapes`() throws {
    let fact = "must have a row for each row of"
    let sizes = ["images": (60, 4), "labels": (40, 1)]
    #expect(
      try complaint(LabelSmoothnessStage.self, Self.smoothness, sizes)
        == "`labels` (labels0.npy, 40 x 1) \(fact) `images` (images0.npy, 60 x 4); give the two files of one set")
    #expect(
      try complaint(ImagePairStage.self, Self.pair, sizes).hasPrefix("`labels` (labels0.npy, 40 x 1) \(fact) `images`"))
    let tests = sizes.merging(["test-images": (9, 4), "test-labels": (9, 1)]) { $1 }
    #expect(try complaint(ClassificationStage.self, Self.classification, tests).contains("40 x 1) \(fact) `images`"))
    let others = ["images": (40, 4), "labels": (40, 1), "test-images": (9, 4), "test-labels": (10, 1)]
    #expect(
      try complaint(ClassificationStage.self, Self.classification, others).contains("10 x 1) \(fact) `test-images`"))
  }

  @Test(arguments: [(0, 0), (0, 4), (4, 0), (0, Int(Int32.max))])
  func `arrays without points are refused with their shape`(_ rows: Int, _ columns: Int) throws {
    let empty = (rows, columns)
    let text = "(points0.npy, \(rows) x \(columns)) is empty; give at least one row and one column"
    for sizes in [["points": empty, "test": (5, 4)], ["points": empty, "test": empty]] {
      #expect(try complaint(LearningCurveStage.self, Self.curve, sizes) == "`points` \(text)")
      #expect(try complaint(RandomFeaturesStage.self, Self.features, sizes) == "`points` \(text)")
    }
    #expect(try complaint(LearningCurveStage.self, Self.curve, ["points": (5, 4), "test": empty]).contains("is empty"))
    for labels in [empty, (5, 1)] {
      let sizes = ["images": empty, "labels": labels]
      #expect(try complaint(LabelSmoothnessStage.self, Self.smoothness, sizes).contains("is empty"))
    }
  }

  @Test(arguments: [(0, 0), (0, 4), (4, 0), (1, 1), (3, 2)])
  func `no shape of a matrix ends the program`(_ rows: Int, _ columns: Int) throws {
    let shape = (rows, columns)
    let order = #""kernel": "ntk", "layers": 2, "points": "p""#
    #expect(try !complaint(KernelMatrixStage.self, order, ["points": shape]).isEmpty || columns == 1)
    _ = try complaint(Eigendecomposition.self, #""matrix": "m", "vectors": true"#, ["matrix": shape])
    _ = try complaint(Eigendecomposition.self, #""matrix": "m""#, ["matrix": shape])
  }
}
