import Foundation

/// A program that did not end well.
enum ProgramFailure: Error, Equatable, CustomStringConvertible {
  /// `key` is where the manifest names it.
  case notStarted(String, key: String, code: Int32)
  /// It ended well without outputs that the stage declares; `written` is what it left.
  case outputsMissing([String], written: [String])
  /// It ended with this wait status; `isSilent` says that it left no word in the log.
  case ended(String, status: Int32, isSilent: Bool)

  private static func list(_ names: [String]) -> String {
    names.prefix(6).map { "`\($0.printable)`" }.joined(separator: ", ")
      + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }

  var description: String {
    switch self {
    case .notStarted(let program, key: _, code: EACCES):
      "\(program.printable) may not be started; make it executable, or name what runs it in `interpreter`"
    case .notStarted(let program, let key, let code):
      "\(program.printable) could not be started: \(String(cString: strerror(code)).lowercased()); install it, or correct "
        + "`\(key)`"
    case .outputsMissing(let names, let written):
      "the program did not write \(Self.list(names))"
        + (written.isEmpty ? ", nor any other file" : " but \(Self.list(written))") + "; correct it, or `outputs`"
    case .ended(let program, let status, let isSilent):
      switch WorkerExecutor.failure(status) {
      case .signal(SIGKILL) where isSilent:
        "\(program.printable) was ended by signal 9, probably for lack of memory; lower --jobs or raise `memory`"
      case .signal(let number):
        "\(program.printable) was ended by signal \(number)" + (isSilent ? " and wrote nothing" : "; its log says more")
      default:
        "\(program.printable) ended with exit code \((status >> 8) & 0xFF)"
          + (isSilent ? " and wrote nothing" : "; its log says more")
      }
    }
  }
}
