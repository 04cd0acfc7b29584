import Documents
import Foundation

/// A virtual environment of Python, or the packages beside an installed one, as their files tell.
struct PythonEnvironment {
  /// The folder with `pyvenv.cfg`.
  let folder: String

  /// The environment that `program` belongs to by its path; nil when it is in none.
  init?(program: String) {
    folder = FileSystem.parent(FileSystem.parent(program))
    guard program.hasPrefix("/"), Fingerprint(path: folder + "/pyvenv.cfg") != nil else { return nil }
  }

  /// The version that `pyvenv.cfg` states.
  var version: String? {
    guard let bytes = try? FileSystem.read(folder + "/pyvenv.cfg") else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, parts[0] == "version" || parts[0] == "version_info" { return parts[1] }
    }
    return nil
  }

  /// Names and versions of the packages below `prefix`, from the names of their folders `NAME-VERSION.dist-info`.
  static func packages(below prefix: String) -> [String: String] {
    var packages: [String: String] = [:]
    for library in ["lib", "lib64", "local/lib"] {
      packages.merge(packagesOf("\(prefix)/\(library)")) { first, _ in first }
    }
    return packages
  }

  private static func packagesOf(_ library: String) -> [String: String] {
    var packages: [String: String] = [:]
    for python in (try? FileSystem.names(in: library)) ?? [] where python.hasPrefix("python") {
      for site in ["site-packages", "dist-packages"] {
        for name in (try? FileSystem.names(in: "\(library)/\(python)/\(site)")) ?? [] {
          let parts = name.dropLast(".dist-info".count).split(separator: "-")
          guard name.hasSuffix(".dist-info"), parts.count == 2 else { continue }
          packages[String(parts[0])] = String(parts[1])
        }
      }
    }
    return packages
  }
}

/// Which programs stages start, from files alone: none is started to ask it. Each is looked at once.
final class ProgramIdentities {
  private let project: String
  private let files: ProjectFiles
  private var known: [String: JSON] = [:]

  init(project: String, files: ProjectFiles) { (self.project, self.files) = (project, files) }

  /// The program of a stage: where it is, its digest, for Python also its version and packages; nil where the stage starts
  /// none, or one of its own inputs, whose content its key holds.
  func identity(of stage: any Stage) -> JSON? {
    guard let stage = stage as? CommandStage, let first = stage.interpreter ?? stage.arguments.first,
      !stage.isPrivate(first)
    else { return nil }
    let surroundings = Surroundings(project: project, of: stage)
    let environment = CommandEnvironment(stage, surroundings, isPrivate: stage.isPrivate, scratch: nil)
    guard let program = environment.program else { return nil }
    if let identity = known[program] { return identity }
    let identity = identity(of: program)
    known[program] = identity
    return identity
  }

  /// What of an identity counts for a key: not where the program is.
  static func component(_ identity: JSON) -> JSON {
    JSON(.object((identity.members ?? []).filter { $0.key != "path" }))
  }

  private func identity(of program: String) -> JSON? {
    guard let real = ProjectPath.resolved(program), let entry = try? files.entry(real) else { return nil }
    var members: [JSON.Member] = [
      .init("path", JSON(.string(real))), .init("sha256", JSON(.string(entry.digest.hex))),
    ]
    let environment = PythonEnvironment(program: program)
    if let version = environment?.version { members.append(.init("version", JSON(.string(version)))) }
    let name = real.split(separator: "/").last ?? ""
    if environment != nil || name.hasPrefix("python") {
      let prefix = environment?.folder ?? FileSystem.parent(FileSystem.parent(real))
      let packages = PythonEnvironment.packages(below: prefix).sorted { $0.key < $1.key }
      members.append(
        .init("packages", JSON(.object(packages.map { .init($0.key, JSON(.string($0.value))) }))))
    }
    return JSON(.object(members))
  }
}
