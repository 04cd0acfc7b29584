import Foundation

/// The IDX files of MNIST and of the sets that follow it, compressed by gzip or not.
///
/// All numbers are big-endian: a magic number (0x0803 for bytes in three dimensions, 0x0801 in one), one 32-bit size
/// per dimension, then the bytes. Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
public enum IDX {
  /// The images and labels of one set.
  ///
  /// - Parameters:
  ///   - names: what errors call the two files.
  ///   - classes: labels must be below it.
  /// - Throws: `DatasetError`.
  public static func read(
    images: Data, labels: Data, names: (images: String, labels: String), classes: Int = 10
  ) throws -> LabelledImages {
    let (imageSizes, pixels) = try content(of: images, file: names.images, dimensions: 3)
    let (labelSizes, values) = try content(of: labels, file: names.labels, dimensions: 1)
    guard imageSizes[0] == labelSizes[0] else {
      throw DatasetError(names.labels, .counts(images: imageSizes[0], labels: labelSizes[0]))
    }
    return try LabelledImages(
      pixelsPerImage: imageSizes[1] * imageSizes[2], pixels: pixels, labels: values, classes: classes,
      file: names.labels)
  }

  private static func content(
    of data: Data, file: String, dimensions: Int
  ) throws -> (sizes: [Int], bytes: [UInt8]) {
    let headerSize = 4 + 4 * dimensions
    let expander = Expander(file: file, headerSize: headerSize) { header in
      let words = bigEndianWords(header)
      let magic = 0x0800 + UInt32(dimensions)
      guard words[0] == magic else { throw DatasetError(file, .magic(expected: magic, found: words[0])) }
      let sizes = words[1...].map(Int.init)
      guard !sizes.contains(0) else { throw DatasetError(file, .empty) }
      var size = 1
      for factor in sizes {
        let (product, overflow) = size.multipliedReportingOverflow(by: factor)
        guard !overflow, product <= 1 << 40 else { throw DatasetError(file, .tooLarge(dimensions: sizes)) }
        size = product
      }
      return headerSize + size
    }
    let bytes = try expander.expand(data)
    return (bigEndianWords(bytes[..<headerSize])[1...].map(Int.init), Array(bytes[headerSize...]))
  }

  private static func bigEndianWords(_ bytes: some Collection<UInt8>) -> [UInt32] {
    var words: [UInt32] = []
    for (index, byte) in bytes.enumerated() {
      if index % 4 == 0 { words.append(0) }
      words[index / 4] = words[index / 4] << 8 | UInt32(byte)
    }
    return words
  }
}
