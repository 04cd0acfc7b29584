import Documents
import Foundation
import KernelRegression
import LinearAlgebra
import Pipeline
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct RegressionStagesTests {
  @Test func `a learning curve writes an error for every size and lambda and the best of each`() throws {
    let text = """
      "kernel": "ntk", "layers": 2, "points": "p", "test": "q", "n": [5, 20], "lambdas": [1e-2, 1e-3, 1e-4],
      "smallest": [1e-3, 1e-4], "target": "cap", "threshold": 0.7, "reach": 10
      """
    let trial = try run(LearningCurveStage.self, text)
    let (errors, best) = (try trial.table("errors"), try trial.table("best"))
    #expect(try errors.numbers("n") == [5, 5, 5, 20, 20, 20])
    #expect(try errors.numbers("error").allSatisfy { $0 > 0 && $0 < 1 })
    let all = try errors.numbers("error")
    #expect(
      try best.numbers("error") == [min(all[0], all[1]), min(all[3], all[4]), all[0..<3].min(), all[3..<6].min()])
  }

  @Test func `random features write both variants for every size and draw`() throws {
    let text = """
      "points": "p", "test": "q", "largest": 11, "widths": "m-10", "lambdas": [1e-3, 1], "draws": 2, "seed": 1,
      "target": "two-bumps"
      """
    let errors = try run(RandomFeaturesStage.self, text).table("errors")
    #expect(try errors.numbers("n") == [2, 2, 2, 2, 3, 3, 4, 4, 6, 6, 8, 8, 10, 10])
    #expect(try Set(errors.texts("features")) == ["3 layers (m, 10)"])
    #expect(try errors.numbers("draw") == (0..<14).map { Double($0 % 2) })
    // Row 13: n = 10, hence m = 3, second draw.
    for (column, purpose) in [("shared", "features 1"), ("redrawn", "new features 1")] {
      let expected = try [1e-3, 1].map { try ridgeError(n: 10, widths: [3, 10], testPurpose: purpose, lambda: $0) }
        .min()
      #expect(abs(try errors.numbers(column)[13] / (try #require(expected)) - 1) < 1e-9)
    }
  }

  /// The test error of (F'F + n lambda I) theta = F'y by a Cholesky factor.
  private func ridgeError(n: Int, widths: [Int], testPurpose: String, lambda: Double) throws -> Double {
    func bumps(_ points: Matrix) -> [Double] {
      (0..<points.rows).map { exp(-pow(1 - points[$0, 3], 1.5)) + exp(-pow(1 + points[$0, 3], 1.5)) }
    }
    let (training, test) = (try points(1).prefix(rows: n), try points(2))
    func features(_ points: Matrix, _ purpose: String) throws -> Matrix {
      try GaussianFeatures(dimension: 4, widths: widths, seed: 1, purpose: purpose)(points)
    }
    let inner = try features(training, "features 1")
    let factor = try Cholesky(BLAS.gram(inner, transposed: true), addingToDiagonal: Double(n) * lambda)
    let targets = bumps(training)
    let theta = try factor.solve(
      (0..<inner.columns).map { column in (0..<n).reduce(0) { $0 + inner[$1, column] * targets[$1] } })
    let (outer, values) = (try features(test, testPurpose), bumps(test))
    return values.indices.reduce(0) { sum, row in
      let difference = zip(outer[row: row], theta).reduce(-values[row]) { $0 + $1.0 * $1.1 }
      return sum + difference * difference
    } / Double(values.count)
  }

  @Test func `more points than the pool holds are refused`() throws {
    let text = """
      "points": "p", "test": "q", "largest": 41, "widths": "m", "lambdas": [1], "draws": 1, "seed": 1,
      "target": "two-bumps"
      """
    #expect(throws: RidgeError.mismatch(what: "the pool", expected: 41, found: 40)) {
      try run(RandomFeaturesStage.self, text)
    }
  }

  @Test func `a smallest lambda that leaves none is refused by its name`() throws {
    let text = """
      "kernel": "ntk", "layers": 2, "points": "p", "test": "q", "n": [5], "lambdas": [1e-30], "smallest": [1e-3],
       "target": "two-bumps", "reach": 10
      """
    #expect(
      try StageBench.problems(LearningCurveStage.self, text) == [
        "no lambda is at least `smallest` = 0.001 in stage `s`; lower `smallest` or add larger `lambdas`"
      ])
  }

  @Test(arguments: [(#""target": "cap""#, "threshold"), (#""target": "two-bumps", "threshold": 0.5"#, "threshold")])
  func `the threshold belongs to the cap alone`(members: String, key: String) throws {
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array("{\(members)}".utf8))), context: "stage `s`")
    _ = fields.target()
    #expect(fields.problems.count == 1 && fields.problems.allSatisfy { "\($0)".contains(key) })
  }

  private func points(_ seed: UInt64) throws -> Matrix {
    try Sampling.sphere(count: 40, dimension: 4, stream: RandomStream(seed: seed, purpose: "s"))
  }

  private func run<Kind: Stage>(_ kind: Kind.Type, _ text: String) throws -> StageBench {
    try StageBench(kind, text, matrices: ["points": points(1), "test": points(2)])
  }
}

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
    #expect(try trial.table("outcomes").texts("outcomes") == [String(repeating: "r", count: 30)])
  }

  @Test func `every depth at once tells what each depth tells by itself`() throws {
    let stream = RandomStream(seed: 4, purpose: "points")
    func images(_ count: Int, from start: Int) throws -> Matrix {
      try Matrix(rows: count, columns: 5, elements: (0..<5 * count).map { stream.uniform(at: start + $0) })
    }
    func labels(_ images: Matrix) throws -> Matrix {
      try .column((0..<images.rows).map { images[$0, 0] > images[$0, 1] ? 1 : images[$0, 2] > 0.5 ? 2 : 0 })
    }
    let (known, tests) = (try images(120, from: 0), try images(60, from: 5000))
    let matrices = [
      "images": known, "labels": try labels(known), "test-images": tests, "test-labels": try labels(tests),
    ]
    func table(_ kernel: String, _ output: String) throws -> Table {
      let text = #"""
        "images": "a", "labels": "b", "test-images": "c", "test-labels": "d", "n": 70, "validation": 50, "seed": 1,
        "lambdas": [1e-2, 1e-4], "reach": 10, \#(kernel)
        """#
      return try StageBench(ClassificationStage.self, text, matrices: matrices).table(output)
    }
    for kernel in ["rf", "ntk"] {
      let all = try table(#""kernel": "\#(kernel)", "layers": 4, "every-depth": true"#, "accuracies")
      let apart = try [2, 3, 4].map { try table(#""kernel": "\#(kernel)", "layers": \#($0)"#, "accuracies") }
      for column in ["validation", "test"] {
        #expect(try all.numbers(column) == apart.flatMap { try $0.numbers(column) })
      }
      #expect(try all.texts("model") == apart.flatMap { try $0.texts("model") })
    }
    let problems = try StageBench.problems(
      ClassificationStage.self,
      #"""
      "kernel": "laplace", "c": 1, "every-depth": true, "images": "a", "labels": "b", "test-images": "c",
      "test-labels": "d", "n": 70, "validation": 50, "seed": 1, "lambdas": [1], "reach": 10
      """#)
    #expect(problems.contains { $0.contains("a kernel without depths has not every depth") })
  }

  /// The classes of the images cannot be told from their pixels, so that each lambda is wrong in its own way.
  @Test func `each of two sets is judged at the lambda that the other chooses`() throws {
    let (known, tests) = (80, 30)
    let text = """
      "kernel": "rf", "layers": 3, "images": "a", "labels": "b", "test-images": "c", "test-labels": "d", "n": 40,
      "validation": 40, "seed": 1, "lambdas": [10, 1e-2, 1e-4], "reach": 10
      """
    let stream = RandomStream(seed: 3, purpose: "points")
    func images(_ count: Int, from start: Int) throws -> Matrix {
      try Matrix(rows: count, columns: 4, elements: (0..<4 * count).map { stream.uniform(at: start + $0) })
    }
    func labels(_ count: Int, from start: Int) throws -> Matrix {
      try .column((0..<count).map { (4 * stream.uniform(at: 10_000 + start + $0)).rounded(.down) })
    }
    let matrices = try [
      "images": images(known, from: 0), "labels": labels(known, from: 0), "test-images": images(tests, from: 1000),
      "test-labels": labels(tests, from: 1000),
    ]
    let trials = try ["test", "both"].map {
      try StageBench(ClassificationStage.self, text + ", \"judged\": \"\($0)\"", matrices: matrices)
    }
    let shares = try trials[1].table("accuracies")
    let (validation, test) = try (shares.numbers("validation"), shares.numbers("test"))
    let outcomes = try trials.map { try #require(try $0.table("outcomes").texts("outcomes").first) }
    #expect(outcomes[0].count == tests && outcomes[1].count == tests + known - 40 && outcomes[1].hasPrefix(outcomes[0]))
    func best(_ accuracies: [Double]) -> Int {
      accuracies.indices.max { (accuracies[$0], -$0) < (accuracies[$1], -$1) } ?? 0
    }
    let right = (
      outcomes[0].count { $0 == "r" }, outcomes[1].dropFirst(tests).count { $0 == "r" }
    )
    #expect(abs(100 * Double(right.0) / Double(tests) - test[best(validation)]) < 1e-9)
    #expect(abs(100 * Double(right.1) / 40 - validation[best(test)]) < 1e-9)
    let all = try #require(try trials[1].table("chosen").numbers("test").first)
    #expect(abs(all - 100 * Double(right.0 + right.1) / Double(tests + 40)) < 1e-9)
  }
}

@Suite struct AccuracyDifferencesTests {
  private static let csv = """
    model,family,outcomes
    a,X,rrwwrrrwrrrwrrrrrwrr
    b,X,rrrwrrwwrrrwrrrrrrrr
    c,X,rrrrrrrwrrrwrrwrrwrr
    d,Y,rrrrrrrrrrrrrrrrrrrr
    e,Y,wrrrrrrrrrrrrrrrrrrr
    """
  private let text = #""data": "t", "group": ["family"], "level": 0.95"#

  /// Ends from `scipy.stats.t.interval(1 - 0.05 / pairs, 19, mean, sem)` of the differences.
  @Test func `pairs of a group differ image by image, with intervals that hold together`() throws {
    let table = try StageBench(AccuracyDifferencesStage.self, text, csv: ["data": Self.csv]).table("differences")
    #expect(try table.texts("family") == ["X", "X", "X", "Y"])
    #expect(try table.texts("first") == ["a", "a", "b", "d"] && table.texts("second") == ["b", "c", "c", "e"])
    #expect(try table.numbers("difference") == [5, 5, 0, -5])
    let (low, high) = try (table.numbers("low"), table.numbers("high"))
    let expected = [(-18.129489102903047, 28.129489102903076), (-26.933018388973043, 26.933018388973082)]
    for (row, ends) in [(0, expected[0]), (1, expected[0]), (2, expected[1])] {
      #expect(abs(low[row] - ends.0) < 1e-9 && abs(high[row] - ends.1) < 1e-9)
    }
    // One pair alone keeps the level: 2.093024054408263 is Student's factor for 19 degrees of freedom.
    #expect(abs(high[3] - low[3] - 2 * 2.093024054408263 * 5) < 1e-9)
  }

  @Test func `classifiers that were judged on different images are refused`() throws {
    let message = try StageBench(csv: ["data": Self.csv.replacing("e,Y,w", with: "e,Y,")]).complaint(
      AccuracyDifferencesStage.self, text)
    #expect(
      message
        == "classifiers are compared that were judged on different images, or on one: d on 20, e on 19; group them apart"
    )
  }
}
