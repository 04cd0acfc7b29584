import Documents

/// What an archive of results promises to hold: its first entry, from which everything that follows is known, names, order
/// and sizes. So a reader can bound what it takes before it takes anything, and nothing unexpected is ever looked at.
///
/// For people it says which file is which output of which stage. It is written in one way only: any other bytes that mean
/// the same are refused, as damaged ones are.
struct ResultIndex: Equatable {
  static let version = 1
  private static let sign = "plumb-results"
  private static let about =
    "Results of a run of Plumb. `plumb pull` takes them into the cache of the project that they belong to; `stages` says "
    + "which file is which output. Unpacked, the folder serves as well as the archive."

  /// The top folder of every name in an archive.
  static let top = "plumb-results"
  static let name = "index.json"

  /// Bounds beyond which an index is refused unread.
  static let mostBytes = 256 << 20
  /// A record longer than this is refused, as are records of more than sixteen times that together.
  static let mostRecordBytes = 64 << 20
  /// An object longer than this is refused, as are objects of more than 64 times that together: sums of sizes are numbers.
  static let mostObjectBytes = 1 << 44

  /// The profile that was pushed, and what was put over the manifest.
  var profile: String
  var settings: [String]
  /// The stages, with their keys and, for each output that travels, its file.
  var stages: [Stage]
  /// Ascending by key.
  var records: [Item]
  /// Ascending.
  var objects: [Item]

  struct Stage: Equatable {
    let id: String
    let key: Digest
    let outputs: [(name: String, digest: Digest)]

    static func == (a: Stage, b: Stage) -> Bool {
      a.id == b.id && a.key == b.key
        && a.outputs.elementsEqual(b.outputs) { $0.name == $1.name && $0.digest == $1.digest }
    }
  }

  /// A file of the archive: a record by its key, or an object by its digest.
  struct Item: Equatable {
    let digest: Digest
    let size: Int
    /// The digest of the bytes: of a record that of its line, of an object its own.
    let content: Digest
  }

  /// The file of a record or an object below its folder.
  static func path(_ folder: Folder, _ digest: Digest) -> String {
    let hex = digest.hex
    return "\(folder.rawValue)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  enum Folder: String { case records, objects }

  /// Every file after the index in the order of the archive, with its name there.
  var entries: [(name: String, folder: Folder, item: Item)] {
    records.map { ("\(Self.top)/\(Self.path(.records, $0.digest))", .records, $0) }
      + objects.map { ("\(Self.top)/\(Self.path(.objects, $0.digest))", .objects, $0) }
  }

  /// The bytes of an archive with this index, the two empty blocks at its end included.
  var extent: Int {
    (records + objects).reduce(TarBlock.extent(bytes.count) + 2 * TarBlock.size) { $0 + TarBlock.extent($1.size) }
  }

  var bytes: [UInt8] {
    let members = self.members
    let seal = JSON.Member("sha256", JSON(.string(Self.seal(members))))
    return Array(JSON(.object(members + [seal])).pretty.utf8)
  }

  private static func seal(_ members: [JSON.Member]) -> String {
    Digest(of: "plumb index\n" + JSON(.object(members)).canonical).hex
  }

  private var members: [JSON.Member] {
    let stages = stages.map { stage -> JSON in
      let outputs = stage.outputs.map { JSON.Member($0.name, JSON(.string(Self.path(.objects, $0.digest)))) }
      return [
        "id": JSON(.string(stage.id)), "record": JSON(.string(Self.path(.records, stage.key))),
        "outputs": JSON(.object(outputs)),
      ]
    }
    func digest(_ digest: Digest) -> JSON { JSON(.string(digest.hex)) }
    return [
      .init(Self.sign, JSON(.integer(Self.version))), .init("about", JSON(.string(Self.about))),
      .init("profile", JSON(.string(profile))), .init("settings", JSON(.array(settings.map { JSON(.string($0)) }))),
      .init("stages", JSON(.array(stages))),
      .init(
        "records",
        JSON(.array(records.map { [digest($0.digest), JSON(.integer($0.size)), digest($0.content)] }))),
      .init("objects", JSON(.array(objects.map { [digest($0.digest), JSON(.integer($0.size))] }))),
    ]
  }

  /// Whether bytes are the beginning of an index, of any version.
  static func begins(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: "{\n  \"\(sign)\": ".utf8) }

  /// Reads the bytes of an index; nil when they are not what ``bytes`` writes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.mostBytes, Self.begins(bytes),
      let json = try? JSON.parse(SourceText(name: Self.name, bytes: bytes)), json[Self.sign]?.integer == Self.version,
      let profile = json["profile"]?.string, let settings = json["settings"]?.elements,
      let stages = json["stages"]?.elements, let records = json["records"]?.elements,
      let objects = json["objects"]?.elements
    else { return nil }
    self.init(
      profile: profile, settings: settings.compactMap(\.string), stages: stages.compactMap(Stage.init),
      records: records.compactMap(Item.init), objects: objects.compactMap(Item.init))
    guard Self.isBounded(self.records, each: Self.mostRecordBytes, all: Self.mostRecordBytes << 4),
      Self.isBounded(self.objects, each: Self.mostObjectBytes, all: Self.mostObjectBytes << 6), self.bytes == bytes
    else { return nil }
  }

  init(profile: String, settings: [String], stages: [Stage], records: [Item], objects: [Item]) {
    (self.profile, self.settings, self.stages) = (profile, settings, stages)
    (self.records, self.objects) = (records, objects)
  }

  /// Whether the items are in order, each once, and their sizes within bounds.
  private static func isBounded(_ items: [Item], each: Int, all: Int) -> Bool {
    guard zip(items, items.dropFirst()).allSatisfy({ $0.digest < $1.digest }) else { return false }
    var total = 0
    for item in items {
      guard 0...each ~= item.size else { return false }
      total += item.size
      if total > all { return false }
    }
    return true
  }
}

extension ResultIndex.Item {
  fileprivate init?(_ json: JSON) {
    guard let parts = json.elements, 2...3 ~= parts.count, let size = parts[1].integer,
      let digest = parts[0].string.flatMap({ Digest(hex: $0) }),
      let content = (parts.count == 3 ? parts[2].string : parts[0].string).flatMap({ Digest(hex: $0) })
    else { return nil }
    self.init(digest: digest, size: size, content: content)
  }
}

extension ResultIndex.Stage {
  fileprivate init?(_ json: JSON) {
    func digest(_ json: JSON?) -> Digest? {
      let parts = json?.string?.split(separator: "/") ?? []
      return parts.count == 3 ? Digest(hex: parts[1] + parts[2]) : nil
    }
    guard let id = json["id"]?.string, let key = digest(json["record"]), let outputs = json["outputs"]?.members else {
      return nil
    }
    self.init(id: id, key: key, outputs: outputs.compactMap { output in digest(output.value).map { (output.key, $0) } })
    guard self.outputs.count == outputs.count else { return nil }
  }
}
