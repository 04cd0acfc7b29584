import Documents
import Foundation

/// The committed record of results, `plumb.lock.json`: digests of what was published and judged, with the judged records
/// themselves, by profile and stage.
public struct LockFile: Sendable, Equatable {
  /// The file in the folder of a project.
  public static let name = "plumb.lock.json"
  /// The member that tells a lock from other files.
  static let sign = "plumb-lock"

  /// Results by profile, then by stage.
  public var profiles: [String: [String: Result]]

  /// The result of one stage.
  public struct Result: Sendable, Equatable {
    /// Digests by output name.
    public let outputs: [String: String]
    /// The values of small record outputs, by output name.
    public let values: [String: JSON]

    /// What it was computed from, as far as the manifest says it; nil where some of it was missing.
    public let recipe: String?
    /// Digests of the project's files that it rests on.
    public let sources: [String: String]

    /// A result of the given digests and values.
    public init(
      outputs: [String: String], values: [String: JSON], recipe: String? = nil, sources: [String: String] = [:]
    ) { (self.outputs, self.values, self.recipe, self.sources) = (outputs, values, recipe, sources) }
  }

  /// Results by profile and stage.
  public init(profiles: [String: [String: Result]] = [:]) { self.profiles = profiles }

  /// Reads a file; nil when there is none.
  /// - Throws: ``EngineError/damagedLockFile(_:reason:)``.
  public init?(path: String) throws {
    guard let bytes = try FileSystem.read(path) else { return nil }
    let name = String(path.split(separator: "/").last ?? "")
    do {
      try self.init(json: JSON.parse(SourceText(name: name, bytes: bytes)))
    } catch {
      throw EngineError.damagedLockFile(name, reason: "\(error)")
    }
  }

  /// Writes the file, atomically; nothing when it holds the same already.
  /// - Throws: ``EngineError/exportNotWritten(_:code:)``.
  public func write(to path: String) throws {
    let bytes = Array(json.printed(width: 0).utf8)
    do {
      if try FileSystem.read(path) != bytes { try FileSystem.replace(path, with: bytes) }
    } catch let error as FileError {
      throw EngineError.exportNotWritten(String(path.split(separator: "/").last ?? ""), code: error.code)
    }
  }

  private static func object<Value>(_ values: [String: Value], _ convert: (Value) -> JSON) -> JSON {
    let members = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return JSON(.object(members.map { .init($0.key, convert($0.value)) }))
  }

  /// Sorted by name, so that equal results give equal bytes.
  public var json: JSON {
    let profiles = Self.object(profiles) { results in
      Self.object(results) { result in
        var members = [JSON.Member("outputs", Self.object(result.outputs) { JSON(.string($0)) })]
        if let recipe = result.recipe { members.append(.init("recipe", JSON(.string(recipe)))) }
        if !result.sources.isEmpty {
          members.append(.init("sources", Self.object(result.sources) { JSON(.string($0)) }))
        }
        if !result.values.isEmpty { members.append(.init("values", Self.object(result.values) { $0 })) }
        return JSON(.object(members))
      }
    }
    return JSON(.object([.init(Self.sign, 1), .init("profiles", profiles)]))
  }

  private struct Malformed: Error, CustomStringConvertible {
    var description: String { "it is not a lock of revision 1" }
  }

  init(json: JSON) throws {
    guard json[Self.sign]?.integer == 1, let members = json["profiles"]?.members else { throw Malformed() }
    profiles = [:]
    for profile in members {
      guard let stages = profile.value.members else { throw Malformed() }
      for stage in stages {
        guard let outputs = stage.value["outputs"]?.members else { throw Malformed() }
        let digests = try outputs.map { output in
          guard let digest = output.value.string else { throw Malformed() }
          return (output.key, digest)
        }
        let values = (stage.value["values"]?.members ?? []).map { ($0.key, $0.value) }
        let sources = (stage.value["sources"]?.members ?? []).compactMap { file in
          file.value.string.map { (file.key, $0) }
        }
        profiles[profile.key, default: [:]][stage.key] = Result(
          outputs: Dictionary(digests) { first, _ in first }, values: Dictionary(values) { first, _ in first },
          recipe: stage.value["recipe"]?.string, sources: Dictionary(sources) { first, _ in first })
      }
    }
  }
}

extension Engine {
  /// The results of the last run of `graph`, as far as they are published or belong to one of `sections`; the record
  /// outputs of those sections with their values.
  public func results(_ graph: Graph, valuesOf sections: Set<String>) throws -> [String: LockFile.Result] {
    let open = try OpenProject(project, edition: graph.edition, writable: false)
    var results: [String: LockFile.Result] = [:]
    let (recipes, sources) = (graph.recipes, graph.sources)
    let inForce = try ResultsInForce(open, graph).records
    for (index, node) in graph.nodes.enumerated() where !node.exports.isEmpty || sections.contains(node.section) {
      guard open.state.entries[node.id]?.failure == nil, let record = inForce[node.id] else { continue }
      var values: [String: JSON] = [:]
      for output in record.outputs where sections.contains(node.section) {
        let isRecord = node.stage.outputs.contains { $0.name == output.name && $0.fileExtension == JSON.fileExtension }
        guard isRecord, try open.store.intact(output.digest) != nil,
          let bytes = try FileSystem.read(open.store.objects.file(output.digest))
        else { continue }
        values[output.name] = try JSON.parse(SourceText(name: node.id, bytes: bytes))
      }
      let outputs = Dictionary(record.outputs.map { ($0.name, $0.digest.hex) }) { first, _ in first }
      // A page tells where it stands; what lacked something is no result to keep.
      let isKept = !node.kind.wantsLineage && !record.lacksInputs
      var digests: [String: String] = [:]
      for path in isKept ? sources[index] : [] {
        guard case .success(let file) = open.files.locate(path, orFolder: true) else { continue }
        digests[path] = try? open.files.digest(file, name: path).hex
      }
      results[node.id] = LockFile.Result(
        outputs: outputs, values: values, recipe: isKept ? recipes[index].hex : nil, sources: digests)
    }
    return results
  }
}

/// How one stage's result differs between two runs.
public enum ResultDifference: Equatable, Sendable {
  /// Only the first run has it.
  case gone(id: String)
  /// Only the second run has it.
  case new(id: String)
  /// An output has other bytes, and no values are known that say more.
  case bytes(id: String, output: String)
  /// A value within a record differs; `path` leads to it: `slope.low`.
  case value(id: String, path: String, old: JSON?, new: JSON?)

  /// What differs between two sets of results, by stage.
  /// - Parameter tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  public static func between(
    _ old: [String: LockFile.Result], _ new: [String: LockFile.Result], tolerance: Double = 0
  ) -> [ResultDifference] {
    Set(old.keys).union(new.keys).sorted().flatMap { id -> [ResultDifference] in
      guard let before = old[id] else { return [.new(id: id)] }
      guard let after = new[id] else { return [.gone(id: id)] }
      return Set(before.outputs.keys).union(after.outputs.keys).sorted().flatMap { output -> [ResultDifference] in
        let isSame = before.outputs[output] == after.outputs[output]
        // A value may have been edited in the file, and its digest left as it was.
        if isSame, before.values[output] == after.values[output] { return [] }
        guard let left = before.values[output], let right = after.values[output] else {
          return isSame ? [] : [.bytes(id: id, output: output)]
        }
        return values(id, "", left, right, tolerance)
      }
    }
  }

  private static func values(
    _ id: String, _ path: String, _ old: JSON?, _ new: JSON?, _ tolerance: Double
  ) -> [ResultDifference] {
    func step(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    if let old, let new {
      if let left = old.members, let right = new.members {
        let keys = left.map(\.key) + right.map(\.key).filter { old[$0] == nil }
        return keys.flatMap { values(id, step($0), old[$0], new[$0], tolerance) }
      }
      if let left = old.elements, let right = new.elements, left.count == right.count {
        return zip(left, right).enumerated().flatMap { index, pair in
          values(id, "\(path)[\(index)]", pair.0, pair.1, tolerance)
        }
      }
      if let a = old.double, let b = new.double, abs(a - b) <= tolerance * max(abs(a), abs(b)) { return [] }
      if old == new { return [] }
    }
    return [.value(id: id, path: path, old: old, new: new)]
  }
}
