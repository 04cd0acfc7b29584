import Documents
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct SchemaTests {
  static let schema = Schema.document(for: .tiny, profiles: ["quick", "full"])

  /// Manifests that load, between them with every kind and every way of giving a value.
  static let good = [
    "{}", #"{"$schema": "x", "profiles": ["quick", "full"], "stages": {}, "figures": {}}"#,
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
    """
    {"format": 1, "profiles": ["quick", "full"],
     "values": {"size": {"quick": 2, "full": 3}, "seeds": [1, 2], "kernel": {"name": "ntk"}, "name": "x", "about": "{b.seed}"},
     "defaults": {"make": {"n": "{values.size}", "timeout": 9}, "draw": {"title": {"quick": "a {values.name}", "full": "b"}}},
     "stages": {
      "a": {"kind": "make", "kernel": "{values.kernel}", "range": [0, "{b.scale}"], "scale": {"quick": 1, "full": "{b.scale}"}},
      "b": {"kind": "make", "n": 4, "sweep": {"seed": "{values.seeds}"}, "scale": 0.5, "transient": true},
      "c": {"kind": "join", "panels": [{"data": "a", "title": "{a.kernel.name}, {values.seeds}"}]}},
     "figures": {"f": {"data": "c"}}}
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
      #"{"format": 2}"#, #"{"values": []}"#, #"{"values": {"a b": 1}}"#, #"{"defaults": {"maek": {"n": 1}}}"#,
      #"{"defaults": {"make": {"m": 1}}, "stages": {"a": {"kind": "make", "n": 1}}}"#,
      #"{"defaults": {"make": {"sweep": {"n": [1]}}}, "stages": {"a": {"kind": "make", "n": 1}}}"#,
      #"{"defaults": {"join": {"seed": 1}}, "stages": {"b": {"kind": "join"}, "a": {"kind": "make"}}}"#,
      #"{"values": {"n": 3}, "stages": {"a": {"kind": "make", "n": "{values.n} "}}}"#,
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

  @Test(.enabled(if: PythonSchema.isWanted, "\(PythonSchema.missing)"))
  func `what loads is valid, and a mistake is refused by the decoder and by the schema`() throws {
    for text in Self.good { #expect(refusals(text) == []) }
    for text in Self.bad { #expect(!refusals(text).isEmpty, "\(text)") }
    let verdicts = try PythonSchema.verdicts(of: Self.schema, (Self.good + Self.bad).map(parse))
    let wrong = zip(Self.good + Self.bad, verdicts).enumerated().filter { $1.1 != ($0 < Self.good.count) }
    #expect(wrong.map(\.element.0) == [])
  }

  @Test func `every key that a kind reads is in the schema, and no other`() throws {
    for (section, kind) in [("stages", "make"), ("stages", "join"), ("stages", "split"), ("figures", "draw")] {
      let type = try #require(Catalogue.tiny.kinds[kind])
      let fields = Fields.describing(kind)
      _ = type.init(fields)
      let own = Set(fields.schema.map(\.key))
      for (variant, extra) in [("plain", Set<String>()), ("swept", ["sweep"])] {
        let entry = try #require(definition("\(section): \(kind), \(variant)"))
        let reserved = Set(ReservedFields.keys(in: section)).subtracting(section == "figures" ? ["kind"] : [])
        let expected = own.union(reserved).subtracting(["sweep"]).union(extra)
        let keys = (followed(entry)?["properties"]?.members ?? []) + (entry["properties"]?.members ?? [])
        #expect(Set(keys.map(\.key)) == expected)
        #expect(entry["unevaluatedProperties"] == false)
      }
    }
  }

  @Test(.enabled(if: PythonSchema.isWanted, "\(PythonSchema.missing)"))
  func `what an entry leaves out may come from its sweep or from the defaults of its kind`() throws {
    func kernel(_ variant: String) -> JSON? {
      // A value or one for each profile, the first of which is the object.
      let wrapped = followed(followed(followed(definition("stages: make, \(variant)"))?["properties"]?["kernel"]))
      return followed(wrapped?["anyOf"]?.elements?.first)
    }
    #expect(kernel("plain")?["required"] == ["name"] && kernel("swept") != nil && kernel("swept")?["required"] == nil)
    let cases: [(String, Bool)] = [
      (#"{"stages": {"a": {"kind": "make"}}}"#, false),
      (#"{"stages": {"a": {"kind": "make", "sweep": {"n": [1]}}}}"#, true),
      (#"{"defaults": {"make": {"n": 1}}, "stages": {"a": {"kind": "make"}}}"#, true),
      (#"{"defaults": {"draw": {"seed": 1}}, "figures": {"a": {}}}"#, true),
      (#"{"defaults": {"make": {"n": 1}}, "figures": {"a": {}}}"#, false),
    ]
    #expect(try PythonSchema.verdicts(of: Self.schema, cases.map { try parse($0.0) }) == cases.map(\.1))
  }

  private func definition(_ name: String) -> JSON? { Self.schema["$defs"]?[name] }

  /// The definition that a schema refers to.
  private func followed(_ schema: JSON?) -> JSON? {
    schema?["$ref"]?.string.flatMap {
      definition(String($0.dropFirst("#/$defs/".count)).replacing("%20", with: " ").replacing("~1", with: "/"))
    }
  }

  @Test func `descriptions, ranges and choices are the readers' own`() throws {
    func first(_ key: String, of kind: String) -> JSON? {
      let property = followed(followed(definition("stages: \(kind), plain"))?["properties"]?[key])
      #expect(property?["description"] != nil)
      return followed(property)?["anyOf"]?.elements?.first
    }
    #expect(first("mode", of: "split") == ["enum": ["rows", "columns"]])
    #expect(first("n", of: "make") == ["type": "integer", "minimum": 1, "maximum": 1_000_000])
    #expect(first("seed", of: "make")?["maximum"] == nil)
    let rows = followed(followed(definition("stages: make, plain"))?["properties"]?["n"])
    #expect(rows?["description"] == "the number of rows")
    #expect(definition("stages: make")?["description"] == "Makes a table and a record.")
  }

  @Test(.enabled(if: PythonSchema.isWanted, "\(PythonSchema.missing)"))
  func `without a list of profiles every name may be one`() throws {
    let json = try parse(#"{"profiles": ["x"], "stages": {"a": {"kind": "make", "n": {"x": 1}}}}"#)
    #expect(try PythonSchema.accepts(Schema.document(for: .tiny), json) && !PythonSchema.accepts(Self.schema, json))
  }
}
