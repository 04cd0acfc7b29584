import Documents
import Foundation
import Pipeline

/// A file that people put into the project, as the stages that read it expect it.
public struct ExpectedFile: Sendable, Equatable {
  public let path: String
  /// The SHA-256 that its content must have; nil where any content is taken.
  public let digest: String?
  /// Its bytes; nil where the manifest does not say how many.
  public let size: Int?
  /// Where people get it, if the manifest says so.
  public let origin: String?
  /// The folders from which it is fetched by its own name, in the order of trying.
  public let mirrors: [String]
  /// The stages that read it, in the order of the graph.
  public fileprivate(set) var stages: [String] = []
  /// The claims that rest on it.
  public fileprivate(set) var claims: [String] = []

  /// The addresses from which it is fetched. What lies elsewhere than in `data`, which people fill, is a part of the project
  /// and comes with it.
  var addresses: [String] {
    let name = (path as NSString).lastPathComponent.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
    guard path.hasPrefix("data/"), let name else { return [] }
    return mirrors.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + name }
  }

  /// The files that the nodes at `targets` rest on, all if nil; sorted by path.
  public static func all(in graph: Graph, for targets: [Int]? = nil) -> [ExpectedFile] {
    var files: [Name: ExpectedFile] = [:]
    var behind: [Set<Name>] = []
    for (index, node) in graph.nodes.enumerated() {
      let own = node.files
      for file in own { files[file.name, default: file].stages.append(node.id) }
      let names = Set(own.map(\.name)).union(graph.upstream(of: index).flatMap { behind[$0] })
      if node.section == VerbCatalogue.claims.name { for name in names { files[name]?.claims.append(node.id) } }
      behind.append(names)
    }
    let wanted = targets.map { Set($0.flatMap { behind[$0] }) } ?? Set(files.keys)
    return files.filter { wanted.contains($0.key) }.values.sorted {
      ($0.path, $0.digest ?? "") < ($1.path, $1.digest ?? "")
    }
  }

  /// What tells files apart: stages that expect different content at one path are told of separately.
  fileprivate struct Name: Hashable {
    let path: String
    let digest: String?
  }

  fileprivate var name: Name { Name(path: path, digest: digest) }
}

extension Node {
  /// The files that the node reads itself.
  fileprivate var files: [ExpectedFile] {
    let reader = stage as? any DataFileReader
    return inputs.flatMap { slot in
      slot.contents.compactMap(\.file).map { path in
        let file = reader?.dataFiles.first { $0.source.path == slot.path }
        return ExpectedFile(
          path: path, digest: file?.digest, size: file?.size, origin: stage.origins[slot.path],
          mirrors: file == nil ? [] : reader?.mirrors ?? [])
      }
    }
  }
}

/// An expected file and what was found of it.
public struct FoundFile {
  public let expected: ExpectedFile
  private let state: SourceState

  /// The files that the nodes at `targets` rest on, all if nil, each as a stage would find it.
  ///
  /// - Throws: ``FileError`` when the cache's own record of such files cannot be read.
  public static func all(in graph: Graph, for targets: [Int]?, _ engine: Engine) throws -> [FoundFile] {
    let expected = ExpectedFile.all(in: graph, for: targets)
    let programs = graph.nodes.lazy.filter(\.kind.startsPrograms).flatMap(\.inputs).flatMap(\.contents)
    let folders = Set(programs.compactMap(\.file))
    return zip(expected, try engine.sources(expected.map(\.path), folders: folders)).map {
      FoundFile(expected: $0, state: $1)
    }
  }

  /// In a word.
  public enum Standing: String {
    case present, missing
    case otherContent = "other content"
    case unreadable = "not readable"
  }

  public var standing: Standing {
    switch state {
    case .present: isRight ? .present : .otherContent
    case .missing: .missing
    case .unreadable: .unreadable
    }
  }

  /// What is wrong with a file that is there, and what to do.
  public var fault: String? {
    switch state {
    case .present(let found): isRight ? nil : "its SHA-256 is \(found.hex); fetch the file again"
    case .missing: nil
    case .unreadable(let reason): reason
    }
  }

  private var found: String? { if case .present(let digest) = state { digest.hex } else { nil } }
  private var isRight: Bool { expected.digest == nil || expected.digest == found }

  /// Every fact.
  public var record: JSON {
    func text(_ value: String?) -> JSON { value.map { JSON(.string($0)) } ?? JSON(.null) }
    func list(_ values: [String]) -> JSON { JSON(.array(values.map { JSON(.string($0)) })) }
    return [
      "path": text(expected.path), "state": text(standing.rawValue), "expected": text(expected.digest),
      "found": text(found), "fault": text(fault), "bytes": expected.size.map { JSON(.integer($0)) } ?? JSON(.null),
      "origin": text(expected.origin), "mirrors": list(expected.mirrors), "claims": list(expected.claims),
      "stages": list(expected.stages),
    ]
  }

  /// A table of the files, what is missing, and what to do.
  ///
  /// - Parameters:
  ///   - aligned: puts the columns of rows below each other.
  ///   - visible: takes out of a text what would steer a terminal.
  public static func lines(
    _ files: [FoundFile], aligned: ([[String]]) -> [String], _ visible: (String) -> String
  ) -> [String] {
    guard !files.isEmpty else { return ["no data files are asked for"] }
    let rows = files.map { file in
      let expected = file.expected
      return [expected.path, file.standing.rawValue, expected.claims.joined(separator: " "), expected.digest ?? "any"]
    }
    let bad = files.filter { $0.standing != .present }
    let present = files.count - bad.count
    let count = "\(present) of \(files.count.counted("data file")) \(present.are) present"
    return aligned([["file", "state", "claims", "SHA-256"]] + rows) + ["", count + (bad.isEmpty ? "" : advice(bad))]
      + remedies(bad, visible)
  }

  private static func advice(_ files: [FoundFile]) -> String {
    "; put the others at these paths in the project"
      + (files.contains { $0.expected.path.hasPrefix("data/") }
        ? ", or name with --data a folder that stands for data/" : "")
      + (files.contains { $0.standing == .missing && !$0.expected.addresses.isEmpty }
        ? ", or add --fetch to have them fetched" : "")
  }

  /// What is wrong with files that are there, then where each folder's files are to be had.
  private static func remedies(_ files: [FoundFile], _ visible: (String) -> String) -> [String] {
    let facts = files.compactMap { file in file.fault.map { "\(file.expected.path): \($0)" } }
    var seen: Set<String> = []
    let sources = files.compactMap { file in
      let folder = (file.expected.path as NSString).deletingLastPathComponent
      return file.expected.origin.map { "\(folder.isEmpty ? file.expected.path : folder): from \(visible($0))" }
    }
    return facts + sources.filter { seen.insert($0).inserted }
  }
}
