import Documents
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What goes to the terminal.
public enum Console {
  /// Whether progress may be redrawn in place.
  public static var isTerminal: Bool { isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// Whether people read standard output as it comes.
  public static var outputIsTerminal: Bool { isatty(1) == 1 }

  private static let output = StandardOutput()

  /// A line on standard output.
  public static func print(_ line: String) { output.write((line + "\n").utf8) }

  /// Lines on standard output.
  public static func print(_ lines: [String]) { for line in lines { print(line) } }

  /// Bytes on standard output as they stand.
  public static func print(_ data: Data) { output.write(data) }

  /// Shows what was printed, to somebody who waits for it.
  static func flush() { output.flush() }

  /// Bytes of a log on standard output, at once; a terminal is shown nothing that would steer it.
  public static func follow(_ bytes: [UInt8]) {
    guard outputIsTerminal else {
      output.write(bytes)
      return output.flush()
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    output.write(lines.map { LogTail.visible(String($0)) }.joined(separator: "\n").utf8)
  }

  /// Writes what is left of standard output and says so if that fails; the exit code `code`, or 1 instead of 0 then.
  public static func finish(_ code: Int32) -> Int32 {
    // A reader that has seen enough, such as `head`, is no failure.
    guard let number = output.finish(), number != EPIPE else { return code }
    error("plumb: cannot write to standard output: \(String(cString: strerror(number)).lowercased())")
    return code == 0 ? 1 : code
  }

  /// A line on standard error.
  public static func error(_ line: String) { write(line + "\n") }

  /// Text on standard error as it stands; where that cannot be written there is nobody to tell.
  static func write(_ text: String) { _ = StandardOutput.writeAll(Array(text.utf8), to: 2) }

  /// The size of the terminal.
  static var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20, size.ws_row > 2 else { return (24, 80) }
    return (Int(size.ws_row), Int(size.ws_col))
  }
}

/// A line on standard error that says how far something is: drawn anew in its place on a terminal, not at all elsewhere.
public final class ProgressLine {
  private var last: ContinuousClock.Instant?
  private var isDrawn = false

  public init() {}

  /// Draws the line, ten times a second at most.
  public func show(_ text: String) {
    let now = ContinuousClock.now
    guard Console.isTerminal, last.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
    Console.write("\r\u{1B}[K" + text.prefix(Console.size.columns - 1))
    (last, isDrawn) = (now, true)
  }

  /// A line that stays.
  public func say(_ text: String) {
    clear()
    Console.error(text)
  }

  /// Takes the line away.
  public func clear() {
    if isDrawn { Console.write("\r\u{1B}[K") }
    isDrawn = false
  }
}

/// Rows as lines in which columns stand below each other.
public func aligned(_ rows: [[String]]) -> [String] {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    let cells = zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - $0.count) }
    return (cells + row.suffix(1)).joined(separator: "  ")
  }
}

/// A number of seconds as people read it: hundredths below ten seconds, whole numbers from there on.
public func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<9.995: seconds == seconds.rounded() ? "\(Int(seconds)) s" : String(format: "%.2f s", seconds)
  case ..<99.5: String(format: "%.0f s", seconds)
  case ..<5970: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  default: "\(Int(seconds) / 3600) h \(Int(seconds) % 3600 / 60) min"
  }
}

/// A number of bytes as people read it.
public func byteCount(_ bytes: Int) -> String {
  switch bytes {
  case ..<1000: bytes.counted("byte")
  case ..<999_500: String(format: "%.0f kB", Double(bytes) / 1e3)
  case ..<999_500_000: String(format: "%.1f MB", Double(bytes) / 1e6)
  default: String(format: "%.1f GB", Double(bytes) / 1e9)
  }
}

/// Standard output with a buffer of its own, which remembers the first write that failed.
public final class StandardOutput: Sendable {
  private static let capacity = 1 << 16

  private let descriptor: Int32
  private let isTerminal: Bool
  private let state = Mutex(State())

  private struct State {
    var buffer: [UInt8] = []
    var failure: Int32?

    mutating func flush(to descriptor: Int32) {
      if failure == nil { failure = StandardOutput.writeAll(buffer, to: descriptor) }
      buffer.removeAll(keepingCapacity: true)
    }
  }

  init(descriptor: Int32 = 1) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// Adds `bytes`; they are written when many have come together, on a terminal at once.
  func write(_ bytes: some Sequence<UInt8>) {
    state.withLock {
      $0.buffer.append(contentsOf: bytes)
      if isTerminal || $0.buffer.count >= Self.capacity { $0.flush(to: descriptor) }
    }
  }

  /// Writes what there is, for somebody who waits for it.
  func flush() { state.withLock { $0.flush(to: descriptor) } }

  /// Writes what is left; the number of the first error, nil when there was none.
  func finish() -> Int32? {
    state.withLock {
      $0.flush(to: descriptor)
      return $0.failure
    }
  }

  /// Writes all of `bytes`; the number of the error that prevented it.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// Gives the standard descriptors that the caller closed to `/dev/null`: the next file opened would take their numbers,
  /// and receive what is meant for people.
  public static func occupyDescriptors() {
    var descriptor: Int32 = 0
    while descriptor >= 0, descriptor <= 2 { descriptor = open("/dev/null", O_RDWR) }
    if descriptor > 2 { close(descriptor) }
  }
}

// The call under a name that the methods do not hide.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}

/// The end of a stage's log as the terminal shows it; `plumb log` prints all of it.
public enum LogTail {
  /// The last lines, at most ten: without the frames of a trap, which say nothing to people, and without what would steer
  /// the terminal.
  static func lines(_ log: String) -> [String] {
    let lines = log.split(whereSeparator: \.isNewline).filter { !isFrame($0) && $0 != "Current stack trace:" }
    return lines.suffix(10).map { visible(String($0)) }
  }

  /// `7    plumb    0x000055ac261d7a00 static Sampling.sphere(count:dimension:stream:) + 313`
  private static func isFrame(_ line: Substring) -> Bool { line.prefixMatch(of: /[0-9]+\s+\S+\s+0x[0-9a-f]+\s/) != nil }

  /// The text with U+FFFD for every character that moves or hides text; tabs stay.
  public static func visible(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar == "\t": shown.unicodeScalars.append(scalar)
      case .control, .format, .lineSeparator, .paragraphSeparator: shown += "\u{FFFD}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
