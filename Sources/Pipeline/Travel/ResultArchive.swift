import Foundation

/// Records and objects that came from elsewhere, to be looked at before anything is taken.
protocol ResultSource: AnyObject {
  /// What people call it.
  var path: String { get }
  /// The record of `key` as it stands there; nil when there is none.
  /// - Throws: ``TravelError`` for one that is not as it was written.
  func record(_ key: Digest) throws -> Record?
  /// Whether it has an object of that digest and size.
  func holds(_ output: Record.Output) -> Bool
  /// How many records there are.
  func count() throws -> Int
  /// The profile that its results are of, where it says so.
  var profile: String? { get }
  /// Hands over the objects of `wanted`, in an order of its own; each is read from within `take`.
  ///
  /// The bytes are as they came: whoever takes them checks the digest.
  /// - Throws: ``TravelError`` for what is not as it was written.
  func deliver(_ wanted: [Digest: Int], _ take: (Digest, _ read: PieceReader) throws -> Void) throws
}

/// Calls its argument with every piece of an object.
typealias PieceReader = (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void

/// An archive of results that is read from its beginning to its end, once.
///
/// The index comes first and says what follows; a header that is not the one that is due ends the reading. Memory is
/// bounded by the index and the records, of which ``ResultIndex`` bounds both; objects are never held.
final class ResultArchive: ResultSource {
  let path: String
  let index: ResultIndex
  private let source: any ArchiveSource
  private var records: [Digest: Record] = [:]
  private let sizes: [Digest: Int]
  private let promised: Set<String>
  private var seen: Set<String> = []

  /// Reads index and records of the archive at `path`.
  /// - Throws: ``TravelError``, ``FileError``.
  init(_ path: String) throws {
    self.path = path
    let handle = try FileSystem.Handle(path, O_RDONLY | O_NONBLOCK)
    guard Fingerprint(descriptor: handle.descriptor) != nil else { throw TravelError.notResults(path) }
    do {
      source = try Self.source(handle)
      index = try Self.index(source)
    } catch let fault as ArchiveFault {
      throw fault == .noIndex ? TravelError.notResults(path) : TravelError.archive(path, fault)
    }
    sizes = Dictionary(uniqueKeysWithValues: index.objects.map { ($0.digest, $0.size) })
    promised = Set(index.entries.map(\.name))
    try faults { for entry in index.entries where entry.folder == .records { try readRecord(entry.name, entry.item) } }
  }

  var profile: String? { index.profile }

  func record(_ key: Digest) -> Record? { records[key] }

  func holds(_ output: Record.Output) -> Bool { sizes[output.digest] == output.size }

  func count() -> Int { index.records.count }

  func deliver(_ wanted: [Digest: Int], _ take: (Digest, PieceReader) throws -> Void) throws {
    try faults {
      for (name, folder, item) in index.entries where folder == .objects {
        try header(name, item.size)
        if wanted[item.digest] != nil {
          var isRead = false
          try take(item.digest) { body in
            isRead = true
            try source.read(item.size, body)
          }
          if !isRead { try source.skip(item.size) }
        } else {
          try source.skip(item.size)
        }
        try padding(item.size)
      }
      guard try source.bytes(2 * TarBlock.size).allSatisfy({ $0 == 0 }) else { throw ArchiveFault.goesOn }
      guard try source.isAtEnd() else { throw ArchiveFault.goesOn }
    }
  }

  /// Whether the file at `path` begins as an archive of results does.
  static func isOne(_ path: String) -> Bool {
    guard let handle = try? FileSystem.Handle(path, O_RDONLY | O_NONBLOCK),
      Fingerprint(descriptor: handle.descriptor) != nil, let source = try? source(handle),
      let first = try? source.bytes(TarBlock.size + 32)
    else { return false }
    return first.starts(with: "\(ResultIndex.top)/\(ResultIndex.name)\0".utf8)
      && ResultIndex.begins(first[TarBlock.size...])
  }

  private static func source(_ handle: FileSystem.Handle) throws -> any ArchiveSource {
    let start = (try? PlainSource(handle).bytes(2)) ?? []
    return InflatedSource.begins(start) ? try InflatedSource(handle) : PlainSource(handle)
  }

  private static func index(_ source: any ArchiveSource) throws -> ResultIndex {
    let name = "\(ResultIndex.top)/\(ResultIndex.name)"
    guard let block = try? source.bytes(TarBlock.size), block.starts(with: name.utf8), let size = size(block),
      size <= ResultIndex.mostBytes, TarBlock.header(name, size) == block
    else { throw ArchiveFault.noIndex }
    guard size <= source.bound else { throw ArchiveFault.promisesTooMuch }
    let bytes = try source.bytes(size)
    guard try source.bytes(TarBlock.padding(size)).allSatisfy({ $0 == 0 }) else { throw ArchiveFault.damaged(nil) }
    guard let index = ResultIndex(bytes) else { throw ArchiveFault.damaged(name) }
    // Before anything is taken; what is too long is found where it goes on.
    guard index.extent <= source.bound else {
      throw source is PlainSource
        ? ArchiveFault.tooShort(found: source.bound, promised: index.extent) : ArchiveFault.promisesTooMuch
    }
    return index
  }

  /// The size in a header, where it stands in octal digits.
  private static func size(_ block: [UInt8]) -> Int? {
    Int(String(decoding: block[124..<135], as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }

  private func readRecord(_ name: String, _ item: ResultIndex.Item) throws {
    try header(name, item.size)
    let bytes = try source.bytes(item.size)
    try padding(item.size)
    guard Digest(of: bytes) == item.content, let record = Record(travelled: bytes), record.key == item.digest else {
      throw ArchiveFault.damaged(name)
    }
    records[item.digest] = record
  }

  /// Reads the header of `name`, which must be the one that is due.
  private func header(_ name: String, _ size: Int) throws {
    let block = try source.bytes(TarBlock.size)
    guard block == TarBlock.header(name, size) else {
      throw TarBlock.fault(block, seen: seen, promised: promised)
    }
    seen.insert(name)
  }

  private func padding(_ size: Int) throws {
    guard try source.bytes(TarBlock.padding(size)).allSatisfy({ $0 == 0 }) else { throw ArchiveFault.damaged(nil) }
  }

  private func faults(_ body: () throws -> Void) throws {
    do { try body() } catch let fault as ArchiveFault { throw TravelError.archive(path, fault) }
  }
}

extension Record {
  /// The record of a line that came from elsewhere; nil unless it is as ``line`` writes it, its key is that of its
  /// components, and its numbers are such as a run leaves: nobody who adds them up has to think of others.
  init?(travelled bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let record = Record(line: bytes.dropLast()),
      KeyComponents.digest(of: record.components) == record.key, 0...1e10 ~= record.seconds,
      0...(1 << 60) ~= record.memory, 0...(1 << 20) ~= record.cores,
      record.outputs.allSatisfy({ 0...ResultIndex.mostObjectBytes ~= $0.size }),
      Set(record.outputs.map(\.name)).count == record.outputs.count, Array(record.line.utf8) == bytes
    else { return nil }
    self = record
  }
}
