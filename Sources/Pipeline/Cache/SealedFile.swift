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

/// Writes the values of a state file one after the other, little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func integer(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func number(_ value: Double) { integer(value.bitPattern) }

  mutating func text(_ value: String) {
    integer(UInt32(truncatingIfNeeded: value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  mutating func digest(_ value: Digest) { for index in 0..<4 { integer(value.words[index].bigEndian) } }

  mutating func fingerprint(_ value: Fingerprint) {
    integer(value.size)
    integer(value.modified)
    integer(value.changed)
    integer(value.inode)
  }
}

/// Reads what a ``ByteWriter`` wrote; any mismatch throws ``Damaged`` instead of trapping.
struct ByteReader {
  /// The bytes are not what was written.
  struct Damaged: Error {}

  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  var isAtEnd: Bool { at == bytes.endIndex }

  mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws -> Value {
    let size = MemoryLayout<Value>.size
    guard bytes.endIndex - at >= size else { throw Damaged() }
    defer { at += size }
    return Value(
      littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at - bytes.startIndex, as: Value.self) })
  }

  mutating func number() throws -> Double { Double(bitPattern: try integer()) }

  mutating func text() throws -> String {
    let count = Int(try integer(UInt32.self))
    guard bytes.endIndex - at >= count else { throw Damaged() }
    defer { at += count }
    guard let text = String(validating: bytes[at..<at + count], as: UTF8.self) else { throw Damaged() }
    return text
  }

  mutating func digest() throws -> Digest {
    Digest(
      words: SIMD4(
        UInt64(bigEndian: try integer()), UInt64(bigEndian: try integer()), UInt64(bigEndian: try integer()),
        UInt64(bigEndian: try integer())))
  }

  mutating func fingerprint() throws -> Fingerprint {
    Fingerprint(size: try integer(), modified: try integer(), changed: try integer(), inode: try integer())
  }

  /// A count of items that take at least `size` bytes each.
  mutating func count(of size: Int) throws -> Int {
    let count = Int(try integer(UInt32.self))
    guard (bytes.endIndex - at) / max(size, 1) >= count else { throw Damaged() }
    return count
  }
}
