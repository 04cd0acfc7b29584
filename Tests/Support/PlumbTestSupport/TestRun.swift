import Foundation

/// The program while it runs in a project's folder.
public final class TestRun {
  private let process = Process()
  private let files: [URL]

  fileprivate init(_ project: TestProject, _ program: URL, _ arguments: [String], _ environment: [String: String])
    throws
  {
    files = ["output", "error"].map {
      FileManager.default.temporaryDirectory.appending(path: "plumb-\($0)-\(UUID())")
    }
    for file in files { try Data().write(to: file) }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = project.root
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "PLUMB_CACHE" }
      .merging(["PLUMB_CALLED_AS": "plumb"]) { $1 }.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    for file in files { try? FileManager.default.removeItem(at: file) }
  }

  public var isRunning: Bool { process.isRunning }

  public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// What it did; waits for its end.
  public func result() throws -> TestProject.Result {
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    return .init(code: process.terminationStatus, output: texts[0], error: texts[1])
  }
}

extension TestProject {
  /// Starts a program in the project's folder, and does not wait.
  public func start(
    _ arguments: [String], program: URL = TestProject.program, environment: [String: String] = [:]
  ) throws -> TestRun { try TestRun(self, program, arguments, environment) }
}
