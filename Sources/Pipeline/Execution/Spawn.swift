import Foundation

/// A process to be started, with a clean slate of signals and only the descriptors that it is given.
struct Spawn {
  let program: String
  /// What it is told, its own name first.
  let arguments: [String]
  let environment: [String: String]
  /// Descriptors that it gets, and where it finds them.
  let inherited: [(from: Int32, to: Int32)]
  /// Whether its output goes nowhere, rather than where that of this process goes.
  var isSilent = false
  /// Whether it has a process group of its own.
  var hasOwnGroup = false

  /// Starts it.
  /// - Throws: ``FileError``.
  func start() throws -> pid_t {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if isSilent {
      for output in [1, 2] as [Int32] { posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0) }
    }
    for (from, to) in inherited { posix_spawn_file_actions_adddup2(&actions, from, to) }
    // What this process blocks or ignores must not be lost on the other.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, flags | (hasOwnGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0))
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var id = pid_t()
    let code = posix_spawn(&id, program, &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw FileError(.start, program, code: code) }
    return id
  }
}
