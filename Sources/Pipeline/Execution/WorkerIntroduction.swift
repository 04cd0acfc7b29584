import Documents
import Foundation

/// What a worker on another machine says of itself before it is given anything.
struct WorkerIntroduction: Equatable, Sendable {
  /// The name of its machine.
  let host: String
  /// The name by which the cluster knows that machine; nil outside one.
  let node: String?
  /// The content of its executable.
  let program: String
  /// Versions of the libraries that results may depend on, by name.
  let libraries: [String: String]
  /// The instructions that its processor has, of those that numbers may depend on.
  let processor: [String]
  /// What it read in the file that the run wrote into the cache; nil when it could not.
  let token: String?
  /// The number of the batch job that it is a part of; nil outside one.
  let job: String?

  /// That of this process.
  /// - Parameters:
  ///   - token: the file that it is to read, as soon as it sees it (see ``RunToken``).
  ///   - program: its program, where that is known already.
  init(token: String?, program: OwnProgram? = nil, libraries: [String: String]) {
    host = FileSystem.host
    self.libraries = libraries
    processor = Self.instructions()
    let seen = token.flatMap(Self.read)
    self.token = seen?.token
    self.program = (program ?? OwnProgram(known: seen?.program))?.digest ?? ""
    let environment = ProcessInfo.processInfo.environment
    (job, node) = (environment["SLURM_JOB_ID"], environment["SLURMD_NODENAME"])
  }

  /// The content of the file that the run wrote, as soon as it is to be seen.
  private static func read(_ path: String) -> RunToken? {
    let cache = FileSystem.parent(FileSystem.parent(FileSystem.parent(path)))
    // A new name may be unknown for a while; a cache that is not there will not come.
    return Patience.wait(for: path, cache: cache) {
      (try? FileSystem.read(path)).flatMap { $0 }.map { RunToken(text: String(decoding: $0, as: UTF8.self)) }
    }
  }

  /// Versions by name, whatever form each has.
  static func versions(_ record: JSON) -> [String: String] {
    Dictionary((record.members ?? []).map { ($0.key, $0.value.string ?? $0.value.canonical) }) { first, _ in first }
  }

  private static func instructions() -> [String] {
    let text = (try? FileSystem.read("/proc/cpuinfo")).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") } ?? ""
    let all = Set(line.split(separator: " ").map(String.init))
    return ["avx", "avx2", "fma", "sse4_2"].filter(all.contains)
  }

  /// Why results of `other` could differ from those of this one; nil if they cannot.
  func difference(from other: WorkerIntroduction) -> String? {
    if other.program != program {
      return "it starts another program; install the same one on every node, or run from a folder that all nodes share"
    }
    let names = Set(libraries.keys).union(other.libraries.keys).sorted()
    if let name = names.first(where: { libraries[$0] != other.libraries[$0] }) {
      return
        "it has \(name) \(other.libraries[name] ?? "not at all"), and this machine \(libraries[name] ?? "does not"); "
        + "use the packaged folder, which brings its libraries along"
    }
    if let lacking = processor.first(where: { !other.processor.contains($0) }) {
      return "its processor has no \(lacking) instructions, so that last digits may differ; ask for other nodes"
    }
    return nil
  }
}

extension WorkerIntroduction {
  var json: JSON {
    let libraries = libraries.map { JSON.Member($0.key, JSON(.string($0.value))) }
    let members: [JSON.Member?] = [
      .init("host", JSON(.string(host))), job.map { .init("job", JSON(.string($0))) },
      node.map { .init("node", JSON(.string($0))) },
      .init("libraries", JSON(.object(libraries))),
      .init("processor", JSON(.array(processor.map { JSON(.string($0)) }))),
      .init("program", JSON(.string(program))), token.map { .init("token", JSON(.string($0))) },
    ]
    return JSON(.object(members.compactMap(\.self)))
  }

  init?(json: JSON) {
    guard let host = json["host"]?.string, let program = json["program"]?.string,
      let libraries = json["libraries"]?.members, let processor = json["processor"]?.elements
    else { return nil }
    (self.host, self.program) = (host, program)
    self.libraries = Dictionary(libraries.map { ($0.key, $0.value.string ?? "") }) { first, _ in first }
    self.processor = processor.compactMap(\.string)
    token = json["token"]?.string
    (job, node) = (json["job"]?.string, json["node"]?.string)
  }
}
