import Synchronization

/// A text that was read, kept so that a message can point into it.
public final class SourceText: Sendable {
  /// The name shown to the reader: a path relative to the project, or a command-line option.
  public let name: String
  /// The bytes as they were read.
  public let bytes: [UInt8]
  /// Whether messages name the line and the column; false for an option on the command line.
  public let hasLines: Bool
  /// Offsets at which lines begin, found when the first message needs them: many problems in a large file would
  /// otherwise cost a pass over it each.
  private let lineStarts = Mutex<[Int]>([])

  /// Keeps `bytes` under the name that messages use.
  public init(name: String, bytes: [UInt8], hasLines: Bool = true) {
    self.name = name
    self.bytes = bytes
    self.hasLines = hasLines
  }

  /// Line and column of a byte, both from 1; a column counts characters, not bytes.
  func lineAndColumn(_ offset: Int) -> (line: Int, column: Int) {
    let end = min(max(0, offset), bytes.count)
    let (line, start) = lineStarts.withLock { starts in
      if starts.isEmpty {
        starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
      }
      var (low, high) = (0, starts.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= end { low = middle } else { high = middle }
      }
      return (low + 1, starts[low])
    }
    return (line, 1 + bytes[start..<end].count { ($0 & 0xC0) != 0x80 })
  }
}
