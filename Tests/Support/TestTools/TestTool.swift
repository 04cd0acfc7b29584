import Foundation

/// A program that some tests need beside Swift: a browser, a tracer, LaTeX.
public struct TestTool: Sendable {
  /// Where it is; nil where it is not installed.
  public let path: String?
  private let name: String

  /// The first of `names` that is installed.
  public init(in folders: [String] = ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"], _ names: String...) {
    name = names[0]
    path = names.lazy.flatMap { name in folders.map { $0 + name } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A program of the tests' own.
  public init(at path: String) {
    name = path
    self.path = path
  }

  /// Whether everything must be tested here, so that a test whose program is missing fails instead of being skipped.
  public static var allAreDemanded: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

  /// Whether tests that need it run.
  public var isWanted: Bool { path != nil || Self.allAreDemanded }

  /// Why they do not.
  public var missing: String { "\(name) is not installed" }

  /// What a run of the program in `folder` wrote to standard output, and its exit code.
  ///
  /// - Throws: ``Missing``.
  public func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String]? = nil
  ) throws -> (output: String, code: Int32) {
    guard let path else { throw Missing(name: name) }
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }

  /// A program that must be there and is not.
  public struct Missing: Error, CustomStringConvertible {
    let name: String
    public var description: String { "\(name) is not installed, and CI=true demands it" }
  }
}
