import CZlib
import Foundation

/// Bytes of small data files, built by hand.
enum Samples {
  /// Two images of 2 x 3 pixels: 0, 51, ..., 255 and its reverse.
  static let images = bigEndian(0x803, 2, 2, 3) + Data([0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0])
  static let labels = bigEndian(0x801, 2) + Data([7, 0])

  static func bigEndian(_ words: UInt32...) -> Data {
    Data(words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } })
  }

  /// `data` compressed into one gzip member.
  static func gzip(_ data: Data) -> Data {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
      return Data()
    }
    defer { deflateEnd(&stream) }
    var input = [UInt8](data)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(data.count))))
    return input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        deflate(&stream, Z_FINISH)
        return Data(target[..<(target.count - Int(stream.avail_out))])
      }
    }
  }
}
