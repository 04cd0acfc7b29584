import Foundation

/// A program of the system that was asked something, within a limit of time.
struct ProgramOutput: Equatable {
  /// The wait status; nil when it did not end in time, or could not be started.
  let status: Int32?
  /// What it wrote to standard output and standard error.
  let text: String

  var succeeded: Bool { status == 0 }

  /// The last line that says something.
  var lastLine: String { text.split(separator: "\n").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "" }

  init(status: Int32?, text: String) { (self.status, self.text) = (status, text) }

  /// Runs `arguments`, the first of which is a program looked for in PATH, in this process's environment; it reads the file
  /// `input` where one is named.
  init(of arguments: [String], input: String? = nil, within seconds: Double) {
    let name = arguments.first ?? ""
    guard let program = Self.find(name) else {
      self.init(status: nil, text: "there is no program `\(name.printable)` in PATH")
      return
    }
    do {
      let (read, id) = try Self.start(program, arguments, input)
      let deadline = ContinuousClock.now + .seconds(seconds)
      let bytes = Self.read(read.descriptor, until: deadline)
      var status: Int32 = 0
      if bytes.isWhole {
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
      } else {
        kill(-id, SIGKILL)
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
      }
      self.init(status: bytes.isWhole ? status : nil, text: String(decoding: bytes.all, as: UTF8.self))
    } catch {
      self.init(status: nil, text: OneLine.words(error))
    }
  }

  private static func start(
    _ program: String, _ arguments: [String], _ input: String?
  ) throws -> (FileSystem.Handle, pid_t) {
    let (read, write) = try FileSystem.pipe()
    let file = try input.map { try FileSystem.Handle($0, O_RDONLY) }
    var inherited: [(from: Int32, to: Int32)] = [(write.descriptor, 1), (write.descriptor, 2)]
    if let file { inherited.append((file.descriptor, 0)) }
    let spawn = Spawn(
      program: program, arguments: arguments, environment: ProcessInfo.processInfo.environment,
      inherited: inherited,
      hasOwnGroup: true)
    return try withExtendedLifetime((write, file)) { (read, try spawn.start()) }
  }

  /// What comes until the other end is closed.
  private static func read(
    _ descriptor: Int32, until deadline: ContinuousClock.Instant
  ) -> (all: [UInt8], isWhole: Bool) {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let left = (deadline - .now) / .milliseconds(1)
      if left <= 0 { return (all, false) }
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, Int32(min(left + 1, 1e8))) > 0 else { continue }
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return (all, true) }
      all += buffer[0..<count]
    }
  }

  /// The file of the program called `name`.
  static func find(_ name: String) -> String? {
    if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return places.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}
