import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct SchemaTests {
  static let schema = Schema.document(for: .tiny, profiles: ["quick", "full"])

  /// Manifests that load, between them with every kind and every way of giving a value.
  static let good = [
    "{}",
    #"{"$schema": "x", "profiles": ["quick", "full"], "stages": {}, "figures": {}}"#,
    """
    {"profiles": ["quick", "full"], "stages": {
      "a": {"kind": "make", "n": {"quick": 1, "full": 2}, "seed": 3, "scale": 0.5, "range": [0, {"quick": 0, "full": 1}],
        "kernel": {"name": "ntk", "layers": {"quick": 1, "full": 2}}, "about": "x", "timeout": 3, "transient": true,
        "export": {"table": "r/a.csv"}},
      "b": {"kind": "make", "kernel": {"layers": 2}, "sweep": {"n": {"quick": [1], "full": [1, 2]}, "kernel.name": ["a"],
        "both": [{"seed": 1, "scale": 2}, {"seed": 2, "kernel.c": 1}]}},
      "c": {"kind": "join", "base": "a", "tables": ["b", "a.table"], "panels": [{"data": "a"}, {"data": "a", "title": "t"}]},
      "d": {"kind": "join", "tables": "a", "sweep": {"seed": [1, 2]}},
      "e": {"kind": "split", "file": "data/x", "mode": "rows", "columns": {"x": {"numeric": true}, "y": {"numeric": false}}}},
     "figures": {"f": {"data": "c", "title": {"quick": "x", "full": "y"}}, "g": {"data": "d", "sweep": {"seed": [1, 2]}}}}
    """,
  ]

  private static let entry = #"{"stages": {"a": {"kind": "make", "n": 1, "kernel": {"name": "x"}, REST}}}"#
  /// Manifests that neither the decoder nor the schema takes.
  static let bad =
    [
      "[]", #"{"stagse": {}}"#, #"{"stages": []}"#, #"{"stages": {"a b": {"kind": "make", "n": 1}}}"#,
      #"{"profiles": []}"#, #"{"profiles": ["a", "a"]}"#, #"{"include": [3]}"#, #"{"stages": {"a": {"n": 1}}}"#,
      #"{"stages": {"a": {"kind": "maek", "n": 1}}}"#, #"{"stages": {"a": {"kind": "make"}}}"#,
      #"{"stages": {"a": {"kind": "make", "n": 1, "kernel": {}}}}"#,
      #"{"stages": {"a": {"kind": "split", "file": "x", "mode": "row"}}}"#,
      #"{"stages": {"a": {"kind": "split", "file": "x", "columns": {"x": {"numerics": true}}}}}"#,
      #"{"figures": {"f": {"kind": "draw", "data": "x"}}}"#, #"{"figures": {"f": {"export": {}, "data": "x"}}}"#,
      #"{"stages": {"a": {"kind": "join", "panels": []}}}"#, #"{"stages": {"a": {"kind": "join", "tables": [1]}}}"#,
    ]
    + [
      #""lamda": 1"#, #""seed": "1""#, #""seed": -1"#, #""seed": 1.5"#, #""scale": 11"#, #""range": []"#,
      #""range": [2]"#,
      #""range": 1"#, #""title": 3"#, #""timeout": 0"#, #""transient": "yes""#, #""about": 1"#, #""export": []"#,
      #""sweep": {}"#, #""sweep": {"seed": []}"#, #""sweep": {"seed": 1}"#, #""sweep": {"seed": [null]}"#,
      #""sweep": {"lamda": [1]}"#, #""sweep": {"x": [{"lamda": 1}]}"#, #""seed": {"quick": 1, "ful": 1}"#,
    ].map { entry.replacing("REST", with: $0) }

  private func parse(_ text: String) throws -> JSON { try JSON.parse(SourceText(name: "m", bytes: Array(text.utf8))) }

  @Test(arguments: good) func `what loads is valid`(text: String) throws {
    #expect(refusals(text) == [])
    #expect(try SchemaValidator(root: Self.schema).accepts(parse(text)))
  }

  @Test(arguments: bad) func `a mistake is refused by the decoder and by the schema`(text: String) throws {
    #expect(!refusals(text).isEmpty)
    #expect(try !SchemaValidator(root: Self.schema).accepts(parse(text)))
  }

  @Test func `every key that a kind reads is in the schema, and no other`() throws {
    for (section, kind) in [("stages", "make"), ("stages", "join"), ("stages", "split"), ("figures", "draw")] {
      let type = try #require(Catalogue.tiny.kinds[kind])
      let fields = Fields.describing(kind)
      _ = type.init(fields)
      let own = Set(fields.schema.map(\.key))
      for (variant, extra) in [("plain", Set<String>()), ("swept", ["sweep"])] {
        let entry = try #require(Self.schema["$defs"]?["\(section): \(kind), \(variant)"])
        let reserved = Set(ReservedFields.keys(in: section)).subtracting(section == "figures" ? ["kind"] : [])
        let expected = own.union(reserved).subtracting(["sweep"]).union(extra)
        #expect(Set(entry["properties"]?.members?.map(\.key) ?? []) == expected)
        #expect(entry["additionalProperties"] == false)
      }
    }
  }

  @Test func `what a swept entry leaves out may come from its sweep`() throws {
    let required = { (name: String) in Self.schema["$defs"]?[name]?["required"] }
    #expect(required("stages: make, plain") == ["n"])
    #expect(required("stages: make, plain.kernel") == ["name"])
    #expect(required("stages: make, swept") == nil)
    #expect(required("stages: make, swept.kernel") == nil)
  }

  @Test func `descriptions, ranges and choices are the readers' own`() throws {
    let split = Self.schema["$defs"]?["stages: split, plain"]?["properties"]
    #expect(
      split?["mode"]?["anyOf"]?.elements?.first == ["description": "how it is split", "enum": ["rows", "columns"]])
    let make = Self.schema["$defs"]?["stages: make, plain"]?["properties"]
    #expect(
      make?["n"]?["anyOf"]?.elements?.first
        == ["description": "the number of rows", "type": "integer", "minimum": 1, "maximum": 1_000_000])
    #expect(make?["seed"]?["anyOf"]?.elements?.first?["maximum"] == nil)
    #expect(Self.schema["$defs"]?["stages: make"]?["description"] == "Makes a table and a record.")
  }

  @Test func `without a list of profiles every name may be one`() throws {
    let schema = Schema.document(for: .tiny)
    let text = #"{"profiles": ["x"], "stages": {"a": {"kind": "make", "n": {"x": 1}}}}"#
    #expect(try SchemaValidator(root: schema).accepts(parse(text)))
    #expect(try !SchemaValidator(root: Self.schema).accepts(parse(text)))
  }

  @Test(.enabled(if: SchemaTests.hasPython)) func `an independent validator agrees`() throws {
    let program = """
      import json, sys, jsonschema
      case = json.load(sys.stdin)
      jsonschema.Draft202012Validator.check_schema(case["schema"])
      check = jsonschema.Draft202012Validator(case["schema"])
      print(json.dumps([check.is_valid(x) for x in case["values"]]))
      """
    let values = try (Self.good + Self.bad).map(parse)
    let input: JSON = ["schema": Self.schema, "values": JSON(.array(values))]
    let verdicts = try parse(Self.python(program, input.pretty) ?? "null").elements?.map { $0 == true }
    #expect(verdicts == Self.good.map { _ in true } + Self.bad.map { _ in false })
  }

  static let hasPython = python("import jsonschema; jsonschema.Draft202012Validator; print(1)", "") == "1\n"

  /// What a Python program prints, nil when it fails.
  private static func python(_ program: String, _ input: String) -> String? {
    let file = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try Data(input.utf8).write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
      try process.run()
    } catch {
      return nil
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}
