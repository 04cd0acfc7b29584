import CZlib
import Foundation

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
