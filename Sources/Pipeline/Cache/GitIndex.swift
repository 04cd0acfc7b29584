/// The files that Git follows, from `.git/index`: versions 2 to 4, without extensions that move entries elsewhere.
struct GitIndex {
  /// What the index has of one file.
  struct Entry {
    /// Kind and permissions, as `st_mode`.
    let mode: UInt32
    /// The name of the content.
    let name: [UInt8]
  }

  /// Entries by path; of a file in conflict there is none.
  private(set) var entries: [String: Entry] = [:]
  /// The files of the next commit, in order.
  private var paths: [(path: [UInt8], entry: Entry)] = []
  private(set) var hasConflicts = false
  private let nameSize: Int

  private struct Malformed: Error {}

  /// - Parameter nameSize: bytes of an object's name: 20, or 32 in a repository of SHA-256.
  init?(_ bytes: [UInt8], nameSize: Int) {
    self.nameSize = nameSize
    var reader = Reader(bytes: bytes, end: bytes.count - nameSize)
    do {
      guard try reader.take(4).elementsEqual("DIRC".utf8) else { return nil }
      let version = try reader.word()
      guard (2...4).contains(version) else { return nil }
      var path: [UInt8] = []
      for _ in 0..<(try reader.word()) { try readEntry(&reader, version, &path) }
      while reader.at + 8 <= reader.end { guard try passExtension(&reader) else { return nil } }
    } catch { return nil }
  }

  private mutating func readEntry(_ reader: inout Reader, _ version: UInt32, _ path: inout [UInt8]) throws {
    let start = reader.at
    _ = try reader.take(24)
    let mode = try reader.word()
    _ = try reader.take(12)
    let name = Array(try reader.take(nameSize))
    let flags = try reader.half()
    let more = flags & 0x4000 != 0 ? try reader.half() : 0
    if version == 4 {
      let cut = try reader.variableNumber()
      guard cut <= path.count else { throw Malformed() }
      path = path.dropLast(cut) + (try reader.text())
    } else {
      path = try reader.text()
      // One to eight zero bytes end an entry, of which one was the end of the path.
      let size = reader.at - 1 - start
      reader.at = start + (size / 8 + 1) * 8
    }
    // Longer ones no system opens; their folders are gone through one within the other.
    guard path.count <= 4096 else { throw Malformed() }
    guard flags & 0x3000 == 0 else {
      hasConflicts = true
      return
    }
    let entry = Entry(mode: mode, name: name)
    entries[String(decoding: path, as: UTF8.self)] = entry
    let isIntended = more & 0x2000 != 0
    if !isIntended { paths.append((path, entry)) }
  }

  /// Whether the entries are still whole.
  private func passExtension(_ reader: inout Reader) throws -> Bool {
    let sign = try reader.take(4).first ?? 0
    _ = try reader.take(Int(try reader.word()))
    // Capitals are optional; `link` and `sdir` say that entries stand elsewhere.
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(sign)
  }

  /// The name of the tree that the next commit would have.
  var tree: [UInt8] { tree(paths[...], from: 0) }

  /// The tree of `files`, whose paths are equal before `start`.
  private func tree(_ files: ArraySlice<(path: [UInt8], entry: Entry)>, from start: Int) -> [UInt8] {
    var (content, rest) = ([UInt8](), files)
    while let first = rest.first {
      if let slash = first.path[start...].firstIndex(of: UInt8(ascii: "/")) {
        let folder = first.path[start...slash]
        let inside = rest.prefix { $0.path.count > slash && $0.path[start...slash] == folder }
        content += Array("40000 ".utf8) + folder.dropLast() + [0] + tree(inside, from: slash + 1)
        rest = rest.dropFirst(inside.count)
      } else {
        content +=
          Array(String(first.entry.mode, radix: 8).utf8) + [0x20] + first.path[start...] + [0] + first.entry.name
        rest = rest.dropFirst()
      }
    }
    return GitRepository.name("tree", content, nameSize: nameSize)
  }

  /// The bytes that hexadecimal digits stand for; empty for any other text.
  static func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return [] }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// Reads big-endian values; nothing beyond `end`.
  private struct Reader {
    let bytes: [UInt8]
    let end: Int
    var at = 0

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
      guard count >= 0, at <= end, count <= end - at else { throw Malformed() }
      defer { at += count }
      return bytes[at..<at + count]
    }

    mutating func word() throws -> UInt32 { try take(4).reduce(0) { $0 << 8 | UInt32($1) } }
    mutating func half() throws -> UInt16 { try take(2).reduce(0) { $0 << 8 | UInt16($1) } }

    /// What stands before the next zero byte, which is passed over.
    mutating func text() throws -> [UInt8] {
      guard at < end, let stop = bytes[at..<end].firstIndex(of: 0) else { throw Malformed() }
      defer { at = stop + 1 }
      return Array(bytes[at..<stop])
    }

    /// Seven bits a byte, the highest bit set on all but the last, each further byte counting one more.
    mutating func variableNumber() throws -> Int {
      var value = 0
      for place in 0..<5 {
        guard let byte = try take(1).first else { throw Malformed() }
        value = (place == 0 ? 0 : value + 1) << 7 | Int(byte & 0x7F)
        if byte & 0x80 == 0 { return value }
      }
      throw Malformed()
    }
  }
}
