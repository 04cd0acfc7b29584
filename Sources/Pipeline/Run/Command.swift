import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An external program as a stage runs it.
enum Command {
  /// A program that did not end well.
  struct Failure: Error, Equatable, CustomStringConvertible {
    let program: String
    let status: Int32

    var description: String {
      switch WorkerExecutor.failure(status) {
      case .signal(let number): "\(program) was ended by signal \(number); its log says more"
      case .exit(127): "\(program) could not be started; install it, or correct `arguments`"
      default: "\(program) ended with exit code \((status >> 8) & 0xFF); its log says more"
      }
    }
  }

  static func failure(_ program: String, _ status: Int32) -> Failure { Failure(program: program, status: status) }

  /// Runs a program to its end and returns its wait status; its output goes where that of this process goes.
  ///
  /// It is started through this executable, which asks the kernel for a signal at the parent's death and then becomes the
  /// program: so it does not outlive a killed worker.
  static func run(_ arguments: [String], in folder: String, environment: [String: String]) throws -> Int32 {
    let program = CommandLine.arguments[0]
    #if canImport(Glibc)
      let own = "/proc/self/exe"
    #else
      let own = program
    #endif
    var argv =
      ([program, "worker", "--parent", String(getpid()), "--exec", folder] + arguments).map { strdup($0) } + [nil]
    var envp = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var id = pid_t()
    let code = posix_spawn(&id, own, nil, nil, &argv, &envp)
    guard code == 0 else { throw FileError(.start, arguments.first ?? "", code: code) }
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Becomes the program of `arguments`: a folder to work in, the program, its arguments.
  static func replaceProcess(_ arguments: [String]) -> Never {
    guard arguments.count >= 2, chdir(arguments[0]) == 0 else { exit(127) }
    var argv = arguments.dropFirst().map { strdup($0) } + [nil]
    execvp(arguments[1], &argv)
    let message = "cannot start \(arguments[1]): \(String(cString: strerror(errno)))\n"
    // Its own trouble must not hide the exit code that says why.
    try? Array(message.utf8).withUnsafeBytes { try FileSystem.write($0, to: 2, path: "the log") }
    exit(127)
  }
}
