import LinearAlgebra
import Testing

@testable import Networks

@Suite struct TrainingSetTests {
  @Test func `the deviation of the targets is their root mean square about the mean`() throws {
    let data = try TrainingSet(points: column([0, 1, 2, 3]), targets: [1, 3, 1, 3])
    #expect(data.targetDeviation == 1)
    #expect(data.count == 4 && data.dimension == 1)
  }

  @Test func `a value counts as right if its sign is the target's`() throws {
    let data = try TrainingSet(points: column([0, 1, 2, 3]), targets: [1, -1, 1, -1])
    #expect(data.misclassified([0.1, -7, -0.1, -1]) == 0.25)
    #expect(data.misclassified([0, 0, 0, 0]) == 1)
  }

  @Test func `data that cannot be trained on are refused`() throws {
    #expect(throws: NetworkError.empty("the training set")) {
      try TrainingSet(points: Matrix(rows: 0, columns: 2), targets: [])
    }
    #expect(throws: NetworkError.mismatch(what: "the targets", expected: 1, found: 2)) {
      try TrainingSet(points: column([0]), targets: [1, 2])
    }
    #expect(throws: NetworkError.notFinite("the training points")) {
      try TrainingSet(points: column([.infinity]), targets: [1])
    }
    #expect(throws: NetworkError.notFinite("the targets")) { try TrainingSet(points: column([0]), targets: [.nan]) }
  }
}
