import Documents
import Foundation
import TestTools
import Pipeline

/// What a run of the fuzzer saw.
public struct ManifestFuzzResult {
  public internal(set) var rounds = 0
  /// Manifests that still load, and those refused by problems.
  public internal(set) var loaded = 0
  public internal(set) var refused = 0
  /// The slowest load.
  public internal(set) var slowest = Duration.zero
  /// What must not happen, with the round and the text.
  public internal(set) var failures: [String] = []
}

/// Loads `rounds` mutations of `texts`; equal seeds give equal mutations. `inspect` sees what loads, and may object.
public func manifestFuzz(
  rounds: Int, seed: UInt64 = 1, texts: [String], catalogue: Catalogue, root: URL,
  inspect: (_ text: [UInt8], _ manifest: Manifest) -> String? = { _, _ in nil }
) -> ManifestFuzzResult {
  var mutator = ManifestMutator(seed: seed)
  var result = ManifestFuzzResult()
  let clock = ContinuousClock()
  let seeds = texts.map { Array($0.utf8) }
  for round in 0..<rounds {
    let bytes = mutator.mutated(seeds[round % seeds.count], others: seeds)
    let included = SourceText(
      name: "part.json", bytes: mutator.mutated(seeds[(round + 1) % seeds.count], others: seeds))
    let settings = round.isMultiple(of: 5) ? [mutator.setting()] : []
    var complaint: String?
    let time = clock.measure {
      do {
        let manifest = try Manifest.load(
          main: SourceText(name: "pipeline.json", bytes: bytes), included: ["part.json": included], root: root,
          catalogue: catalogue, profile: round.isMultiple(of: 7) ? "full" : nil, settings: settings)
        result.loaded += 1
        complaint = graphComplaint(manifest.graph) ?? inspect(bytes, manifest)
      } catch let problems as Problems {
        result.refused += 1
        complaint = messageComplaint(problems)
      } catch {
        complaint = "an error that is no list of problems: \(error)"
      }
    }
    result.rounds += 1
    result.slowest = max(result.slowest, time)
    if time > .seconds(5) { complaint = complaint ?? "it took \(time)" }
    if let complaint {
      result.failures.append("round \(round): \(complaint)\n\(String(decoding: bytes, as: UTF8.self))")
    }
  }
  return result
}

/// What is wrong with a graph that should be in order and decode again to the same parameters.
private func graphComplaint(_ graph: Graph) -> String? {
  if Set(graph.nodes.map(\.id)).count != graph.nodes.count { return "two nodes share an id" }
  for (index, node) in graph.nodes.enumerated() {
    if let above = graph.upstream(of: index).last, above >= index { return "\(node.id) stands before what it reads" }
    let fields = Fields(node.definition, context: node.id)
    _ = type(of: node.stage).init(fields)
    fields.finish()
    if !fields.problems.isEmpty { return "\(node.id) does not decode again" }
    if fields.canonical.canonical != node.parameters.canonical { return "\(node.id) decodes to other parameters" }
    for export in node.exports where export.path.hasPrefix("/") || export.path.contains("..") {
      if export.path.split(separator: "/").contains("..") { return "\(export.path) leaves the project" }
    }
  }
  return nil
}

/// What is wrong with messages that should each be one readable line.
private func messageComplaint(_ problems: Problems) -> String? {
  if problems.all.isEmpty { return "refused without a problem" }
  for problem in problems.all.prefix(20) {
    let text = problem.description
    if text.isEmpty || text.contains(where: \.isNewline) || text.utf8.count > 4_000 { return "a bad message: \(text)" }
  }
  return nil
}

/// Changes manifests at random: bytes, tokens, and the structure of those that parse.
public struct ManifestMutator {
  private var random: SeededGenerator

  /// A mutator whose changes follow from `seed`.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(random.next() % UInt64(limit)) : 0 }

  private static let tokens = [
    "null", "true", "-0", "1e308", "1e999", "9223372036854775807", "9223372036854775808", "-1e-400", "0.1e1", "\"\"",
    "[]", "{}", "{\"quick\": 1}", "{\"full\": {}}", "\"\\ud800\"", "\"\\u0000\"", "\"e\u{301}\u{327}\"", "\u{FEFF}",
    "//", "\"a\"", "\"a.table\"", "\"a[seed=1]\"", "\"a[\"", "\"b[n=1,seed=\\\"x]\"", "\"../../etc\"", "\"/dev/zero\"",
    "\"sweep\"", "\"include\": [\"part.json\"],", "\"profiles\": [\"quick\"],", "\"kind\": \"join\",",
    "\"sweep\": {\"seed\": [1, 2]},", "\"{values.size}\"", "\"{a.n}\"", "\"{b.seed.0} and {c.panels}\"",
    "\"{a.kernel}\"", "\"values\": {\"size\": \"{a.n}\"},", "\"defaults\": {\"make\": {\"n\": 1}},", ",", ":", "{", "}",
    "[", "]", "\"",
  ]

  /// A setting of the command line.
  public mutating func setting() -> String {
    let entries = ["a", "b", "c", "nope", ""]
    let keys = ["n", "seed", "kernel.layers", "sweep", "panels.0.data", "panels.9", "..", "title"]
    return entries[below(entries.count)] + "." + keys[below(keys.count)] + "=" + Self.tokens[below(Self.tokens.count)]
  }

  /// `bytes` after one to three changes.
  public mutating func mutated(_ bytes: [UInt8], others: [[UInt8]]) -> [UInt8] {
    var result = bytes
    var changes = 1 + below(3)
    if below(2) == 0, let tree = restructured(bytes) { (result, changes) = (tree, below(2)) }
    for _ in 0..<changes {
      switch below(12) {
      case 0: if !result.isEmpty { result[below(result.count)] ^= 1 << UInt8(below(8)) }
      case 1: result.insert(UInt8(truncatingIfNeeded: random.next()), at: below(result.count + 1))
      case 2: result.removeSubrange(range(in: result, atMost: 40))
      case 3: result.insert(contentsOf: result[range(in: result, atMost: 80)], at: below(result.count + 1))
      case 4: if below(4) == 0 { result.removeLast(below(result.count)) }
      case 5:
        let other = others[below(others.count)]
        result.insert(contentsOf: other[range(in: other, atMost: 200)], at: below(result.count + 1))
      case 6: if below(20) == 0 { nest(&result) }
      case 7: swapTokens(&result)
      default: replaceToken(&result)
      }
    }
    return result
  }

  private mutating func range(in bytes: [UInt8], atMost limit: Int) -> Range<Int> {
    let start = below(bytes.count)
    return start..<min(bytes.count, start + below(limit))
  }

  private mutating func nest(_ bytes: inout [UInt8]) {
    let opening = ["[", "{\"a\":", "{\"quick\":", "[["][below(4)]
    let text = String(repeating: opening, count: [10, 127, 129, 20_000][below(4)])
    bytes.insert(contentsOf: Array(text.utf8), at: below(bytes.count + 1))
  }

  /// The token around a random byte: a string, or letters and digits, or one mark.
  private mutating func token(in bytes: [UInt8]) -> Range<Int>? {
    guard !bytes.isEmpty else { return nil }
    let at = below(bytes.count)
    let marks = Array("{}[],: \n".utf8)
    if marks.contains(bytes[at]) { return at..<at + 1 }
    let start = bytes[..<at].lastIndex(where: marks.contains).map { $0 + 1 } ?? 0
    return start..<(bytes[at...].firstIndex(where: marks.contains) ?? bytes.count)
  }

  private mutating func replaceToken(_ bytes: inout [UInt8]) {
    guard let token = token(in: bytes) else { return }
    bytes.replaceSubrange(token, with: Array(Self.tokens[below(Self.tokens.count)].utf8))
  }

  private mutating func swapTokens(_ bytes: inout [UInt8]) {
    guard let first = token(in: bytes), let second = token(in: bytes), first.upperBound <= second.lowerBound else {
      return
    }
    let (left, right) = (Array(bytes[first]), Array(bytes[second]))
    bytes.replaceSubrange(second, with: left)
    bytes.replaceSubrange(first, with: right)
  }

  private mutating func restructured(_ bytes: [UInt8]) -> [UInt8]? {
    guard let tree = try? JSON.parse(SourceText(name: "", bytes: bytes)) else { return nil }
    var values: [JSON] = []
    collect(tree, &values)
    let (victim, donor) = (below(values.count), values[below(values.count)])
    var number = -1
    return Array(edited(tree, victim: victim, donor: donor, &number).pretty.utf8)
  }

  private func collect(_ tree: JSON, _ values: inout [JSON]) {
    values.append(tree)
    for member in tree.members ?? [] { collect(member.value, &values) }
    for element in tree.elements ?? [] { collect(element, &values) }
  }

  /// The tree with its value number `victim`, counted in order, replaced or changed in its members.
  private mutating func edited(_ tree: JSON, victim: Int, donor: JSON, _ number: inout Int) -> JSON {
    number += 1
    if number == victim { return changed(tree, donor) }
    if let members = tree.members {
      return JSON(.object(members.map { JSON.Member($0.key, edited($0.value, victim: victim, donor: donor, &number)) }))
    }
    if let elements = tree.elements {
      return JSON(.array(elements.map { edited($0, victim: victim, donor: donor, &number) }))
    }
    return tree
  }

  private mutating func changed(_ value: JSON, _ donor: JSON) -> JSON {
    guard var members = value.members, !members.isEmpty, below(3) > 0 else { return donor }
    let at = below(members.count)
    switch below(4) {
    case 0: members.remove(at: at)
    case 1: members.append(JSON.Member(members[at].key + "x", members[at].value))
    case 2: members.swapAt(at, below(members.count))
    default: members[at] = JSON.Member(members[below(members.count)].key + "y", donor)
    }
    return JSON(.object(members))
  }
}
