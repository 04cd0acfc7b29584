import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct ManifestTests {
  @Test func `entries become nodes in the order of the file where references allow it`() throws {
    let graph = try manifest(
      """
      {"stages": {
        "last": {"kind": "join", "base": "first"},
        "first": {"kind": "make", "n": 3, "about": "a remark", "timeout": 60, "transient": true},
        "other": {"kind": "make", "n": 4}}}
      """
    ).graph
    #expect(graph.nodes.map(\.id) == ["first", "last", "other"])
    #expect(graph.nodes[0].isTransient && graph.nodes[0].timeout == 60)
    #expect(graph.nodes[0].definition.canonical == #"{"n":3}"#)
    #expect(graph.nodes[1].parameters.canonical == "{}")
    #expect(graph.nodes[1].definition.canonical == #"{"base":"first"}"# && graph.upstream(of: 1) == [0])
    #expect(graph.profile == "default")
  }

  @Test func `a section implies its kind and where results are published`() throws {
    let graph = try manifest(
      """
      {"figures": {"rates": {"data": "gram.record"}},
       "stages": {"gram": {"kind": "make", "n": 3, "export": {"table": "results/gram.csv"}}}}
      """
    ).graph
    #expect(graph.nodes.map(\.id) == ["gram", "rates"])
    #expect(graph.nodes[1].section == "figures" && graph.nodes[1].kind.name == "draw")
    #expect(graph.nodes[1].exports.map(\.path) == ["figures/rates.pdf", "figures/rates.png"])
    #expect(graph.nodes[0].exports == [Node.Export(output: "table", path: "results/gram.csv")])
    #expect(
      sources(try manifest(#"{"stages": {"a": {"kind": "split", "file": "data/x.bin"}}}"#), "a", "file")
        == ["file data/x.bin"])
  }

  @Test func `a wrong entry does not make those that rest on it complain`() {
    #expect(
      refusals(
        """
        {"stages": {
          "gram": {"kind": "make", "n": 0, "lamda": 1},
          "eig": {"kind": "join", "base": "gram"},
          "fit": {"kind": "join", "base": "eig", "tables": ["gram", "garm"]}}}
        """) == [
          "pipeline.json:2:33: `n` in stage `gram` is 0, outside 1 to 1000000; choose a value inside",
          "pipeline.json:2:36: unknown key `lamda` in stage `gram`; known: `kernel`, `n`, `range`, `scale`, `seed`, `title`",
          "pipeline.json:4:61: stage `fit` refers to `garm`, which does not exist; did you mean `gram`?",
        ])
  }

  private static let make = #"{"kind": "make", "n": 1}"#

  @Test func `included entries join those of the main file`() throws {
    let manifest = try manifest(
      #"{"include": ["papers/a.json"], "stages": {"b": {"kind": "join", "base": "a"}}}"#,
      included: [
        "papers/a.json": #"{"include": ["c.json"], "stages": {"a": \#(Self.make)}}"#,
        "c.json": #"{"stages": {"c": \#(Self.make)}}"#,
      ])
    #expect(manifest.graph.nodes.map(\.id) == ["a", "b", "c"])
    #expect(manifest.files.map(\.name) == ["pipeline.json", "papers/a.json", "c.json"])
  }

  @Test func `an id that two files or sections give is refused with both places`() {
    #expect(
      refusals(
        "{\"include\": [\"a.json\"], \"stages\": {\"a\": \(Self.make)}, \"figures\": {\"a\": {\"data\": \"a\"}}}",
        included: ["a.json": "{\"stages\":\n {\"a\": \(Self.make)}}"]) == [
          "a.json:2:3: the entry `a` exists already at pipeline.json:1:36; rename one of the two",
          "pipeline.json:1:80: the entry `a` exists already at pipeline.json:1:36; rename one of the two",
        ])
  }

  @Test(arguments: [
    (
      #"{"include": ["a.json"]}"#, ["a.json": #"{"include": ["b.json"]}"#, "b.json": #"{"include": ["a.json"]}"#],
      "b.json:1:14: the files include each other: a.json -> b.json -> a.json; drop one of these includes"
    ),
    (
      #"{"include": ["a.json", "a.json"]}"#, ["a.json": "{}"],
      "pipeline.json:1:24: the file `a.json` is included already at pipeline.json:1:14; drop one of the two"
    ),
    (
      #"{"include": ["1.json"]}"#,
      Dictionary(uniqueKeysWithValues: (1...50).map { ("\($0).json", "{\"include\": [\"\($0 + 1).json\"]}") }),
      "31.json:1:14: includes are nested deeper than 32; include the file from further up"
    ),
  ]) func `files that include each other, twice or too deeply are refused`(
    text: String, included: [String: String], message: String
  ) { #expect(refusals(text, included: included) == [message]) }

  @Test func `a file that cannot be read keeps the others from complaining about its entries`() {
    #expect(
      refusals(#"{"include": ["gone.json"], "stages": {"b": {"kind": "join", "base": "a", "x": 1}}}"#) == [
        "pipeline.json:1:14: the manifest file `gone.json` cannot be read: there is no such file; give the path of a "
          + "JSON file", "pipeline.json:1:74: unknown key `x` in stage `b`; known: `base`, `panels`, `seed`, `tables`",
      ])
    #expect(
      refusals(#"{"include": ["a.json"], "stages": {"b": {"kind": "join", "base": "a"}}}"#, included: ["a.json": "{"])
        == [
          "a.json:1:2: the file ends where a key in double quotes was expected; close what is open, or restore the rest of the file"
        ])
  }

  @Test func `paths out of the project are refused`() {
    #expect(
      sentences(#"{"include": ["/etc/x.json", "../x.json", "a/../../x", "", "~/x", "a//b", "./a", "a\\b", "a\u0000"]}"#)
        == [
          "the path `/etc/x.json` is absolute; give it relative to the project",
          "the path `../x.json` leaves the project; drop the `..`",
          "the path `a/../../x` leaves the project; drop the `..`",
          "a path is empty; give a path relative to the project",
          "the path `~/x` is absolute; give it relative to the project",
          "the path `a//b` is not plain; write `a/b`",
          "the path `./a` is not plain; write `a`",
          "the path `a\\b` is not plain; write names with single slashes between them",
          "the path `a\u{FFFD}` is not plain; write names with single slashes between them",
        ])
  }

  @Test func `files on disk are read, and links out of the project are not followed`() throws {
    let sandbox = Sandbox()
    let root = URL(filePath: sandbox.root).appending(path: "project")
    try sandbox.write("{}", "out.json")
    try sandbox.write("{\"stages\": {\"a\": \(Self.make)}}", "project/data/in.json")
    for (name, target) in [
      ("inside.json", "data/in.json"), ("outside.json", "../out.json"), ("up", ".."), ("nowhere", "/nonexistent/x"),
    ] { try sandbox.link("project/\(name)", to: target) }
    func load(_ text: String) throws -> [String] {
      try sandbox.write(text, "project/pipeline.json")
      do {
        let main = root.appending(path: "pipeline.json")
        return try Manifest.load(file: main, root: root, catalogue: .tiny).graph.nodes.map(\.id)
      } catch let problems as Problems {
        return problems.all.map(\.description)
      }
    }
    #expect(try load(#"{"include": ["inside.json"]}"#) == ["a"])
    let fact = "leads out of the project by a symbolic link; put the file itself into the project"
    #expect(try load(#"{"include": ["outside.json"]}"#) == ["pipeline.json:1:14: the path `outside.json` \(fact)"])
    #expect(
      try load(
        """
        {"stages": {"s": {"kind": "split", "file": "up/out.json"}, "t": {"kind": "split", "file": "nowhere"},
        "u": {"kind": "split", "file": "data/later/x.csv"}, "v": {"kind": "split", "file": "up/later/x.csv"},
        "w": {"kind": "make", "n": 1, "export": {"table": "up/x.csv"}}}}
        """) == [
          "pipeline.json:1:44: the path `up/out.json` \(fact)", "pipeline.json:1:91: the path `nowhere` \(fact)",
          "pipeline.json:2:84: the path `up/later/x.csv` \(fact)", "pipeline.json:3:51: the path `up/x.csv` \(fact)",
        ])
    let folder = "the manifest file `data` cannot be read: it is not a file; give the path of a JSON file"
    #expect(try load(#"{"include": ["data"]}"#) == ["pipeline.json:1:14: \(folder)"])
    #expect(throws: Problems.self) {
      try Manifest.load(file: root.appending(path: "none.json"), root: root, catalogue: .tiny)
    }
  }

  @Test(arguments: [
    "": [
      "pipeline.json:1:1: the file ends where a value was expected; close what is open, or restore the rest of the file"
    ],
    "[]": ["pipeline.json:1:1: the manifest must be an object, not a list; write { ... }"],
    #"{"stages": [], "figures": 3, "stagse": {}}"#: [
      "pipeline.json:1:12: the section `stages` must be an object, not a list; write { ... }",
      "pipeline.json:1:27: the section `figures` must be an object, not the number 3; write { ... }",
      "pipeline.json:1:30: unknown key `stagse` in the manifest; did you mean `stages`?",
    ], #"{"$schema": "pipeline.schema.json"}"#: [],
  ]) func `bytes that are no JSON object are refused where they stand`(text: String, messages: [String]) {
    #expect(refusals(text) == messages)
  }

  static let texts =
    SchemaTests.good.dropFirst() + [
      GraphTests.text, #"{"include": ["part.json"], "stages": {"z": {"kind": "make", "n": 1}}}"#,
      #"{"stages": {"a": {"kind": "make", "n": 1}, "b": {"kind": "join", "base": "a", "tables": ["a.table"]}}}"#,
    ]

  @Test func `ten thousand mutated manifests neither trap nor hang, and what loads is in order and valid`() throws {
    let sandbox = Sandbox()
    let root = URL(filePath: sandbox.root)
    var loaded: [(source: SourceText, profiles: [String])] = []
    let result = manifestFuzz(rounds: 10_000, texts: Array(Self.texts), catalogue: .tiny, root: root) {
      bytes, manifest in
      loaded.append((SourceText(name: "", bytes: bytes), manifest.profiles))
      return nil
    }
    #expect(result.failures.prefix(3) == [])
    if PythonSchema.isWanted {
      let verdicts = try PythonSchema.verdicts(
        of: Schema.document(for: .tiny), loaded.map { try JSON.parse($0.source) })
      // The schema sees the values of every profile, a load only those of one.
      let wrong = zip(loaded, verdicts).filter { !$1 }.map(\.0).filter { source, profiles in
        profiles.allSatisfy { (try? Manifest.load(main: source, root: root, catalogue: .tiny, profile: $0)) != nil }
      }
      #expect(wrong.prefix(3).map { String(decoding: $0.0.bytes, as: UTF8.self) } == [], "the schema refuses it")
    }
    #expect(result.rounds == 10_000)
    // Both sides of the decision are exercised.
    #expect(result.loaded > 500 && result.refused > 1_000)
    #expect(try FileSystem.names(in: sandbox.root).isEmpty)
  }

  @Test func `equal seeds give equal mutations`() {
    var (first, second, third) = (ManifestMutator(seed: 5), ManifestMutator(seed: 5), ManifestMutator(seed: 6))
    let bytes = Array(GraphTests.text.utf8)
    let texts = (0..<50).map { _ in first.mutated(bytes, others: [bytes]) }
    #expect(texts == (0..<50).map { _ in second.mutated(bytes, others: [bytes]) })
    #expect(texts != (0..<50).map { _ in third.mutated(bytes, others: [bytes]) })
  }
}
