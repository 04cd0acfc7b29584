import Documents
import Testing

@testable import Pipeline

@Suite struct TemplateTests {
  private func load(_ stages: String, _ more: String = "", settings: [String] = []) throws -> Manifest {
    let text = "{\(more)\"stages\": {\(stages)}}"
    return try Manifest.load(
      main: SourceText(name: "pipeline.json", bytes: Array(text.utf8)), root: emptyProject,
      catalogue: Catalogue([CommandStage.self]), settings: settings)
  }

  private func arguments(_ manifest: Manifest) -> [String] {
    manifest.graph.nodes.map {
      ($0.definition["arguments"]?.elements ?? []).compactMap(\.string).joined(separator: " ")
    }
  }

  private func problems(_ stages: String) -> [String] {
    do {
      _ = try load(stages)
      return []
    } catch { return (error as? Problems)?.all.map { String("\($0)".drop { $0 != " " }.dropFirst()) } ?? ["\(error)"] }
  }

  @Test(arguments: [
    ("{seed}", "3"), ("--seed={seed}", "--seed=3"), ("{seed}{seed}", "33"), ("{{seed}}", "{seed}"),
    ("{{{seed}}}", "{3}"), (#"{"seed": {seed}}"#, #"{"seed": 3}"#), (#"{"a":{"b":{seed}}}"#, #"{"a":{"b":3}}"#),
    ("${seed} {0} {} { seed } {print $1} a{1,2} {{", "${seed} {0} {} { seed } {print $1} a{1,2} {{"),
    ("{{seed}", "{{seed}"), ("plain", "plain"),
  ]) func `a name in braces is its value, doubled braces are single ones, and all else stays`(
    text: String, filled: String
  ) { #expect(Template(text: text).filled { $0 == "seed" ? "3" : "?" } == filled) }

  @Test func `one mistake in an entry is one problem, whoever refers to it`() {
    let reader =
      #""fit": {"kind": "command", "arguments": ["f"], "outputs": ["f.csv"], "inputs": [{"name": "i", "from": "a"}]}"#
    let wrong = [
      #""argumnts": ["x", "{seed}"], "outputs": ["o.csv"], "sweep": {"seed": [1, 2]}"#,
      #""arguments": ["x", "{sed}"], "outputs": ["o.csv"], "sweep": {"seed": [1, 2]}"#,
      #""arguments": "x {seed}", "outputs": ["o.csv"], "sweep": {"seed": [1, 2]}"#,
      #""arguments": ["x"], "outputs": "o.csv", "tables": [{"file": "o.csv", "columns": [{"name": "n", "type": "number"}]}]"#,
      #""arguments": ["x"], "outputs": ["../o.csv"]"#,
    ]
    for entry in wrong {
      let found = problems(#""a": {"kind": "command", \#(entry)}, \#(reader)"#)
      #expect(found.count == 1, "\(entry): \(found)")
    }
  }

  @Test func `instances of a sweep are named by their axes, and their arguments hold the values`() throws {
    let manifest = try load(
      #"""
      "simulate": {"kind": "command", "outputs": ["out.csv"], "n": 50000, "rate": 1e-12, "cores": 2,
        "arguments": ["sim", "--seed={seed}", "{method}", "{n}", "{rate}", "-j{cores}"],
        "environment": {"SEED": "{seed}"},
        "sweep": {"method": ["sgd", "adam w"], "seed": [1, 2]}},
      "fit": {"kind": "command", "outputs": ["fit.csv"], "arguments": ["fit", "{method}", "{seed}"], "each": "simulate",
        "inputs": [{"name": "in.csv", "from": "simulate"}], "sources": [{"name": "x", "file": "data/{seed}.csv"}]}
      """#)
    let ids = ["method=sgd,seed=1", "method=sgd,seed=2", #"method="adam w",seed=1"#, #"method="adam w",seed=2"#]
    #expect(manifest.graph.nodes.map(\.id) == ids.map { "simulate[\($0)]" } + ids.map { "fit[\($0)]" })
    let made = arguments(manifest)
    #expect(made[0] == "sim --seed=1 sgd 50000 1e-12 -j2" && made[3] == "sim --seed=2 adam w 50000 1e-12 -j2")
    #expect(made[7] == "fit adam w 2")
    #expect(manifest.graph.nodes[1].definition["environment"] == ["SEED": "2"])
    #expect(manifest.graph.nodes[5].inputs.flatMap(\.contents).contains(.file("data/2.csv")))
    // The values count by what they make of the arguments, whatever they are called.
    let parameters = try #require(manifest.graph.nodes[0].parameters.members?.map(\.key))
    #expect(
      parameters.sorted()
        == ["arguments", "cores", "environment", "inputs", "outputs", "sources"].filter(parameters.contains))
  }

  @Test func `keys are those of manifests that write the arguments out`() throws {
    let old = try load(
      #""s": {"kind": "command", "outputs": ["o"], "sweep": {"arguments": [["a", "1"], ["a", "2"]]}}"#)
    let new = try load(
      #""s": {"kind": "command", "outputs": ["o"], "arguments": ["a", "{seed}"], "sweep": {"seed": [1, 2]}}"#)
    #expect(old.graph.nodes.map(\.parameters.canonical) == new.graph.nodes.map(\.parameters.canonical))
    #expect(new.graph.nodes[0].consent == ["arguments": ["a", "{seed}"]])
    #expect(new.graph.nodes.map(\.id) == ["s[seed=1]", "s[seed=2]"])
  }

  @Test func `references to other values are written as programs take them`() throws {
    let stages =
      #""s": {"kind": "command", "outputs": ["o"], "arguments": ["{values.n}", "n={values.n}", "{values.x}"]}"#
    let values = #""values": {"n": 50000, "x": 1e-12},"#
    #expect(try arguments(load(stages, values)) == ["50000 n=50000 1e-12"])
    #expect(try arguments(load(stages, values, settings: ["values.n=7"])) == ["7 n=7 1e-12"])
  }

  @Test func `a setting changes a parameter, and profiles have their own`() throws {
    let stages = #""s": {"kind": "command", "outputs": ["o"], "arguments": ["{n}"], "n": {"quick": 10, "full": 99}}"#
    let profiles = #""profiles": ["quick", "full"],"#
    #expect(try arguments(load(stages, profiles)) == ["10"])
    #expect(try arguments(load(stages, profiles, settings: ["s.n=12"])) == ["12"])
  }

  @Test(arguments: [
    (
      #""arguments": ["a", "{sed}"], "sweep": {"seed": [1]}"#,
      [
        "`{sed}` in stage `s` is the name of no axis and no parameter; write `{{sed}}` for the text itself, or `{seed}`"
      ]
    ),
    (
      #""arguments": ["{x}"]"#,
      [
        "`{x}` in stage `s` is the name of no axis and no parameter; write `{{x}}` for the text itself, or add a sweep over it"
      ]
    ),
    (
      #""arguments": ["a"], "souces": 1"#,
      ["unknown key `souces` in stage `s`; did you mean `sources`?"]
    ),
  ]) func `what a template names wrongly is said with the nearest name`(entry: String, expected: [String]) {
    #expect(problems(#""s": {"kind": "command", "outputs": ["o"], \#(entry)}"#) == expected)
  }
}
