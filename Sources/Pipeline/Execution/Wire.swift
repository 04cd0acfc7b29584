import Documents
import Foundation

/// What runner and worker say to each other: JSON texts, each preceded by its length in four bytes and ended by a line feed,
/// since `srun` holds back what is not a whole line.
enum Wire {
  /// Longer messages are refused: they can only come from a broken peer.
  private static let longest = 1 << 28

  /// A message as it travels.
  static func bytes(_ message: JSON) -> [UInt8] {
    let text = Array(message.canonical.utf8)
    return withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) } + text + [10]
  }

  static func send(_ message: JSON, to descriptor: Int32) throws {
    try bytes(message).withUnsafeBytes { try FileSystem.write($0, to: descriptor, path: "worker") }
  }

  /// The next message; nil when the other side is gone.
  static func receive(from descriptor: Int32) throws -> JSON? {
    guard let head = try take(4, from: descriptor) else { return nil }
    let count = head.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= longest, let text = try take(count + 1, from: descriptor) else { return nil }
    return try JSON.parse(SourceText(name: "worker", bytes: text.dropLast()))
  }

  /// The first message of `bytes`, which loses it; nil when its end has not come yet.
  static func take(from bytes: inout [UInt8]) throws -> JSON? {
    guard bytes.count >= 4 else { return nil }
    let count = bytes[0..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= longest else { throw FileError(.read, "worker", code: EBADMSG) }
    guard bytes.count > 4 + count else { return nil }
    let text = Array(bytes[4..<4 + count])
    bytes.removeFirst(5 + count)
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

extension JSON {
  /// An object without the members that have no value.
  fileprivate init(_ members: KeyValuePairs<String, JSON?>) {
    self.init(.object(members.compactMap { key, value in value.map { Member(key, $0) } }))
  }

  fileprivate init(paths: [String: String]) {
    self.init(.object(paths.map { Member($0.key, JSON(.string($0.value))) }))
  }

  fileprivate var paths: [String: String]? {
    members.map { Dictionary($0.map { ($0.key, $0.value.string ?? "") }) { first, _ in first } }
  }
}

extension Array {
  /// The values of all elements of a list; nil when it is none, or one of them has no value.
  fileprivate init?(_ json: JSON?, _ read: (JSON) -> Element?) {
    guard let elements = json?.elements else { return nil }
    self = elements.compactMap(read)
    if count < elements.count { return nil }
  }
}

extension Workspace.Label {
  var json: JSON {
    JSON(["axis": JSON(.string(axis)), "number": number.map { JSON(.number($0)) }, "text": JSON(.string(text))])
  }

  init?(json: JSON) {
    guard let axis = json["axis"]?.string, let text = json["text"]?.string else { return nil }
    self.init(axis: axis, text: text, number: json["number"]?.double)
  }
}

extension Slot {
  /// The input as an object; `content` gives the members that stand for a value.
  func json(_ content: (Content) -> [JSON.Member]) -> JSON {
    let items = items.map { item -> JSON in
      let labels = item.labels.isEmpty ? [] : [JSON.Member("labels", JSON(.array(item.labels.map(\.json))))]
      return JSON(.object(labels + content(item.content)))
    }
    return ["items": JSON(.array(items)), "path": JSON(.string(path))]
  }

  init?(json: JSON, _ content: (JSON) -> Content?) {
    let items = [Item](json["items"]) { item in
      guard let content = content(item) else { return nil }
      if item["labels"] == nil { return Item(content: content) }
      return [Workspace.Label](item["labels"], Workspace.Label.init).map { Item(labels: $0, content: content) }
    }
    guard let items, let path = json["path"]?.string else { return nil }
    self.init(path: path, items: items)
  }
}

extension InputValue {
  fileprivate var members: [JSON.Member] {
    switch self {
    case .object(let digest, let name):
      [.init("object", JSON(.string(digest.hex))), .init("name", JSON(.string(name)))]
    case .source(let file, let digest):
      [.init("source", JSON(.string(file))), .init("sha256", JSON(.string(digest.hex)))]
    case .missing: [.init("missing", true)]
    }
  }

  fileprivate init?(json: JSON) {
    if let digest = json["object"]?.string.flatMap({ Digest(hex: $0) }), let name = json["name"]?.string {
      self = .object(digest, name: name)
    } else if let file = json["source"]?.string, let digest = json["sha256"]?.string.flatMap({ Digest(hex: $0) }) {
      self = .source(file, digest)
    } else if json["missing"] == true {
      self = .missing
    } else {
      return nil
    }
  }
}

extension Lineage {
  var json: JSON {
    JSON([
      "entries": JSON(.array(entries.map(\.json))), "isDefault": JSON(.boolean(isDefaultProfile)),
      "profile": JSON(.string(profile)), "published": JSON(paths: published),
      "readers": JSON(
        .array(readers.map { ["published": JSON(paths: $0.published), "title": JSON(.string($0.title))] })),
      "settings": settings.isEmpty ? nil : JSON(.array(settings.map { JSON(.string($0)) })),
    ])
  }

  fileprivate init?(json: JSON) {
    guard let profile = json["profile"]?.string, let isDefault = json["isDefault"],
      let entries = [Entry](json["entries"], Entry.init), let published = json["published"]?.paths,
      let readers = [Reader](
        json["readers"],
        { reader in
          guard let title = reader["title"]?.string, let published = reader["published"]?.paths else { return nil }
          return Reader(title: title, published: published)
        })
    else { return nil }
    self.init(
      entries: entries, profile: profile, isDefaultProfile: isDefault == true,
      settings: (json["settings"]?.elements ?? []).compactMap(\.string), published: published, readers: readers)
  }
}

extension Lineage.Entry {
  var json: JSON {
    let links = inputs.map { link -> JSON in ["id": JSON(.string(link.id)), "path": JSON(.string(link.path))] }
    return JSON([
      "id": JSON(.string(id)), "input": input.map { JSON(.string($0)) }, "inputs": JSON(.array(links)),
      "key": key.map { JSON(.string($0)) }, "kind": JSON(.string(kind)), "missing": missing.map { JSON(.string($0)) },
      "published": published.isEmpty ? nil : JSON(paths: published), "recorded": isRecorded ? true : nil,
      "title": title.map { JSON(.string($0)) },
    ])
  }

  fileprivate init?(json: JSON) {
    let links = [Lineage.Link](json["inputs"]) { link in
      guard let path = link["path"]?.string, let id = link["id"]?.string else { return nil }
      return Lineage.Link(path: path, id: id)
    }
    guard let links, let id = json["id"]?.string, let kind = json["kind"]?.string else { return nil }
    self.init(
      id: id, kind: kind, key: json["key"]?.string, input: json["input"]?.string, inputs: links,
      missing: json["missing"]?.string, title: json["title"]?.string, isRecorded: json["recorded"] == true,
      published: json["published"]?.paths ?? [:])
  }
}

extension StageTask {
  var request: JSON {
    JSON([
      "definition": definition, "folder": JSON(.string(folder)), "id": JSON(.string(id)),
      "inputs": JSON(.array(inputs.map { $0.json(\.members) })), "kind": JSON(.string(kind)), "lineage": lineage?.json,
      "objects": JSON(.string(objects)), "project": JSON(.string(surroundings.project)),
      "remote": isRemote ? true : nil,
      "variables": surroundings.variables.isEmpty ? nil : JSON(paths: surroundings.variables),
    ])
  }

  init?(request: JSON, catalogue: Catalogue) throws {
    guard let id = request["id"]?.string, let kind = request["kind"]?.string, let definition = request["definition"],
      let inputs = [Slot<InputValue>](request["inputs"], { Slot(json: $0, InputValue.init) }),
      let folder = request["folder"]?.string, let objects = request["objects"]?.string
    else { return nil }
    guard let type = catalogue.kinds[kind] else { throw StageFailure.noSuchKind(kind) }
    let fields = Fields(definition, context: "stage `\(id)`")
    let stage = type.init(fields)
    guard fields.problems.isEmpty else { throw Problems(fields.problems) }
    self.init(
      id: id, kind: kind, definition: definition, stage: stage, inputs: inputs,
      lineage: request["lineage"].flatMap(Lineage.init), timeout: nil, folder: folder, objects: objects,
      surroundings: Surroundings(
        project: request["project"]?.string ?? ".", variables: request["variables"]?.paths ?? [:]))
    isRemote = request["remote"] == true
  }
}

extension StageResult {
  /// The answer of a worker; the log is read by the runner, or travels with the answer of one that is `away`.
  func answer(away: Bool) -> JSON {
    JSON([
      "log": away ? JSON(.string(log)) : nil, "memory": JSON(.integer(memory)),
      "outputs": JSON(.array(outputs.map { away ? $0.named : $0.json })), "seconds": JSON(.number(seconds)),
    ])
  }

  /// The answer of a worker far away; nil as long as an object that it names is not to be seen in `objects`.
  init?(answer: JSON, seenIn objects: ObjectFolder) {
    guard let outputs = [Made](answer["outputs"], { Made(named: $0, in: objects) }),
      let seconds = answer["seconds"]?.double, let memory = answer["memory"]?.integer, let log = answer["log"]?.string
    else { return nil }
    self.init(outputs: outputs, seconds: seconds, memory: memory, log: log)
  }

  init?(answer: JSON, log: String) {
    guard let outputs = [Made](answer["outputs"], Made.init), let seconds = answer["seconds"]?.double,
      let memory = answer["memory"]?.integer
    else { return nil }
    self.init(outputs: outputs, seconds: seconds, memory: memory, log: log)
  }
}

extension FileError {
  var json: JSON {
    [
      "operation": JSON(.string(operation.rawValue)), "path": JSON(.string(path)), "code": JSON(.integer(Int(code))),
    ]
  }

  init?(json: JSON) {
    guard let operation = json["operation"]?.string.flatMap(Operation.init), let path = json["path"]?.string,
      let code = json["code"]?.integer
    else { return nil }
    self.init(operation, path, code: Int32(truncatingIfNeeded: code))
  }
}

extension StageResult.Made {
  /// What holds on any machine: inodes and times differ from one to the next.
  fileprivate var named: JSON {
    [
      "digest": JSON(.string(digest.hex)), "name": JSON(.string(name)),
      "size": JSON(.integer(Int(fingerprint.size))),
    ]
  }

  /// An output that a machine far away made, as its object looks here; nil as long as that is not to be seen.
  fileprivate init?(named json: JSON, in objects: ObjectFolder) {
    guard let name = json["name"]?.string, let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }),
      let fingerprint = Fingerprint(path: objects.file(digest)), json["size"] == JSON(.integer(Int(fingerprint.size)))
    else { return nil }
    self.init(name: name, digest: digest, fingerprint: fingerprint)
  }

  fileprivate var json: JSON {
    [
      "changed": JSON(.integer(Int(fingerprint.changed))), "digest": JSON(.string(digest.hex)),
      "inode": JSON(.integer(Int(bitPattern: UInt(fingerprint.inode)))),
      "modified": JSON(.integer(Int(fingerprint.modified))), "name": JSON(.string(name)),
      "size": JSON(.integer(Int(fingerprint.size))),
    ]
  }

  fileprivate init?(json: JSON) {
    guard let name = json["name"]?.string, let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }),
      let size = json["size"]?.integer, let modified = json["modified"]?.integer,
      let changed = json["changed"]?.integer, let inode = json["inode"]?.integer
    else { return nil }
    let fingerprint = Fingerprint(
      size: Int64(size), modified: Int64(modified), changed: Int64(changed), inode: UInt64(UInt(bitPattern: inode)))
    self.init(name: name, digest: digest, fingerprint: fingerprint)
  }
}
