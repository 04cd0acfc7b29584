import Foundation

/// A program that did not end well.
enum ProgramFailure: Error, Equatable, CustomStringConvertible {
  case notStarted(String, code: Int32)
  /// It ended with this wait status; `isSilent` says that it left no word in the log.
  case ended(String, status: Int32, isSilent: Bool)

  var description: String {
    switch self {
    case .notStarted(let program, code: EACCES):
      "\(program.printable) may not be started; make it executable, or name its interpreter in `arguments`"
    case .notStarted(let program, let code):
      "\(program.printable) could not be started: \(String(cString: strerror(code)).lowercased()); install it, or correct "
        + "`arguments`"
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
