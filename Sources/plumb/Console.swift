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

  /// A line on standard output.
  static func print(_ line: String) { Swift.print(line) }

  /// A line on standard error.
  static func error(_ line: String) { write(line + "\n") }

  /// Text on standard error as it stands.
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// The size of the terminal.
  static var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20, size.ws_row > 2 else { return (24, 80) }
    return (Int(size.ws_row), Int(size.ws_col))
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
