import LinearAlgebra

/// Images of equal size, one byte a pixel, each with the number of its class.
public struct LabelledImages: Sendable, Equatable {
  /// Bytes of one image.
  public let pixelsPerImage: Int
  /// Image after image.
  public let pixels: [UInt8]
  /// Each below ``OneVersusAll/classes``.
  public let labels: [UInt8]

  public var count: Int { labels.count }

  /// - Throws: `DatasetError` in the name of `file` for a label that is no class and for no items at all.
  init(pixelsPerImage: Int, pixels: [UInt8], labels: [UInt8], file: String) throws {
    guard !labels.isEmpty, pixelsPerImage > 0 else { throw DatasetError(file, .empty) }
    guard pixels.count == labels.count * pixelsPerImage else {
      throw DatasetError(file, .counts(images: pixels.count / pixelsPerImage, labels: labels.count))
    }
    if let index = labels.firstIndex(where: { $0 >= OneVersusAll.classes }) {
      throw DatasetError(file, .label(index: index, value: Int(labels[index]), classes: OneVersusAll.classes))
    }
    (self.pixelsPerImage, self.pixels, self.labels) = (pixelsPerImage, pixels, labels)
  }

  /// The images of the given indices, one a row, their pixels divided by 255 into [0, 1].
  public func inputs(of indices: [Int]) throws -> Matrix {
    try Matrix(rows: indices.count, columns: pixelsPerImage) { elements in
      for (row, index) in indices.enumerated() {
        for pixel in 0..<pixelsPerImage {
          elements.initializeElement(
            at: row * pixelsPerImage + pixel, to: Double(pixels[index * pixelsPerImage + pixel]) / 255)
        }
      }
    }
  }

  /// These images followed by those of `other`.
  /// - Throws: `DatasetError` in the name of `file` if its images have another size.
  public func appending(_ other: LabelledImages, file: String) throws -> LabelledImages {
    guard other.pixelsPerImage == pixelsPerImage else {
      throw DatasetError(file, .pixels(expected: pixelsPerImage, found: other.pixelsPerImage))
    }
    return try LabelledImages(
      pixelsPerImage: pixelsPerImage, pixels: pixels + other.pixels, labels: labels + other.labels, file: file)
  }
}

/// Targets for telling each of ten classes from all others.
public struct OneVersusAll: Sendable, Equatable {
  public static let classes = 10
  /// Each from 0 to 9.
  public let labels: [Int]

  /// The classes in a matrix of one column.
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

/// Disjoint random subsets of a set's indices, one to train on and one to choose parameters by.
public struct Split: Sendable, Equatable {
  /// Indices to train on, in random order.
  public let training: [Int]
  /// Indices to choose parameters by, none of them trained on.
  public let validation: [Int]

  /// The first `training` and the next `validation` places of a random order of 0, 1, ..., count - 1, which is the
  /// permutation of the stream (seed, "split"). With one seed and one `validation` of 0, a smaller training set is the
  /// beginning of a larger one.
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
