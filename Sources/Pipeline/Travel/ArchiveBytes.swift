import CZlib
import Foundation

/// The bytes of an archive that is read, one after the other.
protocol ArchiveSource: AnyObject {
  /// How many bytes there can be at most.
  var bound: Int { get }
  /// What comes next, at most `count` bytes and at most a megabyte; nothing at the end. It stands until the next call.
  /// - Throws: ``ArchiveFault``, ``FileError``.
  func next(_ count: Int) throws -> UnsafeRawBufferPointer
  /// Passes over the next `count` bytes.
  func skip(_ count: Int) throws
  /// Whether nothing follows.
  func isAtEnd() throws -> Bool
}

extension ArchiveSource {
  /// Calls `body` with the next `count` bytes, in pieces of at most a megabyte.
  /// - Throws: ``ArchiveFault`` when there are fewer, ``FileError``.
  func read(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var left = count
    while left > 0 {
      let piece = try next(left)
      guard piece.count > 0 else { throw ArchiveFault.cutOff }
      try body(piece)
      left -= piece.count
    }
  }

  /// The next `count` bytes, which must fit into memory.
  func bytes(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try read(count) { bytes.append(contentsOf: $0) }
    return bytes
  }
}

/// A file as it stands.
final class PlainSource: ArchiveSource {
  private static let piece = 1 << 20

  private let handle: FileSystem.Handle
  let bound: Int
  private var offset = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)

  init(_ handle: FileSystem.Handle) {
    self.handle = handle
    bound = Int(Fingerprint(descriptor: handle.descriptor)?.size ?? 0)
  }

  deinit { buffer.deallocate() }

  func next(_ count: Int) throws -> UnsafeRawBufferPointer {
    while true {
      let found = pread(handle.descriptor, buffer.baseAddress, min(count, buffer.count), off_t(offset))
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else { throw FileError(.read, handle.path, code: errno) }
      offset += found
      return UnsafeRawBufferPointer(rebasing: buffer[..<found])
    }
  }

  func skip(_ count: Int) throws {
    guard count <= bound - offset else { throw ArchiveFault.cutOff }
    offset += count
  }

  func isAtEnd() throws -> Bool { offset >= bound }
}

/// A file that is compressed as gzip, in one piece, with the header that ``DeflatedSink`` writes and nothing after it.
final class InflatedSource: ArchiveSource {
  /// Deflate makes a byte of at most so many.
  private static let mostPerByte = 1032

  private let file: PlainSource
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var isDone = false
  let bound: Int

  /// Whether `bytes` are the beginning of a compressed archive.
  static func begins(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  init(_ handle: FileSystem.Handle) throws {
    file = PlainSource(handle)
    bound = file.bound.multipliedReportingOverflow(by: Self.mostPerByte).partialValue
    stream.initialize(to: z_stream())
    // Its memory is needed from here on, whatever is thrown.
    guard inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw FileError(.read, handle.path, code: ENOMEM)
    }
    guard try file.bytes(DeflatedSink.header.count) == DeflatedSink.header else { throw ArchiveFault.damaged(nil) }
  }

  private var checksum = crc32(0, nil, 0)
  private var count: UInt32 = 0

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    buffer.deallocate()
  }

  func skip(_ count: Int) throws { try read(count) { _ in } }

  func isAtEnd() throws -> Bool { try next(1).isEmpty && file.isAtEnd() }

  /// At the end of the compressed data these are checked.
  func next(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard !isDone else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(min(count, buffer.count))
    let room = stream.pointee.avail_out
    while true {
      if stream.pointee.avail_in == 0 {
        let piece = try file.next(1 << 16)
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(piece.count)
      }
      let code = inflate(stream, Z_NO_FLUSH)
      let made = room - stream.pointee.avail_out
      guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw ArchiveFault.damaged(nil) }
      guard made > 0 || code == Z_STREAM_END else {
        if stream.pointee.avail_in == 0, try file.isAtEnd() { throw ArchiveFault.cutOff }
        continue
      }
      let piece = UnsafeRawBufferPointer(rebasing: buffer[..<Int(made)])
      checksum = crc32(checksum, piece.baseAddress?.assumingMemoryBound(to: UInt8.self), made)
      self.count &+= made
      if code == Z_STREAM_END { try finish() }
      return piece
    }
  }

  /// Checks what stands after the compressed data: their checksum and their length.
  private func finish() throws {
    isDone = true
    var rest = Array(UnsafeBufferPointer(start: stream.pointee.next_in, count: Int(stream.pointee.avail_in)))
    if rest.count < 8 { rest += try file.next(8 - rest.count) }
    guard rest.count >= 8 else { throw ArchiveFault.cutOff }
    guard rest[..<8].elementsEqual(DeflatedSink.trailer(checksum, count)) else { throw ArchiveFault.damaged(nil) }
    guard rest.count == 8, try file.isAtEnd() else { throw ArchiveFault.goesOn }
  }
}

/// Where the bytes of an archive go that is written.
protocol ArchiveSink: AnyObject {
  func write(_ bytes: UnsafeRawBufferPointer) throws
  /// Writes what is left.
  func finish() throws
}

extension ArchiveSink {
  func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}

/// A file as it stands.
final class PlainSink: ArchiveSink {
  private let handle: FileSystem.Handle

  init(_ handle: FileSystem.Handle) { self.handle = handle }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    try FileSystem.write(bytes, to: handle.descriptor, path: handle.path)
  }

  func finish() throws {}
}

/// A file that is compressed as gzip, the same bytes for the same content.
final class DeflatedSink: ArchiveSink {
  /// Without a name, a time or a system.
  static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  private let handle: FileSystem.Handle
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var checksum = crc32(0, nil, 0)
  private var count: UInt32 = 0

  init(_ handle: FileSystem.Handle) throws {
    self.handle = handle
    stream.initialize(to: z_stream())
    let code = deflateInit2_(
      stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw FileError(.write, handle.path, code: ENOMEM) }
    try Self.header.withUnsafeBytes { try FileSystem.write($0, to: handle.descriptor, path: handle.path) }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    buffer.deallocate()
  }

  /// The checksum and the length of what was compressed, as they stand at the end.
  static func trailer(_ checksum: UInt, _ count: UInt32) -> [UInt8] {
    [UInt32(truncatingIfNeeded: checksum), count].flatMap { value in (0..<4).map { UInt8(value >> (8 * $0) & 255) } }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    checksum = crc32(checksum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count))
    count &+= UInt32(truncatingIfNeeded: bytes.count)
    try deflate(bytes, Z_NO_FLUSH)
  }

  func finish() throws {
    try deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH)
    try Self.trailer(checksum, count).withUnsafeBytes {
      try FileSystem.write($0, to: handle.descriptor, path: handle.path)
    }
  }

  private func deflate(_ bytes: UnsafeRawBufferPointer, _ flush: Int32) throws {
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
    repeat {
      stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(buffer.count)
      _ = CZlib.deflate(stream, flush)
      let made = buffer.count - Int(stream.pointee.avail_out)
      try FileSystem.write(
        UnsafeRawBufferPointer(rebasing: buffer[..<made]), to: handle.descriptor, path: handle.path)
    } while stream.pointee.avail_out == 0
  }
}
