import Documents
import Foundation
import Papers
import PipelineTestSupport
import TestTools
import Testing

@testable import Pipeline

/// The keys of this project's own pipeline, as a run would find them: each result is taken to be told by its key.
@Suite struct ManifestKeysTests {
  private static let root = LayersTests.root
  private static let main = "pipeline.json"

  private static func document(_ path: String) throws -> JSON {
    try JSON.parse(SourceText(name: path, bytes: [UInt8](Data(contentsOf: root.appending(path: path)))))
  }

  /// The pipeline's files, the main one and what it includes.
  private static func files() throws -> [String: JSON] {
    let main = try document(Self.main)
    let included = (main["include"]?.elements ?? []).compactMap(\.string)
    return Dictionary(uniqueKeysWithValues: [(Self.main, main)] + (try included.map { ($0, try document($0)) }))
  }

  private static func graph(_ files: [String: JSON], _ profile: String) throws -> Graph {
    let texts = files.map { path, json in (path, SourceText(name: path, bytes: Array(json.pretty.utf8))) }
    let sources = Dictionary(uniqueKeysWithValues: texts)
    let main = try #require(sources[Self.main])
    return try Manifest.load(
      main: main, included: sources, root: root, catalogue: PlumbCatalogue.standard, profile: profile
    ).graph
  }

  /// The document of every key that could be made.
  private static func documents(_ graph: Graph) throws -> [String: JSON] {
    let files = try ProjectFiles(statePath: "/nowhere", roots: [root.path(percentEncoded: false)])
    let resolver = Resolver(graph: graph, files: files)
    var availability: [Availability] = []
    var documents: [String: JSON] = [:]
    for (index, node) in graph.nodes.enumerated() {
      switch try resolver.resolve(index, { availability[$0] }) {
      case .ready(let components):
        // A page links to lines of the manifest, which do depend on the order.
        let document = without("origins", components.document)
        let key = KeyComponents.digest(of: document)
        documents[node.id] = document
        let outputs = node.stage.outputs.map {
          Record.Output(name: $0.name, digest: Digest(of: key.hex + $0.name), size: 0)
        }
        availability.append(.made(key: key, outputs: outputs))
      case .notRun(let reason): availability.append(.absent(reason))
      case .pending, .refused: Issue.record("\(node.id) cannot be made")
      }
    }
    return documents
  }

  private static func without(_ key: String, _ json: JSON) -> JSON {
    guard let members = json.members else { return json }
    return JSON(.object(members.filter { $0.key != key }.map { .init($0.key, without(key, $0.value)) }))
  }

  /// The value with the members of all objects in another order, except where order means something: the axes of a sweep,
  /// shared values that are some, and the columns of a table.
  private static func permuted(_ json: JSON, _ random: inout SeededGenerator) -> JSON {
    if let members = json.members {
      let isTable = json["kind"]?.string == "table"
      return JSON(
        .object(
          members.shuffled(using: &random).map { member in
            let isOrdered = ["sweep", "values"].contains(member.key) || (isTable && member.key == "columns")
            return .init(member.key, isOrdered ? member.value : permuted(member.value, &random))
          }))
    }
    return json.elements.map { JSON(.array($0.map { permuted($0, &random) })) } ?? json
  }

  @Test(arguments: ["quick", "full"])
  func `the order of members changes no key of this pipeline`(profile: String) throws {
    var random = SeededGenerator()
    let files = try Self.files()
    let keys = try Self.documents(try Self.graph(files, profile)).mapValues(KeyComponents.digest)
    #expect(keys.count > 100)
    let other = try Self.graph(files.mapValues { Self.permuted($0, &random) }, profile)
    let changed = try Self.documents(other).mapValues(KeyComponents.digest).filter { keys[$0] != $1 }
    #expect(changed.isEmpty && other.nodes.count >= keys.count, "\(changed.keys.sorted().prefix(5)), \(random)")
  }

  @Test func `the order of a table's columns is part of its key, and is told`() throws {
    let table = try #require(PlumbCatalogue.standard.kinds["table"])
    let orders: [JSON] = [["columns": ["x": [1], "y": [2]]], ["columns": ["y": [2], "x": [1]]]]
    let documents = orders.map { order in
      let fields = Fields(order, context: "stage `t`")
      _ = table.init(fields)
      return KeyComponents(kind: "table", revision: 2, parameters: fields.canonical, inputs: []).document
    }
    #expect(
      KeyChange.between(documents[0], documents[1]) == [
        .init(name: "columns", old: "[0], [1]", new: "[1], [0]", isOrder: true)
      ])
  }

  /// One change of a value: numbers and texts become others, lists are turned round or lose an element, members go.
  private static func edited(_ json: JSON, _ random: inout SeededGenerator) -> JSON {
    switch json.content {
    case .object(var members) where !members.isEmpty:
      let place = Int.random(in: members.indices, using: &random)
      if Int.random(in: 0..<12, using: &random) == 0 {
        members.remove(at: place)
      } else {
        members[place] = .init(members[place].key, edited(members[place].value, &random))
      }
      return JSON(.object(members))
    case .array(var elements) where !elements.isEmpty:
      let place = Int.random(in: elements.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: elements.reverse()
      case 1: elements.insert(elements[place], at: 0)
      case 2: elements.remove(at: place)
      default: elements[place] = edited(elements[place], &random)
      }
      return JSON(.array(elements))
    case .integer(let value): return JSON(.integer(value + Int.random(in: 1...3, using: &random)))
    case .number(let value): return JSON(.number(value * 1.25))
    case .string(let text): return JSON(.string(text + "x"))
    case .boolean(let value): return JSON(.boolean(!value))
    default: return json
    }
  }

  @Test func `no edit of this pipeline that changes a key is explained by nothing`() throws {
    var random = SeededGenerator()
    let graph = try Self.graph(try Self.files(), "quick")
    let documents = try Self.documents(graph)
    let nodes = graph.nodes.filter { documents[$0.id] != nil && $0.definition.members?.isEmpty == false }
    var edits = 0
    while edits < 200 {
      let node = try #require(nodes.randomElement(using: &random))
      let old = try #require(documents[node.id])
      let fields = Fields(Self.edited(node.definition, &random), context: node.id)
      _ = type(of: node.stage).init(fields)
      fields.finish()
      let slots = (old["inputs"]?.elements ?? []).compactMap { json in
        Slot<InputValue>(json: json) { item in
          item["sha256"]?.string.flatMap { Digest(hex: $0) }.map { .object($0, name: "") } ?? .missing
        }
      }
      // A result above that is another one, too, in some edits.
      let inputs = slots.map { slot in
        slot.map { item -> InputValue in
          Int.random(in: 0..<20, using: &random) == 0 ? .object(Digest(of: "x"), name: "") : item.content
        }
      }
      let new = KeyComponents(
        kind: node.kind.name, revision: node.kind.revision, parameters: fields.canonical, inputs: inputs
      ).document
      guard fields.problems.isEmpty, KeyComponents.digest(of: old) != KeyComponents.digest(of: new) else { continue }
      edits += 1
      let changes = KeyChange.between(old, new)
      #expect(!changes.isEmpty, "\(node.id), \(random)")
      for change in changes { #expect(!change.name.isEmpty && change.old != change.new, "\(node.id), \(random)") }
    }
  }

  /// Two kinds that read the same fields in another order.
  private struct Straight: Stage {
    static let kind = StageKind("reads", revision: 1, summary: "Reads two values and an object.")
    let outputs: [OutputDeclaration] = []
    init(_ fields: Fields) {
      _ = fields.integer("n", in: 0...9, "a number")
      _ = fields.inputs("tables", Table.self, "tables")
      _ = fields.object("kernel", "an object").string("name", "a name")
      _ = fields.input("base", Table.self, "a table")
      _ = fields.strings("list", "texts")
    }
    func run(_ workspace: Workspace) throws {}
  }

  private struct Backwards: Stage {
    static let kind = Straight.kind
    let outputs: [OutputDeclaration] = []
    init(_ fields: Fields) {
      _ = fields.strings("list", "texts")
      _ = fields.input("base", Table.self, "a table")
      _ = fields.object("kernel", "an object").string("name", "a name")
      _ = fields.inputs("tables", Table.self, "tables")
      _ = fields.integer("n", in: 0...9, "a number")
    }
    func run(_ workspace: Workspace) throws {}
  }

  @Test func `the order in which a kind reads its fields changes no key`() throws {
    func key(_ type: any Stage.Type) throws -> Digest {
      let text = #"{"n": 3, "kernel": {"name": "ntk"}, "list": ["b", "a"], "tables": ["t", "s"], "base": "u"}"#
      let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `t`")
      _ = type.init(fields)
      #expect(fields.problems.isEmpty && fields.references.count == 2)
      let inputs = fields.references.map { reference in
        Slot(
          path: reference.path,
          items: reference.targets.map { .init(content: InputValue.object(Digest(of: $0.name), name: "csv")) })
      }
      return KeyComponents.digest(
        of: KeyComponents(kind: "reads", revision: 1, parameters: fields.canonical, inputs: inputs).document)
    }
    #expect(try key(Straight.self) == key(Backwards.self))
  }
}
