import Documents
import Foundation

/// The manifest and the files it includes, parsed.
struct ManifestFiles {
  /// Larger files are refused.
  static let largest = 256 << 20
  /// Longer chains of includes are refused.
  static let deepest = 32

  /// The main file first, included ones in the order met.
  private(set) var sources: [SourceText] = []
  private(set) var documents: [JSON] = []
  private let read: (String) -> Result<SourceText, ManifestFault>
  private let log: ManifestLog
  private var firstIncludes: [String: Place] = [:]

  /// Reads `main` and, by `read`, everything that it includes.
  init(
    main: Result<SourceText, ManifestFault>, log: ManifestLog,
    read: @escaping (String) -> Result<SourceText, ManifestFault>
  ) {
    self.read = read
    self.log = log
    load(main, from: .none, stack: [])
  }

  /// Gives document `number` away, so that it can be freed once it is taken apart.
  mutating func take(_ number: Int) -> JSON {
    defer { documents[number] = JSON(.null) }
    return documents[number]
  }

  private mutating func load(_ text: Result<SourceText, ManifestFault>, from place: Place, stack: [String]) {
    switch text {
    case .failure(let fault):
      log.isComplete = false
      log.note(fault, at: place)
    case .success(let source): parse(source, stack: stack + [source.name])
    }
  }

  private mutating func parse(_ source: SourceText, stack: [String]) {
    do {
      let json = try JSON.parse(source)
      sources.append(source)
      documents.append(json)
      guard json.members != nil else {
        log.isComplete = false
        return log.note(.notAnObject(what: "the manifest", found: json.kindName), at: json.place)
      }
      if let list = json["include"] { include(list, stack: stack) }
    } catch {
      log.isComplete = false
      if let problem = error as? Problem { log.note([problem]) }
    }
  }

  private mutating func include(_ list: JSON, stack: [String]) {
    let fields = Fields(JSON(.object([JSON.Member("include", list)])), context: "the manifest")
    _ = fields.strings("include", "paths of further manifest files", required: false)
    if !fields.problems.isEmpty { log.isComplete = false }
    log.note(fields.problems)
    guard fields.problems.isEmpty else { return }
    for element in list.elements ?? [] {
      guard let path = element.string else { continue }
      if let start = stack.firstIndex(of: path) {
        log.note(.includeCycle(Array(stack[start...]) + [path]), at: element.place)
      } else if let first = firstIncludes[path] {
        log.note(.includedTwice(path: path, first: first.description), at: element.place)
      } else if stack.count >= Self.deepest {
        log.note(.includeTooDeep(limit: Self.deepest), at: element.place)
      } else {
        firstIncludes[path] = element.place
        load(read(path), from: element.place, stack: stack)
      }
    }
  }
}

extension ManifestFiles {
  /// Reads a manifest file from the disk; `name` is how messages call it.
  static func read(_ url: URL, name: String) -> Result<SourceText, ManifestFault> {
    do {
      let facts = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
      guard facts[.type] as? FileAttributeType == .typeRegular else {
        return .failure(.unreadable(path: name, reason: "it is not a file"))
      }
      guard let size = facts[.size] as? Int, size <= largest else {
        return .failure(.fileTooLarge(path: name, limit: largest))
      }
      return .success(SourceText(name: name, bytes: [UInt8](try Data(contentsOf: url))))
    } catch {
      let exists = FileManager.default.fileExists(atPath: url.path)
      return .failure(.unreadable(path: name, reason: exists ? "it cannot be opened" : "there is no such file"))
    }
  }
}
