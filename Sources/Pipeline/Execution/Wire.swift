import Documents
import Foundation

/// What runner and worker say to each other: JSON texts, each preceded by its length in four bytes and ended by a line feed,
/// since `srun` holds back what is not a whole line.
enum Wire {
  /// Longer messages are refused: they can only come from a broken peer.
  private static let longest = 1 << 28

  /// A message as it travels.
  static func bytes(_ message: JSON) -> [UInt8] {
    let text = Array(message.canonical.utf8)
    return withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) } + text + [10]
  }

  static func send(_ message: JSON, to descriptor: Int32) throws {
    try bytes(message).withUnsafeBytes { try FileSystem.write($0, to: descriptor, path: "worker") }
  }

  /// The next message; nil when the other side is gone.
  static func receive(from descriptor: Int32) throws -> JSON? {
    guard let head = try take(4, from: descriptor) else { return nil }
    let count = head.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= longest, let text = try take(count + 1, from: descriptor) else { return nil }
    return try JSON.parse(SourceText(name: "worker", bytes: text.dropLast()))
  }

  /// The first message of `bytes`, which loses it; nil when its end has not come yet.
  static func take(from bytes: inout [UInt8]) throws -> JSON? {
    guard bytes.count >= 4 else { return nil }
    let count = bytes[0..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= longest else { throw FileError(.read, "worker", code: EBADMSG) }
    guard bytes.count > 4 + count else { return nil }
    let text = Array(bytes[4..<4 + count])
    bytes.removeFirst(5 + count)
    return try JSON.parse(SourceText(name: "worker", bytes: text))
  }

  private static func take(_ count: Int, from descriptor: Int32) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError(.read, "worker", code: errno) }
      if got == 0 { return nil }
      filled += got
    }
    return bytes
  }
}

extension JSON {
  init(paths: [String: String]) {
    self.init(.object(paths.map { Member($0.key, JSON(.string($0.value))) }))
  }

  var paths: [String: String]? {
    members.map { Dictionary($0.map { ($0.key, $0.value.string ?? "") }) { first, _ in first } }
  }
}

extension Array {
  /// The values of all elements of a list; nil when it is none, or one of them has no value.
  init?(_ json: JSON?, _ read: (JSON) -> Element?) {
    guard let elements = json?.elements else { return nil }
    self = elements.compactMap(read)
    if count < elements.count { return nil }
  }
}
