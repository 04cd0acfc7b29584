import Datasets
import Foundation
import LinearAlgebra
import Testing

@Suite struct LabelledImagesTests {
  @Test func `pixels are divided by 255`() throws {
    let inputs = try Samples.set().inputs(of: [1, 0, 1])
    #expect(inputs.rows == 3 && inputs.columns == 6)
    #expect(inputs.elements == [1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0.8, 0.6, 0.4, 0.2, 0])
  }

  @Test func `sets of one image size are joined, others refused`() throws {
    let set = try Samples.set()
    let joined = try set.appending(set, file: "second")
    #expect(joined.labels == [7, 0, 7, 0] && joined.pixels == set.pixels + set.pixels)
    let other = try Samples.set(
      images: Samples.bigEndian(0x803, 1, 1, 1) + Data([5]), labels: Samples.bigEndian(0x801, 1) + Data([1]))
    let error = #expect(throws: DatasetError.self) { try set.appending(other, file: "b") }
    #expect(error?.description == "b: its images have 1 pixels where 6 are expected; give files of one set")
  }

  @Test func `targets are one-hot minus a tenth`() throws {
    let classes = try OneVersusAll(labels: Matrix(rows: 3, columns: 1, elements: [7, 0, 9]))
    #expect(classes.labels == [7, 0, 9])
    #expect(try classes.targets(of: [0, 1]).elements == (0..<20).map { $0 == 7 || $0 == 10 ? 0.9 : -0.1 })
  }

  @Test(arguments: [
    (1, [10.0], "labels: label 0 (counted from 0) is 10.0; labels must be whole numbers from 0 to 9"),
    (1, [0, 0.5], "labels: label 1 (counted from 0) is 0.5; labels must be whole numbers from 0 to 9"),
    (1, [.nan], "labels: label 0 (counted from 0) is nan; labels must be whole numbers from 0 to 9"),
    (2, [1, 2], "labels: there are 2 columns; give one"),
    (1, [], "labels: it holds no items; copy the whole file"),
  ])
  func `what is not a column of classes is refused`(columns: Int, entries: [Double], message: String) throws {
    let matrix = try Matrix(rows: entries.count / columns, columns: columns, elements: entries)
    let error = #expect(throws: DatasetError.self) { try OneVersusAll(labels: matrix) }
    #expect(error?.description == message)
  }

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
