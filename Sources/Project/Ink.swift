import Foundation
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Colours on a terminal: none where people set `NO_COLOR` (https://no-color.org), on `TERM=dumb`, or into a file or a pipe.
public enum Ink: Int {
  case bad = 31
  case good = 32
  case open = 33
  case quiet = 2

  /// Whether what is written to a descriptor may be coloured.
  static func isWanted(on descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment)
    -> Bool
  {
    isatty(descriptor) == 1 && permits(environment)
  }

  /// Whether people want colours at all.
  static func permits(_ environment: [String: String]) -> Bool {
    (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// `text` in this colour if `isWanted`.
  func paint(_ text: String, if isWanted: Bool) -> String { isWanted ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text }
}

extension Verdict {
  /// The colour that stands for it.
  var ink: Ink {
    switch self {
    case .reproduced: .good
    case .notReproduced: .bad
    case .inconclusive: .open
    case .notRun: .quiet
    }
  }
}
