/// A state file with a checksum over all of it: read whole or not at all.
///
/// Layout: `plumb `, the name of the format, a newline, the payload, SHA-256 of everything before.
struct SealedFile {
  /// The name and revision of the format.
  let format: String

  /// What became of a file.
  enum Content {
    case absent
    case damaged
    case payload(ArraySlice<UInt8>)
  }

  private var header: [UInt8] { Array("plumb \(format)\n".utf8) }

  /// The file's bytes around `payload`.
  func seal(_ payload: [UInt8]) -> [UInt8] {
    var bytes = header
    bytes.reserveCapacity(bytes.count + payload.count + 32)
    bytes += payload
    bytes += Digest(of: bytes).bytes
    return bytes
  }

  /// The payload of a file's bytes; nil when a single bit of them is not as written.
  func unseal(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    let end = bytes.count - 32
    guard end >= header.count, bytes.starts(with: header) else { return nil }
    guard Digest(bytes: bytes[end...]) == Digest(of: bytes[..<end]) else { return nil }
    return bytes[header.count..<end]
  }

  /// Reads the file at `path`.
  func read(_ path: String) throws -> Content {
    guard let bytes = try FileSystem.read(path) else { return .absent }
    return unseal(bytes).map { .payload($0) } ?? .damaged
  }

  /// The entries that `decode` finds in the file at `path`: none without a file, or when it is not as it was written.
  func entries<Key, Entry>(
    _ path: String, decode: (inout ByteReader) throws -> [Key: Entry]
  ) throws -> (entries: [Key: Entry], wasDamaged: Bool) {
    switch try read(path) {
    case .absent: return ([:], false)
    case .damaged: return ([:], true)
    case .payload(let bytes):
      var reader = ByteReader(bytes)
      let entries = try? decode(&reader)
      return (entries ?? [:], entries == nil)
    }
  }

  /// Writes the file at `path`, atomically and durably.
  func write(_ payload: [UInt8], to path: String) throws { try FileSystem.replace(path, with: seal(payload)) }
}
