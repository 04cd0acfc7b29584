import Documents
import Foundation

/// What runner and worker say to each other: JSON texts, each preceded by its length in four bytes.
enum Wire {
  /// Longer messages are refused: they can only come from a broken peer.
  private static let longest = 1 << 28

  static func send(_ message: JSON, to descriptor: Int32) throws {
    let text = Array(message.canonical.utf8)
    var bytes = withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) }
    bytes += text
    try bytes.withUnsafeBytes { try FileSystem.write($0, to: descriptor, path: "worker") }
  }

  /// The next message; nil when the other side is gone.
  static func receive(from descriptor: Int32) throws -> JSON? {
    guard let head = try take(4, from: descriptor) else { return nil }
    let count = head.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= longest, let text = try take(count, from: descriptor) else { return nil }
    return try JSON.parse(SourceText(name: "worker", bytes: text))
  }

  private static func take(_ count: Int, from descriptor: Int32) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError(.read, "worker", code: errno) }
      if got == 0 { return nil }
      filled += got
    }
    return bytes
  }
}

extension Workspace.Label {
  var json: JSON {
    [JSON(.string(axis)), JSON(.string(text)), number.map { JSON(.number($0)) } ?? JSON(.null)]
  }

  init?(json: JSON) {
    guard let parts = json.elements, parts.count == 3, let axis = parts[0].string, let text = parts[1].string else {
      return nil
    }
    self.init(axis: axis, text: text, number: parts[2].double)
  }
}

extension Lineage {
  /// The canonical form that keys and workers see.
  var json: JSON {
    func text(_ value: String?) -> JSON { value.map { JSON(.string($0)) } ?? JSON(.null) }
    let entries = entries.map { entry -> JSON in
      [
        text(entry.id), text(entry.kind), text(entry.key), text(entry.input),
        JSON(.array(entry.inputs.map { [text($0.path), text($0.id)] })), text(entry.missing), text(entry.title),
        Self.paths(entry.published),
      ]
    }
    let readers = readers.map { JSON(.array([JSON(.string($0.title)), Self.paths($0.published)])) }
    return [
      text(profile), JSON(.boolean(isDefaultProfile)), JSON(.array(entries)), Self.paths(published),
      JSON(.array(readers)),
    ]
  }

  init?(json: JSON) {
    guard let whole = json.elements, whole.count == 5, let profile = whole[0].string,
      case .boolean(let isDefault) = whole[1].content, let items = whole[2].elements,
      let published = Self.paths(whole[3]), let readers = whole[4].elements
    else { return nil }
    var entries: [Entry] = []
    for item in items {
      guard let parts = item.elements, parts.count == 8, let id = parts[0].string, let kind = parts[1].string,
        let above = parts[4].elements, let published = Self.paths(parts[7])
      else { return nil }
      entries.append(
        Entry(
          id: id, kind: kind, key: parts[2].string, input: parts[3].string, inputs: above.compactMap(Link.init),
          missing: parts[5].string, title: parts[6].string, published: published))
    }
    self.init(
      entries: entries, profile: profile, isDefaultProfile: isDefault, published: published,
      readers: readers.compactMap { reader in
        guard let parts = reader.elements, parts.count == 2, let title = parts[0].string else { return nil }
        return Self.paths(parts[1]).map { Reader(title: title, published: $0) }
      })
  }

  private static func paths(_ paths: [String: String]) -> JSON {
    JSON(.object(paths.map { JSON.Member($0.key, JSON(.string($0.value))) }))
  }

  private static func paths(_ json: JSON) -> [String: String]? {
    json.members.map { Dictionary($0.map { ($0.key, $0.value.string ?? "") }) { first, _ in first } }
  }
}

extension Lineage.Link {
  init?(json: JSON) {
    guard let parts = json.elements, parts.count == 2, let path = parts[0].string, let id = parts[1].string
    else { return nil }
    self.init(path: path, id: id)
  }
}

extension StageTask {
  /// The request that a worker gets.
  var request: JSON {
    let inputs = inputs.map { input -> JSON in
      [
        JSON(.string(input.path)),
        JSON(
          .array(input.items.map { [JSON(.array($0.labels.map(\.json))), $0.content.json] })),
      ]
    }
    return [
      "id": JSON(.string(id)), "kind": JSON(.string(kind)), "definition": definition,
      "inputs": JSON(.array(inputs)), "lineage": lineage?.json ?? JSON(.null), "folder": JSON(.string(folder)),
      "objects": JSON(.string(objects)),
    ]
  }

  /// The task of a request; nil when it is not one.
  init?(request: JSON, catalogue: Catalogue) throws {
    guard let id = request["id"]?.string, let kind = request["kind"]?.string, let definition = request["definition"],
      let inputs = request["inputs"]?.elements, let folder = request["folder"]?.string,
      let objects = request["objects"]?.string
    else { return nil }
    guard let type = catalogue.kinds[kind] else { throw StageFailure.noSuchKind(kind) }
    let fields = Fields(definition, context: "stage `\(id)`")
    let stage = type.init(fields)
    guard fields.problems.isEmpty else { throw Problems(fields.problems) }
    self.init(
      id: id, kind: kind, definition: definition, stage: stage, inputs: inputs.compactMap(Input.init),
      lineage: request["lineage"].flatMap(Lineage.init), timeout: nil, folder: folder, objects: objects)
    guard self.inputs.count == inputs.count else { return nil }
  }
}

extension StageTask.Input {
  init?(json: JSON) {
    guard let parts = json.elements, parts.count == 2, let path = parts[0].string, let items = parts[1].elements
    else { return nil }
    self.init(
      path: path,
      items: items.compactMap { item in
        guard let pair = item.elements, pair.count == 2, let labels = pair[0].elements,
          let content = StageTask.Content(json: pair[1])
        else { return nil }
        return StageTask.Item(labels: labels.compactMap(Workspace.Label.init), content: content)
      })
    guard self.items.count == items.count else { return nil }
  }
}

extension StageTask.Content {
  var json: JSON {
    switch self {
    case .object(let digest, let ending): ["object": JSON(.string(digest.hex)), "ending": JSON(.string(ending))]
    case .source(let file, let digest): ["source": JSON(.string(file)), "digest": JSON(.string(digest.hex))]
    case .missing(let reason): ["missing": JSON(.string(reason))]
    }
  }

  init?(json: JSON) {
    if let digest = json["object"]?.string.flatMap({ Digest(hex: $0) }), let ending = json["ending"]?.string {
      self = .object(digest, fileExtension: ending)
    } else if let file = json["source"]?.string, let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }) {
      self = .source(file, digest)
    } else if let reason = json["missing"]?.string {
      self = .missing(reason)
    } else {
      return nil
    }
  }
}

extension StageResult {
  /// The answer of a worker; the log is read by the runner.
  var answer: JSON {
    let outputs = outputs.map { output -> JSON in
      [
        JSON(.string(output.name)), JSON(.string(output.digest.hex)), JSON(.integer(Int(output.fingerprint.size))),
        JSON(.integer(Int(output.fingerprint.modified))), JSON(.integer(Int(output.fingerprint.changed))),
        JSON(.integer(Int(bitPattern: UInt(output.fingerprint.inode)))),
      ]
    }
    return [
      "outputs": JSON(.array(outputs)), "seconds": JSON(.number(seconds)), "memory": JSON(.integer(memory)),
    ]
  }

  init?(answer: JSON, log: String) {
    guard let items = answer["outputs"]?.elements, let seconds = answer["seconds"]?.double,
      let memory = answer["memory"]?.integer
    else { return nil }
    let outputs = items.compactMap { item -> Made? in
      guard let parts = item.elements, parts.count == 6, let name = parts[0].string,
        let digest = parts[1].string.flatMap({ Digest(hex: $0) }), let size = parts[2].integer,
        let modified = parts[3].integer, let changed = parts[4].integer, let inode = parts[5].integer
      else { return nil }
      let fingerprint = Fingerprint(
        size: Int64(size), modified: Int64(modified), changed: Int64(changed), inode: UInt64(UInt(bitPattern: inode)))
      return Made(name: name, digest: digest, fingerprint: fingerprint)
    }
    guard outputs.count == items.count else { return nil }
    self.init(outputs: outputs, seconds: seconds, memory: memory, log: log)
  }
}
