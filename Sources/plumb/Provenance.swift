import ArgumentParser
import Documents
import Foundation
import Pipeline
import Verbs

/// The machine that a run was done on, and the state of the project's sources.
enum Machine {
  /// Operating system, processor, cores, memory, program, compiler, commit.
  static func record(root: URL) -> JSON {
    let info = ProcessInfo.processInfo
    let git = ["-C", root.path(percentEncoded: false)]
    let commit = output("git", git + ["rev-parse", "HEAD"])
    let changes = output("git", git + ["status", "--porcelain", "--untracked-files=no"])
    return [
      "system": JSON(.string(info.operatingSystemVersionString)), "processor": JSON(.string(processor)),
      "cores": JSON(.integer(info.activeProcessorCount)), "memory": JSON(.integer(Int(info.physicalMemory))),
      "plumb": JSON(.string(Program.version)), "swift": JSON(.string(Program.compiler)),
      "commit": JSON(.string(commit.isEmpty ? "unknown" : commit)),
      "clean": commit.isEmpty ? JSON(.null) : JSON(.boolean(changes.isEmpty)),
      "time": JSON(.string(Date().formatted(.iso8601))),
    ]
  }

  private static var processor: String {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return output("sysctl", ["-n", "machdep.cpu.brand_string"])
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }

  /// What a program prints, or the empty text when it fails.
  static func output(_ program: String, _ arguments: [String], environment: [String: String]? = nil) -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    if let environment { process.environment = environment }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "" }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return "" }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// `plumb libraries`: versions of the libraries, as a worker sees them.
struct LibrariesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "libraries", shouldDisplay: false)

  func run() { Console.print(Libraries.record.pretty) }
}

extension Libraries {
  /// The libraries in the environment of the workers, which decides the kernel that OpenBLAS picks.
  static func ofWorkers() -> JSON {
    let text = Machine.output(Program.path, ["libraries"], environment: WorkerExecutor.environment)
    return (try? JSON.parse(SourceText(name: "libraries", bytes: Array(text.utf8)))) ?? JSON(.null)
  }
}
