import LinearAlgebra

/// Images of equal size, one byte a pixel, each with the number of its class.
public struct LabelledImages: Sendable, Equatable {
  /// Bytes of one image.
  public let pixelsPerImage: Int
  /// The number of classes.
  public let classes: Int
  /// Image after image.
  public let pixels: [UInt8]
  /// Each below `classes`.
  public let labels: [UInt8]

  /// The number of images.
  public var count: Int { labels.count }

  /// - Throws: `DatasetError` in the name of `file` for a label that is not below `classes` and for no items at all.
  init(pixelsPerImage: Int, pixels: [UInt8], labels: [UInt8], classes: Int, file: String) throws {
    guard !labels.isEmpty, pixelsPerImage > 0 else { throw DatasetError(file, .empty) }
    guard pixels.count == labels.count * pixelsPerImage else {
      throw DatasetError(file, .counts(images: pixels.count / pixelsPerImage, labels: labels.count))
    }
    if let index = labels.firstIndex(where: { $0 >= classes }) {
      throw DatasetError(file, .label(index: index, value: Int(labels[index]), classes: classes))
    }
    self.pixelsPerImage = pixelsPerImage
    self.pixels = pixels
    self.labels = labels
    self.classes = classes
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
  ///
  /// - Throws: `DatasetError` in the name of `file` if its images have another size or a label outside these classes.
  public func appending(_ other: LabelledImages, file: String) throws -> LabelledImages {
    guard other.pixelsPerImage == pixelsPerImage else {
      throw DatasetError(file, .pixels(expected: pixelsPerImage, found: other.pixelsPerImage))
    }
    return try LabelledImages(
      pixelsPerImage: pixelsPerImage, pixels: pixels + other.pixels, labels: labels + other.labels,
      classes: classes, file: file)
  }
}
