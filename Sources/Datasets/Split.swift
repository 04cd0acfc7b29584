import LinearAlgebra

/// Disjoint random subsets of a set's indices, one to train on and one to choose parameters by.
public struct Split: Sendable, Equatable {
  /// Indices to train on, in random order.
  public let training: [Int]
  /// Indices to choose parameters by, none of them trained on.
  public let validation: [Int]

  /// The first `training` and the next `validation` places of a random order of 0, 1, ..., count - 1, which is the
  /// permutation of the stream (seed, "split"). With one seed and one `validation` of 0, a smaller training set is the
  /// beginning of a larger one.
  ///
  /// - Throws: `DatasetError` if `training` is not positive, `validation` negative or their sum above `count`.
  public init(count: Int, training: Int, validation: Int, seed: UInt64) throws {
    let (asked, overflow) = training.addingReportingOverflow(validation)
    guard training > 0, validation >= 0, !overflow, asked <= count else {
      throw DatasetError("split", .split(asked: overflow ? Int.max : asked, available: count))
    }
    let order = RandomStream(seed: seed, purpose: "split").permutation(of: count)
    self.training = Array(order[..<training])
    self.validation = Array(order[training..<asked])
  }
}
