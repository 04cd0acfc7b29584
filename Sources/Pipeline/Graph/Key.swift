import Documents

/// The identity of a stage's result: what it is computed from, and nothing else.
///
/// Names, times and paths are no part of it, so a renamed stage reruns nothing, and an upstream stage that comes out
/// unchanged stops the rerun.
public struct KeyComponents: Sendable, Equatable {
  public let kind: String
  public let revision: Int
  /// What the stage read of its definition, names left out.
  public let parameters: JSON
  public let inputs: [Slot<InputValue>]
  /// Where the inputs come from, for kinds that are told; with names, since such kinds print them.
  public let lineage: Lineage?
  /// The program that is started and its packages, where the manifest asks that they count.
  public let program: JSON?

  /// The components of one key.
  public init(
    kind: String, revision: Int, parameters: JSON, inputs: [Slot<InputValue>], lineage: Lineage? = nil,
    program: JSON? = nil
  ) {
    (self.kind, self.revision, self.parameters, self.inputs) = (kind, revision, parameters, inputs)
    (self.lineage, self.program) = (lineage, program)
  }

  /// Whether some input is not there.
  var lacksInputs: Bool { inputs.contains { $0.contents.contains(.missing) } }

  /// The only definition of what a key covers: the key is the digest of this document's canonical text, records hold it,
  /// and the explanation of a rerun is how two of them differ.
  ///
  /// The order of an object's members and that of reading count for nothing; the order of elements, of the values behind an
  /// input and of their labels does. A value that is missing is missing, whatever the reason.
  public var document: JSON {
    let inputs = inputs.sorted { $0.path < $1.path }.map { slot in
      slot.json { [$0.digest.map { .init("sha256", JSON(.string($0.hex))) } ?? .init("missing", true)] }
    }
    // By name, as canonical text has them.
    var members: [JSON.Member] = []
    if !inputs.isEmpty { members.append(.init("inputs", JSON(.array(inputs)))) }
    members.append(.init("kind", JSON(.string(kind))))
    if let lineage { members.append(.init("lineage", lineage.component)) }
    members.append(.init("parameters", parameters))
    if let program { members.append(.init("program", program)) }
    members.append(.init("revision", JSON(.integer(revision))))
    return JSON(.object(members))
  }

  static func digest(of document: JSON) -> Digest { Digest(of: "plumb key 2\n" + document.canonical) }
}

extension Lineage {
  /// The lineage in a key: all that a stage is told, its entries put together by entry of the manifest, so that an explanation names the one that changed.
  fileprivate var component: JSON {
    let stages = Dictionary(grouping: entries) { $0.id.prefix { $0 != "[" } }.mapValues { instances in
      Digest(of: JSON(.array(instances.map(\.json))).canonical).hex
    }
    let members = stages.sorted { $0.key < $1.key }.map {
      JSON.Member(String($0.key), JSON(.string("sha256:" + $0.value)))
    }
    let others = json.members?.filter { $0.key != "entries" } ?? []
    return JSON(.object(others + [.init("stages", JSON(.object(members)))]))
  }
}

/// One component of a key that is not what it was.
public struct KeyChange: Equatable, Sendable {
  /// The component: `layers`, `input data[n=100]`.
  public let name: String
  /// The value of the last result; nil when the component is new.
  public let old: String?
  /// The value now; nil when the component is gone.
  public let new: String?
  /// Whether the same elements stand in another order.
  public let isOrder: Bool

  init(name: String, old: String?, new: String?, isOrder: Bool = false) {
    (self.name, self.old, self.new, self.isOrder) = (name, old, new, isOrder)
  }

  /// How the document of one key (``KeyComponents/document``) differs from that of another; empty only if the keys are
  /// equal.
  /// - Parameter files: the file behind an input that is one of the project, by the input's path.
  /// - Parameter contents: what changed in a folder behind an input of the project, from one digest to another, if that is
  ///   known.
  static func between(
    _ old: JSON, _ new: JSON, files: [String: String] = [:],
    contents: (_ folder: String, _ old: String, _ new: String) -> [KeyChange] = { _, _, _ in [] }
  ) -> [KeyChange] {
    // The first version kept a list of texts.
    guard old.members != nil else { return [KeyChange(name: "version of keys", old: "1", new: "2")] }
    var comparison = KeyComparison(files: files)
    comparison.compare(KeyComparison.normal(old), KeyComparison.normal(new))
    return comparison.changes.flatMap { change -> [KeyChange] in
      let folder = files.first { change.name == KeyComparison.name(ofInput: $0.key, files) }?.value
      guard let folder, let old = change.old, let new = change.new else { return [change] }
      let inside = contents(folder, old, new)
      return inside.isEmpty ? [change] : inside
    }
  }
}

/// Finds what differs between the documents of two keys.
private struct KeyComparison {
  let files: [String: String]
  private(set) var changes: [KeyChange] = []

  init(files: [String: String]) { self.files = files }

  /// The document with its members sorted and its numbers in one form, so that equal meaning compares equal.
  static func normal(_ document: JSON) -> JSON {
    (try? JSON.parse(SourceText(name: "key", bytes: Array(document.canonical.utf8)))) ?? document
  }

  mutating func compare(_ old: JSON, _ new: JSON) {
    for key in ["kind", "revision"] { value(key, old[key], new[key]) }
    members("", old["parameters"], new["parameters"])
    inputs(old["inputs"]?.elements ?? [], new["inputs"]?.elements ?? [])
    value("lineage", old["lineage"], new["lineage"])
    value("program", old["program"], new["program"])
  }

  private mutating func note(_ name: String, _ old: String?, _ new: String?, isOrder: Bool = false) {
    changes.append(KeyChange(name: name, old: old, new: new, isOrder: isOrder))
  }

  private mutating func value(_ name: String, _ old: JSON?, _ new: JSON?) {
    if old == new { return }
    if let before = old?.members, let after = new?.members, !before.isEmpty, !after.isEmpty {
      members(name, old, new)
    } else if let before = old?.elements, let after = new?.elements {
      elements(name, before, after)
    } else {
      note(name, old.map(Self.text), new.map(Self.text))
    }
  }

  /// New and changed members in the order of their names, then those that are gone.
  private mutating func members(_ name: String, _ old: JSON?, _ new: JSON?) {
    let (before, after) = (old?.members ?? [], new?.members ?? [])
    let start = name.isEmpty ? "" : name + "."
    for member in after { value(start + member.key, old?[member.key], member.value) }
    for member in before where new?[member.key] == nil { value(start + member.key, member.value, nil) }
  }

  private mutating func elements(_ name: String, _ old: [JSON], _ new: [JSON]) {
    let isNested = (old + new).contains { $0.members != nil }
    let order = Self.order(of: new, in: old)
    if isNested, let order {
      let positions = { (places: [Int]) in places.map { "[\($0)]" }.joined(separator: ", ") }
      return note(name, positions(Array(old.indices)), positions(order), isOrder: true)
    }
    guard isNested else {
      return note(name, JSON(.array(old)).canonical, JSON(.array(new)).canonical, isOrder: order != nil)
    }
    // What was put in or taken out in one place must not make all that follows look changed.
    let shorter = min(old.count, new.count)
    let start = (0..<shorter).first { old[$0] != new[$0] } ?? shorter
    let end = (0..<(shorter - start)).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] } ?? shorter - start
    let (before, after) = (old[start..<(old.count - end)], new[start..<(new.count - end)])
    for place in start..<(start + max(before.count, after.count)) {
      value(
        "\(name)[\(place)]", before.indices.contains(place) ? before[place] : nil,
        after.indices.contains(place) ? after[place] : nil)
    }
  }

  /// Where the elements of `new` stood in `old`; nil unless they are the same in another order.
  private static func order(of new: [JSON], in old: [JSON]) -> [Int]? {
    guard new.count == old.count, new != old else { return nil }
    var places = Dictionary(grouping: old.indices.reversed()) { old[$0].canonical }
    let order = new.compactMap { places[$0.canonical]?.popLast() }
    return order.count == new.count ? order : nil
  }

  private mutating func inputs(_ old: [JSON], _ new: [JSON]) {
    func byPath(_ slots: [JSON]) -> [String: [JSON]] {
      Dictionary(slots.map { ($0["path"]?.string ?? "", $0["items"]?.elements ?? []) }, uniquingKeysWith: +)
    }
    let (before, after) = (byPath(old), byPath(new))
    for path in Set(before.keys).union(after.keys).sorted() {
      items(Self.name(ofInput: path, files), before[path], after[path])
    }
  }

  static func name(ofInput path: String, _ files: [String: String]) -> String {
    "input \(path)" + (files[path].map { " (\($0))" } ?? "")
  }

  /// The values behind one input, told apart by their labels, not by their places: one more in a sweep is one change.
  private mutating func items(_ name: String, _ old: [JSON]?, _ new: [JSON]?) {
    if let old, let new, Self.order(of: new, in: old) != nil {
      let names = { (items: [JSON]) in
        "[" + items.map { Self.labels($0) ?? Self.content($0) }.joined(separator: ", ") + "]"
      }
      return note(name, names(old), names(new), isOrder: true)
    }
    let before = changes.count
    let (gone, present) = (Self.named(old ?? []), Self.named(new ?? []))
    let (known, still) = (Dictionary(uniqueKeysWithValues: gone), Dictionary(uniqueKeysWithValues: present))
    for (label, content) in present where known[label] != content { note(name + label, known[label], content) }
    for (label, content) in gone where still[label] == nil { note(name + label, content, nil) }
    // No value at all is not the same as no input; and labels that read alike may differ.
    if changes.count == before, old != new {
      note(name, old.map { JSON(.array($0)).canonical }, new.map { JSON(.array($0)).canonical })
    }
  }

  /// Each value under a name of its own.
  private static func named(_ items: [JSON]) -> [(String, String)] {
    var seen: [String: Int] = [:]
    return items.map { item in
      let label = labels(item) ?? ""
      seen[label, default: 0] += 1
      let count = seen[label] ?? 1
      return (count == 1 ? label : "\(label)[\(count - 1)]", content(item))
    }
  }

  private static func labels(_ item: JSON) -> String? {
    guard let labels = item["labels"]?.elements, !labels.isEmpty else { return nil }
    return "["
      + labels.map { label in
        let text = label["text"]?.string ?? ""
        // Stages see the difference between a number and a text that looks like one.
        let shown = label["number"] == nil && Double(text) != nil ? JSON(.string(text)).canonical : text
        return "\(label["axis"]?.string ?? "")=\(shown)"
      }.joined(separator: ",") + "]"
  }

  private static func content(_ item: JSON) -> String { item["sha256"]?.string.map { "sha256:" + $0 } ?? "missing" }

  /// A value as people read it; the digests in a lineage are texts already.
  private static func text(_ value: JSON) -> String {
    value.string.flatMap { $0.hasPrefix("sha256:") ? $0 : nil } ?? value.canonical
  }
}
