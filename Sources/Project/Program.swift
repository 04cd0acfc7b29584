import CToolchain
import Documents
import Foundation
import Pipeline

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
  let names: ReportNames
  /// Home pages of libraries, by the names under which ``libraries()`` has their versions.
  let homes: [String: String]
  /// What compares results that are not the same bytes.
  let judge: any AgreementJudge
  /// Draws a figure again for a text so many points wide: its PDF, nil for what is no figure of this program's.
  let redraw: Redraw

  public typealias Redraw = @Sendable (_ figure: Node, _ inputs: Workspace, _ width: Double) throws -> Data?

  /// A program; see the properties.
  public init(
    version: String, catalogue: Catalogue, names: ReportNames, homes: [String: String] = [:],
    judge: any AgreementJudge, redraw: @escaping Redraw = { _, _, _ in nil }
  ) {
    (self.version, self.catalogue, self.names, self.homes, self.judge) = (version, catalogue, names, homes, judge)
    self.redraw = redraw
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

  /// How people called this program, for the commands that messages suggest.
  static var called: String {
    let typed = ProcessInfo.processInfo.environment["PLUMB_CALLED_AS"] ?? CommandLine.arguments[0]
    return ProjectSettings.quoted(typed, always: false)
  }

  /// The running executable, which workers are started from.
  static var path: String {
    #if os(Linux)
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    #else
      Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }

  /// The libraries in the environment of the workers, which decides the kernel that OpenBLAS picks: what this program says
  /// to its hidden command `libraries`.
  static func libraries() -> JSON {
    WorkerProcess.answer(of: path, ["libraries", "--to-caller"], timeout: 60) ?? JSON(.null)
  }
}

/// What a catalogue calls that which reports are made of.
public struct ReportNames: Sendable {
  /// Sections of the manifest.
  let claims, figures, papers, reports: String
  /// The output of a claim; that of papers and reports; those of a figure, as pixels, as lines, as numbers and as a part
  /// of pages.
  let verdict, page, picture, drawing, data, inline: String
  /// Where a run records itself.
  let provenance: ProvenancePath

  /// Names; see the properties.
  public init(
    claims: String, figures: String, papers: String, reports: String, verdict: String, page: String, picture: String,
    drawing: String, data: String, inline: String, provenance: ProvenancePath
  ) {
    (self.claims, self.figures, self.papers, self.reports) = (claims, figures, papers, reports)
    (self.verdict, self.page, self.picture, self.drawing, self.data) = (verdict, page, picture, drawing, data)
    (self.inline, self.provenance) = (inline, provenance)
  }

  /// The nodes that every attachment needs whole.
  func isReported(_ node: Node) -> Bool { [reports, papers, claims].contains(node.section) }

  /// Whether Plumb itself draws the pictures of a stage, from the numbers that are another output of it: those are parts of
  /// pages, which pictures of a program are not.
  func isDrawn(_ node: Node) -> Bool {
    [figures, reports].contains(node.section) && node.stage.outputs.contains { $0.name == inline }
  }

  /// The sections whose results are told with what they cost.
  var costed: Set<String> { [claims, papers, reports] }

  /// The section whose pages are the report: `reports`, or `papers` where nobody wrote one; nil without either.
  func pages(in graph: Graph) -> String? {
    [reports, papers].first { section in graph.nodes.contains { $0.section == section } }
  }

  func isPage(_ result: LockFile.Result) -> Bool { result.outputs[page] != nil }

  func isFigure(_ result: LockFile.Result) -> Bool { result.outputs[picture] != nil }
}

/// The machine that a run was done on, and the state of the project's sources.
enum Machine {
  /// Operating system, processor, cores, memory, program, compiler, commit. No program is started to find them out.
  static func record(root: URL, version: String) -> JSON {
    let info = ProcessInfo.processInfo
    let repository = GitRepository(around: root.path(percentEncoded: false))
    return [
      "system": JSON(.string(info.operatingSystemVersionString)), "processor": JSON(.string(processor)),
      "cores": JSON(.integer(info.activeProcessorCount)), "memory": JSON(.integer(Int(info.physicalMemory))),
      "plumb": JSON(.string(version)),
      "compiler": JSON(.string("Swift with Clang \(String(cString: plumb_compiler()))")),
      "commit": JSON(.string(repository.map { $0.head ?? "none yet" } ?? "no repository")),
      "clean": repository?.isClean.map { JSON(.boolean($0)) } ?? JSON(.null),
      "time": JSON(.string(Date().formatted(.iso8601))),
    ]
  }

  static var processor: String {
    #if canImport(Glibc)
      let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
      return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
    #else
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return "unknown" }
      var text = [CChar](repeating: 0, count: size + 1)
      guard sysctlbyname("machdep.cpu.brand_string", &text, &size, nil, 0) == 0 else { return "unknown" }
      return String(cString: text)
    #endif
  }
}
