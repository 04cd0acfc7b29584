import Foundation

/// The binary version of CIFAR-10: records of one label byte and 3,072 pixel bytes (red, green, blue planes of 32 x 32),
/// 10,000 of them in each file.
///
/// Source: Krizhevsky, "Learning multiple layers of features from tiny images" (2009), and its data page.
public enum CIFAR10 {
  /// Bytes of one image: three planes.
  public static let pixelsPerImage = 3 * 32 * 32

  /// The images of one file, compressed by gzip or not.
  ///
  /// - Parameters:
  ///   - name: what errors call the file.
  ///   - records: how many the file must hold.
  /// - Throws: `DatasetError`.
  public static func read(_ data: Data, name: String, records: Int = 10_000) throws -> LabelledImages {
    guard records > 0 else { throw DatasetError(name, .empty) }
    let record = 1 + pixelsPerImage
    let bytes = try Expander(file: name, headerSize: 0) { _ in record * records }.expand(data)
    var labels: [UInt8] = []
    var pixels: [UInt8] = []
    pixels.reserveCapacity(records * pixelsPerImage)
    for start in stride(from: 0, to: bytes.count, by: record) {
      labels.append(bytes[start])
      pixels += bytes[(start + 1)..<(start + record)]
    }
    return try LabelledImages(
      pixelsPerImage: pixelsPerImage, pixels: pixels, labels: labels, classes: 10, file: name)
  }
}
