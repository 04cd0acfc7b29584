import Datasets
import Testing

@Suite struct SplitTests {
  @Test func `training and validation are disjoint and together the whole`() throws {
    let split = try Split(count: 60, training: 50, validation: 10, seed: 1)
    #expect(split.training.count == 50 && split.validation.count == 10)
    #expect(Set(split.training + split.validation) == Set(0..<60))
    #expect(try split == Split(count: 60, training: 50, validation: 10, seed: 1))
    #expect(try split != Split(count: 60, training: 50, validation: 10, seed: 2))
  }

  @Test func `a smaller training set begins a larger one`() throws {
    let small = try Split(count: 100, training: 20, validation: 0, seed: 3)
    let large = try Split(count: 100, training: 70, validation: 30, seed: 3)
    #expect(Array(large.training[..<20]) == small.training)
  }

  @Test func `every place is equally likely to be trained on`() throws {
    var hits = [Int](repeating: 0, count: 10)
    for seed in 0..<2_000 {
      for index in try Split(count: 10, training: 5, validation: 5, seed: UInt64(seed)).training { hits[index] += 1 }
    }
    // Binomial(2000, 1/2): standard deviation 22; six of them.
    #expect(hits.allSatisfy { abs($0 - 1_000) < 134 })
  }

  @Test(arguments: [(0, 1), (5, 6), (-1, 3), (3, -1), (Int.max, 1)])
  func `impossible sizes are refused`(training: Int, validation: Int) {
    #expect(throws: DatasetError.self) { try Split(count: 10, training: training, validation: validation, seed: 0) }
  }
}
