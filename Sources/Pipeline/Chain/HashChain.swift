import Documents
import Foundation

/// A file of JSON lines that only grows: each line holds its number, the digest of the line before and its own.
///
/// A line is the canonical text of an object. Its member `sha256` is the digest of the canonical text of all its other members,
/// `previous` that of the line before (64 zeros in the first), `entry` its number from 1 on. So a line that is altered, removed
/// or put elsewhere is found by its number. A chain that was written anew from some line on is whole in itself: what shows that
/// is a copy that somebody keeps, such as Git's (``GitRepository/isContinued(_:at:)``), or a timestamp.
public struct HashChain: Sendable {
  /// One line.
  public struct Entry: Sendable {
    public let number: Int
    /// Its members but for those of the chain.
    public let body: JSON
    /// The digest of the line.
    public let digest: Digest
  }

  /// The file as people call it.
  public let name: String
  public private(set) var entries: [Entry] = []
  /// The text of the file.
  public private(set) var bytes: [UInt8] = []

  /// How many bytes and entries were read.
  private var read = (bytes: 0, entries: 0)
  /// The numbers of entries that speak of the one before them.
  private var bound: Set<Int> = []

  private static let own: Set = ["entry", "previous", "sha256"]
  private static let nothing = String(repeating: "0", count: 64)

  /// A chain without entries.
  public init(name: String) { self.name = name }

  /// Reads a chain.
  /// - Throws: ``ChainError``: the first entry that is not as it was written.
  public init(name: String, bytes: [UInt8]) throws {
    self.name = name
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard bytes.isEmpty || lines.last?.isEmpty == true else { throw ChainError(name, .cutOff(line: lines.count)) }
    let read = try lines.dropLast().enumerated().map { index, line in try Self.line(Array(line), index + 1, name) }
    let numbers = Set(read.map(\.number))
    for (index, line) in read.enumerated() {
      let due = index + 1
      guard line.isIntact else { throw ChainError(name, .altered(entry: line.number, line: due)) }
      if line.number != due {
        let fault: ChainError.Fault =
          numbers.contains(due) ? .moved(entry: line.number, line: due) : .removed(entry: due, found: line.number)
        throw ChainError(name, fault)
      }
      guard line.previous == entries.last?.digest.hex ?? Self.nothing else {
        throw ChainError(name, .follows(entry: due))
      }
      entries.append(Entry(number: line.number, body: line.body, digest: line.digest))
    }
    self.bytes = bytes
    self.read = (bytes.count, entries.count)
  }

  private struct Line {
    let number: Int
    let previous: String
    let body: JSON
    let digest: Digest
    let isIntact: Bool
  }

  private static func line(_ bytes: [UInt8], _ number: Int, _ name: String) throws -> Line {
    guard let json = try? JSON.parse(SourceText(name: name, bytes: bytes)), let members = json.members,
      let entry = json["entry"]?.integer, let previous = json["previous"]?.string, let stated = json["sha256"]?.string
    else { throw ChainError(name, .noEntry(line: number)) }
    let digest = Digest(of: JSON(.object(members.filter { $0.key != "sha256" })).canonical)
    return Line(
      number: entry, previous: previous, body: JSON(.object(members.filter { !own.contains($0.key) })), digest: digest,
      isIntact: digest.hex == stated && Array(json.canonical.utf8) == bytes)
  }

  /// Adds a line.
  /// - Parameters:
  ///   - body: members other than those of the chain.
  ///   - isBound: whether it speaks of the entry before it, and cannot stand behind another one.
  public mutating func append(_ body: [JSON.Member], isBound: Bool = false) {
    let previous = entries.last?.digest.hex ?? Self.nothing
    let chained = [
      JSON.Member("entry", JSON(.integer(entries.count + 1))), JSON.Member("previous", JSON(.string(previous))),
    ]
    let members = body.filter { !Self.own.contains($0.key) } + chained
    let digest = Digest(of: JSON(.object(members)).canonical)
    let line = JSON(.object(members + [JSON.Member("sha256", JSON(.string(digest.hex)))]))
    bytes += Array(line.canonical.utf8) + [UInt8(ascii: "\n")]
    entries.append(Entry(number: entries.count + 1, body: JSON(.object(body)), digest: digest))
    if isBound { bound.insert(entries.count) }
  }

  /// Reads the chain at `path`; nil where there is no file.
  /// - Throws: ``ChainError``.
  public static func read(_ path: String) throws -> HashChain? {
    let name = String(path.split(separator: "/").last ?? "")
    guard let bytes = try FileSystem.read(path) else { return nil }
    let chain = try HashChain(name: name, bytes: bytes)
    if GitRepository(around: FileSystem.parent(path))?.isContinued(bytes, at: path) == false {
      throw ChainError(name, .other)
    }
    return chain
  }

  /// Writes the file in place of the one that is there, atomically. What another process has added since this chain was read
  /// stays: the new entries of this one then stand behind it. No other process writes meanwhile.
  /// - Throws: ``ChainError`` where the file is no continuation of what was read, or a new entry speaks of the one before it;
  ///   ``EngineError/exportNotWritten(_:code:)``.
  public mutating func write(to path: String) throws {
    do {
      // The folder, since the file itself is replaced.
      let folder = try FileSystem.Handle(FileSystem.parent(path), O_RDONLY | O_DIRECTORY)
      try FileSystem.lock(folder)
      defer { FileSystem.unlock(folder) }
      if let there = try FileSystem.read(path), !bytes.starts(with: there) { try follow(there) }
      try FileSystem.replace(path, with: bytes)
      read = (bytes.count, entries.count)
    } catch let error as FileError {
      throw EngineError.exportNotWritten(name, code: error.code)
    }
  }

  /// Puts the entries that were added to this chain behind those of the file `there`, which others have added to.
  private mutating func follow(_ there: [UInt8]) throws {
    let added = entries.dropFirst(read.entries)
    guard there.starts(with: bytes.prefix(read.bytes)), bound.isDisjoint(with: added.map(\.number)) else {
      throw ChainError(name, .grown)
    }
    var chain = try HashChain(name: name, bytes: there)
    for entry in added { chain.append(entry.body.members ?? []) }
    self = chain
  }
}

extension GitRepository {
  /// Whether the file at `path`, absolute, begins with what Git's index has of it, line by line; nil where Git does not follow
  /// it, or its index cannot be read.
  public func isContinued(_ bytes: [UInt8], at path: String) -> Bool? {
    guard let index, let file = ProjectPath.resolved(path), file.hasPrefix(worktree == "/" ? "/" : worktree + "/"),
      let entry = index.entries[String(file.dropFirst(worktree == "/" ? 1 : worktree.count + 1))]
    else { return nil }
    var end = bytes.count
    while end >= 0 {
      if Self.name("blob", Array(bytes[..<end]), nameSize: entry.name.count) == entry.name { return true }
      guard end > 0 else { return false }
      // Up to the end of the line before.
      end = bytes[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }
    return false
  }
}
