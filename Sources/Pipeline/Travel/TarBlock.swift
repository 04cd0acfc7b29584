/// The blocks of an archive of results: a tar file (POSIX ustar), every header of which follows from name and size alone.
///
/// So a header is not interpreted when it is read: it is the one that ``header(_:_:)`` writes, or the archive is refused,
/// and ``fault(_:seen:promised:)`` says why. Links, devices, owners and times other than the fixed ones cannot occur.
enum TarBlock {
  static let size = 512
  /// 1 January 1980, as in other bundles: the bytes of an archive depend on its content only.
  private static let time = 315_532_800
  /// What eleven octal digits hold; a larger size stands there in binary, as GNU tar, bsdtar and Python read it.
  private static let mostOctal = 1 << 33

  /// Where a field stands in a header.
  private enum Field {
    static let name = 0..<100
    static let mode = 100..<108
    static let user = 108..<116
    static let group = 116..<124
    static let size = 124..<136
    static let time = 136..<148
    static let sum = 148..<156
    static let kind = 156
    static let magic = 257..<265
    static let major = 329..<337
    static let minor = 337..<345
    static let prefix = 345..<500
  }

  /// The header of a plain file; the name has at most 100 bytes.
  static func header(_ name: String, _ size: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.size)
    func put(_ text: String, _ field: Range<Int>) {
      for (place, byte) in zip(field, text.utf8) { block[place] = byte }
    }
    put(name, Field.name)
    for (field, value) in [
      (Field.mode, 0o644), (Field.user, 0), (Field.group, 0), (Field.time, time), (Field.major, 0), (Field.minor, 0),
    ] { put(octal(value, field.count - 1), field) }
    if size < mostOctal {
      put(octal(size, 11), Field.size)
    } else {
      for (place, shift) in zip(Field.size.suffix(8), stride(from: 56, through: 0, by: -8)) {
        block[place] = UInt8(truncatingIfNeeded: size >> shift)
      }
      block[Field.size.lowerBound] = 0x80
    }
    block[Field.kind] = UInt8(ascii: "0")
    put("ustar\0" + "00", Field.magic)
    put(octal(sum(block), 6) + "\0 ", Field.sum)
    return block
  }

  private static func octal(_ value: Int, _ digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// The sum of a header's bytes, with spaces in place of the sum itself.
  private static func sum(_ block: [UInt8]) -> Int {
    block.indices.reduce(0) { $0 + (Field.sum.contains($1) ? 32 : Int(block[$1])) }
  }

  /// How many zeros follow content of `size` bytes.
  static func padding(_ size: Int) -> Int { (Self.size - size % Self.size) % Self.size }

  /// The bytes that a file takes with its header.
  static func extent(_ size: Int) -> Int { Self.size + size + padding(size) }

  /// What is wrong with a block that is not the header which was due.
  ///
  /// - Parameters:
  ///   - block: ``size`` bytes.
  ///   - seen: the names that came before.
  ///   - promised: the names that the index promises.
  static func fault(_ block: [UInt8], seen: Set<String>, promised: Set<String>) -> ArchiveFault {
    if block.allSatisfy({ $0 == 0 }) { return .endsEarly }
    let digits = block[Field.sum].filter { (0x30...0x37).contains($0) }
    guard digits.count <= 7, digits.reduce(0, { $0 << 3 | Int($1 & 7) }) == sum(block) else { return .damaged(nil) }
    let (prefix, own) = (text(block[Field.prefix]), text(block[Field.name]))
    let name = prefix.isEmpty ? own : "\(prefix)/\(own)"
    switch block[Field.kind] {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): break
    case UInt8(ascii: "1"), UInt8(ascii: "2"): return .entry(name, .link)
    case UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "6"): return .entry(name, .device)
    case UInt8(ascii: "5"): return .entry(name, .folder)
    default: return .entry(name, .otherKind)
    }
    if name.hasPrefix("/") { return .entry(name, .absolute) }
    if name.split(separator: "/").contains("..") { return .entry(name, .leavesArchive) }
    if seen.contains(name) { return .entry(name, .repeated) }
    return .entry(name, promised.contains(name) ? .notAsPromised : .unknown)
  }

  /// The text of a field, which a zero ends.
  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }
}
