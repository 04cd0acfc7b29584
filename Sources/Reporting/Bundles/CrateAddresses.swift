import Documents

extension CrateRun {
  /// The formal parameters of the workflow itself: files of the project that stages read, and what is published.
  static let (read, published) = ("#workflow/input/sources", "#workflow/output/published")

  static func tool(_ kind: String) -> String { "#kind-" + CrateEntity.plain(kind) }
  static func step(_ entry: String) -> String { "#step-" + CrateEntity.plain(entry) }
  static func address(_ action: CrateAction) -> String { "#stage-" + action.key }
  static func control(_ action: CrateAction) -> String { "#control-" + action.key }

  /// A file of the crate, or a result that stays in the cache.
  static func address(_ value: CrateAction.Value) -> String {
    value.path.map(CrateEntity.path) ?? "#sha256-" + value.digest
  }

  /// A formal parameter of a kind.
  static func parameter(_ name: String, _ role: Role, _ kind: String) -> String {
    "\(tool(kind))/\(role.rawValue)/\(CrateEntity.plain(name))"
  }

  /// The value of a parameter: the same for all stages of a kind that have it.
  static func setting(_ member: JSON.Member, _ kind: String) -> String {
    let text = member.value.canonical
    // Long values are told apart by a sum of their letters.
    let mark = text.utf8.count <= 40 ? CrateEntity.plain(text) : String(checksum(text), radix: 16)
    return "#value-\(CrateEntity.plain(kind))-\(CrateEntity.plain(member.key))-\(mark)"
  }

  /// FNV-1a of 64 bits.
  private static func checksum(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension ResearchCrate {
  /// The addresses of those files whose paths are among `paths`, in the order of the crate.
  func paths(_ paths: Set<String>) -> [String] { files.map(\.path).filter(paths.contains).map(CrateEntity.path) }
}
