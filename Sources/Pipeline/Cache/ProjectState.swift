/// What a project's last runs of one profile left behind: for each stage the key it had and what it cost.
struct ProjectState {
  private static let format = SealedFile(format: "project state 2")

  struct Entry: Equatable {
    var key: Digest?
    var seconds = 0.0
    /// Peak bytes that its last run took; 0 when not measured.
    var memory = 0
    /// Bytes that the stage asked for then, which says how far `memory` corrects what it asks for now.
    var asked = 0
    /// Whether its objects are dropped after use, so that only its record is held.
    var isDroppable = false
    /// Why its last attempt failed, with the log; nil when it did not.
    var failure: Failure?
  }

  struct Failure: Equatable {
    let reason: String
    let log: String
  }

  var entries: [String: Entry]
  /// Whether the file was there but not as it was written.
  let wasDamaged: Bool

  /// Reads the state at `path`; empty when it is missing or damaged.
  init(_ path: String) throws { (entries, wasDamaged) = try Self.format.entries(path, decode: Self.decode) }

  private static func decode(_ reader: inout ByteReader) throws -> [String: Entry] {
    let count = try reader.count(of: 29)
    var entries: [String: Entry] = [:]
    entries.reserveCapacity(count)
    for _ in 0..<count {
      let id = try reader.text()
      let flags = try reader.integer(UInt8.self)
      var entry = Entry()
      if flags & 1 != 0 { entry.key = try reader.digest() }
      entry.seconds = try reader.number()
      entry.memory = Int(try reader.integer(Int64.self))
      entry.asked = Int(try reader.integer(Int64.self))
      entry.isDroppable = flags & 4 != 0
      if flags & 2 != 0 { entry.failure = Failure(reason: try reader.text(), log: try reader.text()) }
      entries[id] = entry
    }
    return entries
  }

  func save(_ path: String) throws {
    var writer = ByteWriter()
    writer.integer(UInt32(entries.count))
    for (id, entry) in entries.sorted(by: { $0.key < $1.key }) {
      writer.text(id)
      writer.integer(
        UInt8((entry.key == nil ? 0 : 1) + (entry.failure == nil ? 0 : 2) + (entry.isDroppable ? 4 : 0)))
      if let key = entry.key { writer.digest(key) }
      writer.number(entry.seconds)
      writer.integer(Int64(entry.memory))
      writer.integer(Int64(entry.asked))
      if let failure = entry.failure {
        writer.text(failure.reason)
        writer.text(failure.log)
      }
    }
    try Self.format.write(writer.bytes, to: path)
  }
}

extension ProjectState.Entry {
  /// The bytes to reserve for a stage that asks for `estimate`.
  ///
  /// A measurement of the same request takes its place, with a tenth to spare. After a change of parameters the request
  /// is another one, and counts; but a stage that took more than it asked for is given more again, in proportion.
  func corrected(_ estimate: Int) -> Int {
    guard memory > 0 else { return estimate }
    if asked == estimate { return Resources.bytes(Double(memory) * 1.1) }
    guard asked > 0, memory > asked else { return estimate }
    return Resources.bytes(Double(estimate) * Double(memory) / Double(asked))
  }
}

/// A state file with a checksum over all of it: read whole or not at all.
///
/// Layout: `plumb `, the name of the format, a newline, the payload, SHA-256 of everything before.
struct SealedFile {
  let format: String

  enum Content {
    case absent
    case damaged
    case payload(ArraySlice<UInt8>)
  }

  private var header: [UInt8] { Array("plumb \(format)\n".utf8) }

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
