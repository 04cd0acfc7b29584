import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What goes to the terminal.
enum Console {
  /// Whether progress may be redrawn in place.
  static var isTerminal: Bool { isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// Whether people read standard output as it comes.
  static var outputIsTerminal: Bool { isatty(1) == 1 }

  private static let output = StandardOutput()

  /// A line on standard output.
  static func print(_ line: String) { output.write((line + "\n").utf8) }

  /// Bytes on standard output as they stand.
  static func print(_ data: Data) { output.write(data) }

  /// Writes what is left of standard output and says so if that fails; the exit code `code`, or 1 instead of 0 then.
  static func finish(_ code: Int32) -> Int32 {
    // A reader that has seen enough, such as `head`, is no failure.
    guard let number = output.finish(), number != EPIPE else { return code }
    error("plumb: cannot write to standard output: \(String(cString: strerror(number)).lowercased())")
    return code == 0 ? 1 : code
  }

  /// A line on standard error.
  static func error(_ line: String) { write(line + "\n") }

  /// Text on standard error as it stands; where that cannot be written there is nobody to tell.
  static func write(_ text: String) { _ = StandardOutput.writeAll(Array(text.utf8), to: 2) }

  /// The size of the terminal.
  static var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20, size.ws_row > 2 else { return (24, 80) }
    return (Int(size.ws_row), Int(size.ws_col))
  }
}

/// Rows as lines in which columns stand below each other.
func aligned(_ rows: [[String]]) -> [String] {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  return rows.map { row in
    let cells = zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - $0.count) }
    return (cells + row.suffix(1)).joined(separator: "  ")
  }
}

/// A number of seconds as people read it.
func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<0.0095: "\(Int((seconds * 1000).rounded())) ms"
  case ..<99.5: String(format: seconds < 9.95 ? "%.2g s" : "%.0f s", seconds)
  case ..<5970: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  default: "\(Int(seconds) / 3600) h \(Int(seconds) % 3600 / 60) min"
  }
}

/// A number of bytes as people read it.
func byteCount(_ bytes: Int) -> String {
  switch bytes {
  case ..<1000: "\(bytes) bytes"
  case ..<999_500: String(format: "%.0f kB", Double(bytes) / 1e3)
  case ..<999_500_000: String(format: "%.1f MB", Double(bytes) / 1e6)
  default: String(format: "%.1f GB", Double(bytes) / 1e9)
  }
}
