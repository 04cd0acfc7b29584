import CZlib
import Foundation

/// The IDX files of MNIST and of the sets that follow it, compressed by gzip or not.
///
/// All numbers are big-endian: a magic number (0x0803 for bytes in three dimensions, 0x0801 in one), one 32-bit size
/// per dimension, then the bytes. Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
public enum IDX {
  /// The images and labels of one set.
  /// - Parameter names: what errors call the two files.
  /// - Throws: `DatasetError`.
  public static func read(
    images: Data, labels: Data, names: (images: String, labels: String)
  ) throws -> LabelledImages {
    let (imageSizes, pixels) = try content(of: images, file: names.images, dimensions: 3)
    let (labelSizes, values) = try content(of: labels, file: names.labels, dimensions: 1)
    guard imageSizes[0] == labelSizes[0] else {
      throw DatasetError(names.labels, .counts(images: imageSizes[0], labels: labelSizes[0]))
    }
    return try LabelledImages(
      pixelsPerImage: imageSizes[1] * imageSizes[2], pixels: pixels, labels: values, file: names.labels)
  }

  private static func content(of data: Data, file: String, dimensions: Int) throws -> (sizes: [Int], bytes: [UInt8]) {
    let headerSize = 4 + 4 * dimensions
    let expander = Expander(file: file, headerSize: headerSize) { header in
      let words = bigEndianWords(header[...])
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

  private static func bigEndianWords(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes.dropFirst(start).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}

/// The binary version of CIFAR-10: records of one label byte and 3,072 pixel bytes (red, green, blue planes of 32 x 32),
/// 10,000 of them in each file.
///
/// Source: Krizhevsky, "Learning multiple layers of features from tiny images" (2009), and its data page.
public enum CIFAR10 {
  /// Bytes of one image: three planes.
  public static let pixelsPerImage = 3 * 32 * 32

  /// The images of one file, compressed by gzip or not.
  /// - Parameters:
  ///   - name: what errors call the file.
  ///   - records: how many the file must hold.
  /// - Throws: `DatasetError`.
  public static func read(_ data: Data, name: String, records: Int = 10_000) throws -> LabelledImages {
    guard records > 0 else { throw DatasetError(name, .empty) }
    let record = 1 + pixelsPerImage
    let bytes = try Expander(file: name, headerSize: 0) { _ in record * records }.expand(data)
    let starts = stride(from: 0, to: bytes.count, by: record)
    return try LabelledImages(
      pixelsPerImage: pixelsPerImage, pixels: starts.flatMap { bytes[($0 + 1)..<($0 + record)] },
      labels: starts.map { bytes[$0] }, file: name)
  }
}

/// The content of a data file that may be compressed by gzip, never more of it than it must hold.
///
/// `headerSize` bytes are read first; `contentSize` computes from them how long the whole content must be. A compressed
/// file that could not hold so much (deflate never exceeds 1,032 to 1), ends early, goes on, or fails its checksum is
/// refused, so that memory stays bounded by that length and by 1,032 times the size of the file.
struct Expander {
  let file: String
  let headerSize: Int
  let contentSize: ([UInt8]) throws -> Int

  private static let largestRatio = 1_032

  /// - Throws: `DatasetError` naming `file`.
  func expand(_ data: Data) throws -> [UInt8] {
    data.starts(with: [0x1f, 0x8b]) ? try inflated(data) : try plain(data)
  }

  private func plain(_ data: Data) throws -> [UInt8] {
    guard data.count >= headerSize else { throw fault(.tooShort(needed: headerSize, found: data.count)) }
    let expected = try contentSize([UInt8](data.prefix(headerSize)))
    guard data.count >= expected else { throw fault(.size(expected: expected, found: data.count)) }
    guard data.count == expected else { throw fault(.longer(expected: expected)) }
    return [UInt8](data)
  }

  private func inflated(_ data: Data) throws -> [UInt8] {
    try data.withUnsafeBytes { compressed in
      var stream = z_stream()
      // 16 asks for the gzip wrapper, whose length and CRC-32 zlib then checks.
      guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        throw fault(.damaged("zlib cannot start"))
      }
      defer { inflateEnd(&stream) }
      guard compressed.count <= Int(UInt32.max) else { throw fault(.tooLarge(dimensions: [compressed.count])) }
      stream.next_in = UnsafeMutablePointer(mutating: compressed.bindMemory(to: UInt8.self).baseAddress)
      stream.avail_in = UInt32(compressed.count)

      let header = try next(headerSize, of: &stream).bytes
      guard header.count == headerSize else { throw fault(.tooShort(needed: headerSize, found: header.count)) }
      let expected = try contentSize(header)
      guard expected / Self.largestRatio <= compressed.count else {
        throw fault(.implausible(claimed: expected, compressed: compressed.count))
      }
      // One byte more than expected, so that the end of the stream, with its checksum, is reached.
      let (rest, ended) = try next(expected - headerSize + 1, of: &stream)
      guard header.count + rest.count <= expected else { throw fault(.longer(expected: expected)) }
      guard header.count + rest.count == expected else {
        throw fault(.size(expected: expected, found: header.count + rest.count))
      }
      guard ended else { throw fault(.damaged("its end is missing")) }
      guard stream.avail_in == 0 else { throw fault(.trailing(bytes: Int(stream.avail_in))) }
      return header + rest
    }
  }

  /// Up to `count` more bytes, fewer at the end of the stream, and whether that end, checksum included, was reached.
  private func next(_ count: Int, of stream: inout z_stream) throws -> (bytes: [UInt8], ended: Bool) {
    guard count > 0 else { return ([], false) }
    guard let size = UInt32(exactly: count) else { throw fault(.tooLarge(dimensions: [count])) }
    var ended = false
    let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      stream.next_out = buffer.baseAddress
      stream.avail_out = size
      let status = inflate(&stream, Z_NO_FLUSH)
      filled = count - Int(stream.avail_out)
      switch status {
      case Z_STREAM_END: ended = true
      case Z_OK: break
      case Z_BUF_ERROR where stream.avail_in == 0: break
      default: throw fault(.damaged(stream.msg.map { String(cString: $0) } ?? "code \(status)"))
      }
    }
    return (bytes, ended)
  }

  private func fault(_ fault: DatasetError.Fault) -> DatasetError { DatasetError(file, fault) }
}

/// The library that unpacks data files.
public enum ZlibLibrary {
  public static var version: String { zlibVersion().map { String(cString: $0) } ?? "unknown" }
}
