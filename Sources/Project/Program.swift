import Documents
import Foundation
import Pipeline
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that works on projects: its version, and what their manifests may name.
public struct Program: Sendable {
  public let version: String
  /// The kinds of stages.
  public let catalogue: Catalogue
  public let sections: ReportSections
  /// Home pages of libraries, by the names under which ``libraries()`` has their versions.
  public let homes: [String: String]

  /// A program; see the properties.
  public init(version: String, catalogue: Catalogue, sections: ReportSections, homes: [String: String] = [:]) {
    (self.version, self.catalogue, self.sections, self.homes) = (version, catalogue, sections, homes)
  }

  /// Tells this build from others: results of another build are looked at again.
  var identity: String {
    var status = stat()
    guard stat(Self.path, &status) == 0 else { return version }
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return "\(version) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  /// The running executable, which workers are started from.
  static var path: String {
    #if os(Linux)
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    #else
      Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }

  /// The libraries in the environment of the workers, which decides the kernel that OpenBLAS picks: what the program says to
  /// its hidden command `libraries`.
  static func libraries() -> JSON {
    let text = Machine.output(path, ["libraries"], environment: WorkerExecutor.environment)
    return (try? JSON.parse(SourceText(name: "libraries", bytes: Array(text.utf8)))) ?? JSON(.null)
  }
}

/// The sections of a manifest that reports are made of.
public struct ReportSections: Sendable {
  /// Entries whose first output is the verdict.
  let claims: String
  let figures: String
  let papers: String
  let reports: String
  /// The output of a figure that pages show.
  let picture: String
  /// The output of papers and reports that is their page.
  let page: String

  /// The sections, as a catalogue has them.
  public init(
    figures: Catalogue.Section, claims: Catalogue.Section, papers: Catalogue.Section, reports: Catalogue.Section
  ) {
    (self.figures, self.claims, self.papers) = (figures.name, claims.name, papers.name)
    self.reports = reports.name
    func output(_ section: Catalogue.Section, _ ending: String) -> String {
      section.exports(section.name).first { URL(filePath: $0.path).pathExtension == ending }?.output ?? ""
    }
    picture = output(figures, PNGFile.fileExtension)
    page = output(reports, MarkdownText.fileExtension)
  }

  /// The nodes that every attachment needs whole.
  func isReported(_ node: Node) -> Bool { [reports, papers, claims].contains(node.section) }

  func isPage(_ result: LockFile.Result) -> Bool { result.outputs[page] != nil }

  func isFigure(_ result: LockFile.Result) -> Bool { result.outputs[picture] != nil }
}

/// The machine that a run was done on, and the state of the project's sources.
enum Machine {
  /// Operating system, processor, cores, memory, program, compiler, commit.
  static func record(root: URL, version: String) -> JSON {
    let info = ProcessInfo.processInfo
    let git = ["-C", root.path(percentEncoded: false)]
    let commit = output("git", git + ["rev-parse", "HEAD"])
    let changes = output("git", git + ["status", "--porcelain", "--untracked-files=no"])
    return [
      "system": JSON(.string(info.operatingSystemVersionString)), "processor": JSON(.string(processor)),
      "cores": JSON(.integer(info.activeProcessorCount)), "memory": JSON(.integer(Int(info.physicalMemory))),
      "plumb": JSON(.string(version)), "swift": JSON(.string(compiler)),
      "commit": JSON(.string(commit.isEmpty ? "unknown" : commit)),
      "clean": commit.isEmpty ? JSON(.null) : JSON(.boolean(changes.isEmpty)),
      "time": JSON(.string(Date().formatted(.iso8601))),
    ]
  }

  /// The compiler's version, as far as the language shows it.
  private static var compiler: String {
    #if compiler(>=6.3)
      "6.3 or later"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
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
