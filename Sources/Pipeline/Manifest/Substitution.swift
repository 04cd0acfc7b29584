import Documents

/// Puts values in the place of references, before sweeps are expanded and stages decoded.
///
/// A text that is one reference becomes the value itself; one that holds references among other words gets their texts.
final class Substitution {
  static let values = "values"
  /// Longer chains of references are refused: they would exhaust the stack.
  static let deepest = 32
  /// Values that references put in place, nested ones and each 32 bytes of text counted; more are refused.
  static let most = 10_000_000

  private let entries: [ManifestEntry]
  private let index: [String: Int]
  private let values: JSON
  private let defaults: Defaults
  private let log: ManifestLog
  /// What a reference stands for, its own references followed; nil where one of these fails.
  private var known: [String: JSON?] = [:]
  private var open: [String] = []
  private var placed = 0
  /// Whether a reference failed since this was last set.
  private var hasFailed = false

  init(_ entries: [ManifestEntry], index: [String: Int], values: JSON, defaults: Defaults, log: ManifestLog) {
    (self.entries, self.index, self.values, self.defaults, self.log) = (entries, index, values, defaults, log)
  }

  /// The value with its references replaced, nil after a problem; `context` is how messages call what holds it. The members
  /// called `plain` are texts for programs, not for people: numbers in them are written as JSON has them.
  func value(_ json: JSON, context: String, plain: [String] = []) -> JSON? {
    guard !plain.isEmpty, let members = json.members else { return replacing(json, context, isPlain: false) }
    let new = members.map { replacing($0.value, context, isPlain: plain.contains($0.key)) }
    guard !new.contains(where: { $0 == nil }) else { return nil }
    let replaced = zip(members, new).map { JSON.Member($0.key, $1 ?? JSON(.null), place: $0.place) }
    return JSON(.object(replaced), place: json.place)
  }

  private func replacing(_ json: JSON, _ context: String, isPlain: Bool) -> JSON? {
    let before = hasFailed
    hasFailed = false
    defer { hasFailed = before || hasFailed }
    let new = json.replacing { part in
      guard let text = part.string, text.utf8.contains(UInt8(ascii: "{")) else { return nil }
      let references = ValueReference.all(in: text)
      return references.isEmpty ? nil : replaced(text, references, at: part.place, context, isPlain)
    }
    return hasFailed ? nil : new ?? json
  }

  private func replaced(
    _ text: String, _ references: [ValueReference], at place: Place, _ context: String, _ isPlain: Bool
  ) -> JSON {
    if references[0].range == text.startIndex..<text.endIndex {
      let found = target(of: references[0], at: place, context)
      if isPlain, let found, found.elements == nil, let words = Template.text(of: found) {
        return JSON(.string(words), place: place)
      }
      return found.map { moved($0, to: place, context, depth: 0) } ?? failed(place)
    }
    var result = ""
    var end = text.startIndex
    for reference in references {
      guard let found = target(of: reference, at: place, context) else { continue }
      let before = result + text[end..<reference.range.lowerBound]
      let isMath = !isPlain && !before.count(where: { $0 == "$" }).isMultiple(of: 2)
      guard let words = isPlain ? Template.text(of: found) : Self.text(of: found, inMath: isMath) else {
        return log.note(.objectInText(reference.text, context: context), at: place, giving: failed(place))
      }
      result = before + words
      end = reference.range.upperBound
      if !count(1 + words.utf8.count / 32, at: place) { return failed(place) }
    }
    return JSON(.string(result + text[end...]), place: place)
  }

  private func failed(_ place: Place) -> JSON {
    hasFailed = true
    return JSON(.null, place: place)
  }

  /// A value as prose shows it, within mathematics or not; nil for an object.
  private static func text(of value: JSON, inMath: Bool) -> String? {
    switch value.content {
    case .string(let text): text
    case .object: nil
    case .array(let elements): elements.map { text(of: $0, inMath: inMath) ?? $0.canonical }.joined(separator: ", ")
    case .integer(let whole) where whole.magnitude >= 10_000:
      powerOfTen(whole, inMath) ?? grouped(whole, by: inMath ? "\\," : ",")
    case .number(let number): power(number, inMath) ?? value.canonical
    default: value.canonical
    }
  }

  /// `50,000`: the digits of a whole number in threes.
  private static func grouped(_ whole: Int, by separator: String) -> String {
    let digits = Array(String(whole.magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
    return (whole < 0 ? "-" : "") + groups.reversed().joined(separator: separator)
  }

  /// `10^{12}` for a power of ten from 10^7 on, whose zeros nobody counts; nil for others.
  private static func powerOfTen(_ whole: Int, _ inMath: Bool) -> String? {
    let digits = String(whole)
    guard digits.count > 7, digits.first == "1", digits.dropFirst().allSatisfy({ $0 == "0" }) else { return nil }
    let power = "10^{\(digits.count - 1)}"
    return inMath ? power : "$\(power)$"
  }

  /// `10^{-12}` for a number that would be written `1e-12`; nil for others.
  private static func power(_ number: Double, _ inMath: Bool) -> String? {
    let parts = "\(number)".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
    let mantissa = parts[0].hasSuffix(".0") ? String(parts[0].dropLast(2)) : String(parts[0])
    let power = (mantissa == "1" ? "" : mantissa + " \\times ") + "10^{\(exponent)}"
    return inMath ? power : "$\(power)$"
  }

  /// The value as if it stood at `place`.
  private func moved(_ value: JSON, to place: Place, _ context: String, depth: Int) -> JSON {
    guard count(1 + (value.string?.utf8.count ?? 0) / 32, at: place), depth <= JSON.deepest else {
      return failed(place)
    }
    switch value.content {
    case .array(let elements):
      return JSON(.array(elements.map { moved($0, to: place, context, depth: depth + 1) }), place: place)
    case .object(let members):
      return JSON(
        .object(
          members.map { JSON.Member($0.key, moved($0.value, to: place, context, depth: depth + 1), place: place) }),
        place: place)
    default: return JSON(value.content, place: place)
    }
  }

  private func count(_ more: Int, at place: Place) -> Bool {
    if placed <= Self.most, placed + more > Self.most { log.note(.tooManyValues(limit: Self.most), at: place) }
    placed += more
    return placed <= Self.most
  }

  /// What a reference stands for, its own references followed; nil after a problem.
  private func target(of reference: ValueReference, at place: Place, _ context: String) -> JSON? {
    if let found = known[reference.text] {
      if found == nil { hasFailed = true }
      return found
    }
    if let start = open.firstIndex(of: reference.text) {
      log.note(.valueCycle(Array(open[start...]) + [reference.text]), at: place)
    } else if open.count >= Self.deepest {
      log.note(.valueTooDeep(limit: Self.deepest), at: place)
    } else {
      open.append(reference.text)
      defer { open.removeLast() }
      if let (raw, owner) = look(for: reference, at: place, context) {
        let found = value(raw, context: owner)
        known[reference.text] = .some(found)
        if let found { return found }
      }
    }
    hasFailed = true
    return nil
  }

  /// The value that a reference names as the manifest writes it, and what holds it.
  private func look(for reference: ValueReference, at place: Place, _ context: String) -> (JSON, owner: String)? {
    let (name, path) = (reference.name, reference.path)
    var roots = [values]
    var owner = "the value `\(path[0])`"
    if name != Self.values {
      guard let number = index[name] else {
        let near = log.isComplete ? log.nearest(to: name, among: entries.lazy.map(\.id) + [Self.values]) : nil
        log.note(.unknownValueOwner(name, reference: reference.text, context: context, near: near), at: place)
        return nil
      }
      owner = entries[number].context
      roots = [entries[number].value] + sweeps(entries[number], owner) + defaults.members(of: entries[number])
    }
    var missing: (key: String, keys: [String])?
    for root in roots {
      switch walk(root, path[...], owner) {
      case .success(let found?): return (found, owner)
      case .success(nil): return nil
      case .failure(let step): if missing == nil { missing = (step.key, step.keys) }
      }
    }
    let keys = (missing?.keys ?? []) + (missing?.key == path[0] ? roots.dropFirst().flatMap(Self.keys) : [])
    log.note(.unknownValue(missing?.key ?? "", reference: reference.text, context: context, known: keys), at: place)
    return nil
  }

  private struct MissingStep: Error {
    let key: String
    let keys: [String]
  }

  /// Walks into a value; a reference on the way is followed, and success without a value means that one of these failed.
  private func walk(_ root: JSON, _ path: ArraySlice<String>, _ owner: String) -> Result<JSON?, MissingStep> {
    guard let key = path.first else { return .success(root) }
    guard let current = followed(root, owner) else { return .success(nil) }
    if let elements = current.elements {
      guard let position = Int(key), elements.indices.contains(position) else {
        return .failure(MissingStep(key: key, keys: elements.isEmpty ? [] : ["0", String(elements.count - 1)]))
      }
      return walk(elements[position], path.dropFirst(), owner)
    }
    // Axes of a sweep may have dotted names.
    for count in path.indices.map({ $0 - path.startIndex + 1 }) {
      let name = path.prefix(count).joined(separator: ".")
      if let inner = current[name] { return walk(inner, path.dropFirst(count), owner) }
    }
    return .failure(MissingStep(key: key, keys: Self.keys(current)))
  }

  private static func keys(_ value: JSON) -> [String] { value.members?.map(\.key) ?? [] }

  private func followed(_ value: JSON, _ owner: String) -> JSON? {
    guard let text = value.string, let reference = ValueReference.all(in: text).first,
      reference.range == text.startIndex..<text.endIndex
    else { return value }
    return target(of: reference, at: value.place, owner)
  }

  /// The lists of an entry's sweep by the names of its parameters, those that are set together apart.
  private func sweeps(_ entry: ManifestEntry, _ owner: String) -> [JSON] {
    guard let sweep = entry.value["sweep"].flatMap({ followed($0, owner) }), let axes = sweep.members else { return [] }
    var lists: [JSON.Member] = []
    for axis in axes {
      guard let values = followed(axis.value, owner)?.elements else { continue }
      let bundles = values.compactMap { followed($0, owner)?.members }
      var names: Set<String> = []
      for name in bundles.joined().map(\.key) where names.insert(name).inserted {
        let list = bundles.compactMap { bundle in bundle.first { $0.key == name }?.value }
        lists.append(JSON.Member(name, JSON(.array(list), place: axis.place)))
      }
    }
    return [sweep, JSON(.object(lists))]
  }
}

extension JSON {
  /// The value with every part for which `change` has another replaced by that, outer parts first; nil, and nothing
  /// copied, when it has none.
  func replacing(_ change: (JSON) -> JSON?) -> JSON? {
    if let new = change(self) { return new }
    func replaced<Item>(_ items: [Item], _ value: (Item) -> JSON, _ rebuilt: (Item, JSON) -> Item) -> [Item]? {
      var result: [Item]?
      for (index, item) in items.enumerated() {
        guard let new = value(item).replacing(change) else { continue }
        if result == nil { result = items }
        result?[index] = rebuilt(item, new)
      }
      return result
    }
    switch content {
    case .object(let members):
      return replaced(members, { $0.value }, { Member($0.key, $1, place: $0.place) })
        .map { JSON(.object($0), place: place) }
    case .array(let elements): return replaced(elements, { $0 }, { $1 }).map { JSON(.array($0), place: place) }
    default: return nil
    }
  }
}
