import LinearAlgebra

/// Targets for telling each of ten classes from all others.
public struct OneVersusAll: Sendable, Equatable {
  /// The number of classes.
  public static let classes = 10
  /// Each from 0 to 9.
  public let labels: [Int]

  /// The classes in a matrix of one column.
  ///
  /// - Throws: `DatasetError` for another shape, no rows, and an entry that is not a whole number from 0 to 9.
  public init(labels: Matrix) throws {
    guard labels.rows > 0 else { throw DatasetError("labels", .empty) }
    guard labels.columns == 1 else { throw DatasetError("labels", .notAColumn(columns: labels.columns)) }
    self.labels = try labels.elements.enumerated().map { index, value in
      guard let label = Int(exactly: value), (0..<Self.classes).contains(label) else {
        throw DatasetError("labels", .notALabel(index: index, value: value, classes: Self.classes))
      }
      return label
    }
  }

  /// For each of the given indices 9/10 in the column of its class and -1/10 elsewhere, so that with equally frequent
  /// classes every column has mean 0.
  ///
  /// Source: Bietti and Bach, "Deep equals shallow for ReLU networks in kernel regimes" (ICLR 2021), authors' code.
  public func targets(of indices: [Int]) throws -> Matrix {
    let rest = 1 / Double(Self.classes)
    var result = try Matrix(repeating: -rest, rows: indices.count, columns: Self.classes)
    for (row, index) in indices.enumerated() { result[row, labels[index]] = 1 - rest }
    return result
  }
}
