/// The objects whose content is known to match their name, by what `stat` said when that was found.
///
/// An object is hashed when it is first used; as long as size, times and inode stay the same it is not hashed again, in
/// this run or a later one. So a changed byte is found whenever the change left any trace in the file system; decay that
/// leaves none (a failing disk) is found by ``Engine/verify()``, which hashes everything.
final class StatIndex {
  private static let format = SealedFile(format: "object index 1")
  private let path: String
  private var entries: [Digest: Fingerprint]
  private var isChanged: Bool
  /// Whether the file was there but not as it was written.
  let wasDamaged: Bool

  init(_ path: String) throws {
    self.path = path
    (entries, wasDamaged) = try Self.format.entries(path, decode: Self.decode)
    isChanged = wasDamaged
  }

  private static func decode(_ reader: inout ByteReader) throws -> [Digest: Fingerprint] {
    let count = try reader.count(of: 64)
    var entries: [Digest: Fingerprint] = [:]
    entries.reserveCapacity(count)
    for _ in 0..<count { entries[try reader.digest()] = try reader.fingerprint() }
    return entries
  }

  subscript(_ digest: Digest) -> Fingerprint? {
    get { entries[digest] }
    set {
      guard entries[digest] != newValue else { return }
      entries[digest] = newValue
      isChanged = true
    }
  }

  /// Writes the entries, sorted, if any changed.
  func save() throws {
    guard isChanged else { return }
    var writer = ByteWriter()
    writer.integer(UInt32(entries.count))
    for (digest, fingerprint) in entries.sorted(by: { $0.key < $1.key }) {
      writer.digest(digest)
      writer.fingerprint(fingerprint)
    }
    try Self.format.write(writer.bytes, to: path)
    isChanged = false
  }
}
