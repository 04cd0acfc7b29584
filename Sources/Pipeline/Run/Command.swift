import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An external program as a stage runs it.
public enum Command {
  /// Becomes the program of `arguments`: `FOLDER PROGRAM ARGUMENT...`; called in a child that has asked for the
  /// parent-death signal, which survives the change of program.
  static func replaceProcess(_ arguments: [String]) -> Never {
    guard arguments.count >= 2, chdir(arguments[0]) == 0 else { exit(127) }
    var argv = arguments.dropFirst().map { strdup($0) } + [nil]
    execvp(arguments[1], &argv)
    let message = "cannot start \(arguments[1]): \(String(cString: strerror(errno)))\n"
    FileHandle.standardError.write(Data(message.utf8))
    exit(127)
  }
}
