import Documents
import Foundation

/// Which programs a user lets the manifest of a folder start, kept outside of it: nothing that comes with a project can
/// give itself this permission.
///
/// What is kept are digests of what entries say of their programs as they are written, with `{seed}` for a number and with
/// the texts of axes and parameters in their places (``Node/consent``): another number of a sweep or an edited script does
/// not ask again, another program, argument or variable does.
public struct Permissions: Sendable {
  private let root: String
  let path: String

  /// The permissions of the folder of `project`.
  public init(of project: Project, environment: [String: String] = ProcessInfo.processInfo.environment) {
    root = project.root
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = data ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share"
    path = "\(home)/plumb/allowed/\(Digest(of: root).hex.prefix(16)).json"
  }

  /// What is allowed; nothing where the file is missing or cannot be read.
  public var allowed: Set<Digest> {
    guard let bytes = try? FileSystem.read(path),
      let json = try? JSON.parse(SourceText(name: path, bytes: bytes)), json["folder"]?.string == root
    else { return [] }
    return Set((json["allowed"]?.elements ?? []).compactMap { $0.string.flatMap { Digest(hex: $0) } })
  }

  /// Allows what the nodes start, besides what is allowed already.
  /// - Throws: ``FileError``.
  public func allow(_ nodes: [Node]) throws { try write(allowed.union(nodes.compactMap(\.consentDigest))) }

  /// Takes back everything that is allowed in the folder.
  /// - Throws: ``FileError``.
  public func revoke() throws { if Fingerprint(path: path) != nil { try write([]) } }

  private func write(_ digests: Set<Digest>) throws {
    try FileSystem.makeDirectories(FileSystem.parent(path))
    let list = digests.map(\.hex).sorted().map { JSON(.string($0)) }
    let json: JSON = ["allowed": JSON(.array(list)), "folder": JSON(.string(root))]
    try FileSystem.replace(path, with: Array((json.pretty + "\n").utf8))
  }
}

extension Node {
  /// What the user consents to by allowing the programs of this node; nil where it starts none.
  var consentDigest: Digest? {
    kind.startsPrograms ? Digest(of: "consent 1\n" + (consent ?? definition).canonical) : nil
  }

  /// The program and its arguments as the entry writes them, on one line and whole; nil where it starts none.
  public var startedAs: String? {
    guard kind.startsPrograms, let consent else { return nil }
    let interpreter = consent["interpreter"]?.string.map { [$0] } ?? []
    let words = interpreter + (consent["arguments"]?.elements ?? []).compactMap(\.string)
    let variables = (consent["environment"]?.members ?? []).map { "\($0.key)=\($0.value.string ?? $0.value.canonical)" }
    let passed = (consent["pass"]?.elements ?? []).compactMap(\.string).map { "\($0)=..." }
    return (variables + passed + words.map { $0.contains(" ") || $0.isEmpty ? "'\($0)'" : $0 }).joined(separator: " ")
      .wholeLine
  }
}

extension RunOptions {
  /// Whether the programs of a node may be started.
  func permits(_ node: Node) -> Bool { allowCommands || node.consentDigest.map(allowed.contains) ?? true }
}

extension Engine {
  /// Refuses a run that may start a program without permission, before it does anything.
  ///
  /// What is up to date needs none. Where it depends on stages above whether a program starts, it is asked beforehand.
  /// - Throws: ``EngineError/commandsNotAllowed(_:)``.
  func refuseCommands(_ graph: Graph, _ targets: [Int]?, _ options: RunOptions) throws {
    let chosen = targets.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    let asking = chosen.filter { !options.permits(graph.nodes[$0]) }
    guard !asking.isEmpty else { return }
    let statuses = try status(graph)
    let starting = asking.filter { index in
      switch statuses[index] {
      case .upToDate, .notRun: false
      case .changed, .neverRan, .lost, .waits, .failed: true
      }
    }
    var entries: [String] = []
    for index in starting where !entries.contains(graph.nodes[index].entry) { entries.append(graph.nodes[index].entry) }
    if !entries.isEmpty { throw EngineError.commandsNotAllowed(entries) }
  }
}
