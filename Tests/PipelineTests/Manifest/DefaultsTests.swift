import Documents
import Testing

@testable import Pipeline

@Suite struct DefaultsTests {
  private static let text = """
    {"include": ["b.json"], "values": {"size": 4},
     "defaults": {"make": {"n": "{values.size}", "seed": 7, "kernel": {"name": "ntk", "layers": 2}, "timeout": 9},
       "draw": {"title": "drawn"}},
     "stages": {
      "plain": {"kind": "make"},
      "own": {"kind": "make", "seed": 1, "kernel": {"name": "rf"}, "timeout": 3},
      "swept": {"kind": "make", "sweep": {"seed": [1, 2], "both": [{"n": 5, "scale": 1}]}},
      "all": {"kind": "join", "panels": [{"data": "plain", "title": "{plain.n} of {plain.kernel.name}"}]}},
     "figures": {"f": {"data": "all"}}}
    """
  private static let other = #"{"stages": {"far": {"kind": "make", "n": 9}}}"#

  private func nodes(_ settings: String...) throws -> [String: Node] {
    let graph = try manifest(Self.text, included: ["b.json": Self.other], settings: settings).graph
    return Dictionary(graph.nodes.map { ($0.entry, $0) }) { first, _ in first }
  }

  @Test func `an entry takes what it neither gives nor sweeps, from its own file`() throws {
    let nodes = try nodes()
    #expect(nodes["plain"]?.definition.canonical == #"{"kernel":{"layers":2,"name":"ntk"},"n":4,"seed":7}"#)
    #expect(nodes["plain"]?.timeout == 9)
    #expect(nodes["own"]?.definition.canonical == #"{"kernel":{"name":"rf"},"n":4,"seed":1}"#)
    #expect(nodes["own"]?.timeout == 3)
    #expect(nodes["swept"]?.definition.canonical == #"{"kernel":{"layers":2,"name":"ntk"},"n":5,"scale":1,"seed":1}"#)
    #expect(nodes["far"]?.definition.canonical == #"{"n":9}"#)
    #expect(nodes["f"]?.definition["title"] == "drawn")
    #expect(nodes["all"]?.definition["panels"]?.elements?[0]["title"] == "4 of ntk")
  }

  @Test func `a setting goes over a default, and into it`() throws {
    #expect(try nodes("plain.seed=3")["plain"]?.definition["seed"] == 3)
    #expect(try nodes("plain.kernel.layers=5")["plain"]?.definition["kernel"] == ["name": "ntk", "layers": 5])
    #expect(try nodes("plain.kernel.layers=5")["swept"]?.definition["kernel"] == ["name": "ntk", "layers": 2])
  }

  @Test func `a default that nothing takes up or knows is refused`() {
    #expect(
      refusals(
        """
        {"defaults": {"maek": {"n": 1},
          "make": {"n": 1, "lamda": 2, "sweep": {}, "seed": 0, "scale": "{values.x}"}, "join": 3, "split": {"file": "x"}},
         "stages": {"a": {"kind": "make", "n": 2}, "b": {"kind": "make", "sweep": {"n": [1]}}}}
        """) == [
          "pipeline.json:1:15: there are defaults of the unknown kind `maek`; did you mean `make`?",
          "pipeline.json:2:12: no make of this file takes the default `n`; remove it",
          "pipeline.json:2:20: unknown key `lamda` in the defaults of `make`; known: `kernel`, `n`, `range`, `scale`, "
            + "`seed`, `timeout`, `title`, `transient`",
          "pipeline.json:2:32: unknown key `sweep` in the defaults of `make`; known: `kernel`, `n`, `range`, `scale`, "
            + "`seed`, `timeout`, `title`, `transient`",
          "pipeline.json:2:65: `{values.x}` in the defaults of `make` leads to no value: there is no `x`; remove it",
          "pipeline.json:2:88: the defaults of `join` must be an object, not the number 3; write { ... }",
          "pipeline.json:2:101: no split of this file takes the default `file`; remove it",
        ])
  }

  private func value(_ json: String, profile: String? = nil) throws -> String {
    let text = "{\"profiles\": [\"quick\", \"full\"], \"stages\": {\"a\": {\"kind\": \"make\", \"n\": 1, \(json)}}}"
    return try manifest(text, profile: profile).graph.nodes[0].definition.canonical
  }

  @Test func `an object of profiles gives the value of the active one`() throws {
    #expect(try value(#""seed": {"quick": 2, "full": 3}"#) == #"{"n":1,"seed":2}"#)
    #expect(try value(#""seed": {"quick": 2, "full": 3}"#, profile: "full") == #"{"n":1,"seed":3}"#)
    #expect(try value(#""range": [0, {"quick": 0.5, "full": 1}]"#) == #"{"n":1,"range":[0,0.5]}"#)
    let kernel = #""kernel": {"quick": {"name": "a"}, "full": {"name": {"full": "b"}}}"#
    #expect(try value(kernel, profile: "full") == #"{"kernel":{"name":"b"},"n":1}"#)
  }

  @Test func `the first profile is the default, and without a list there is one called default`() throws {
    #expect(try manifest(#"{"profiles": ["b", "a"]}"#).graph.profile == "b")
    #expect(try manifest(#"{"profiles": ["b", "a"]}"#).profiles == ["b", "a"])
    #expect(try manifest("{}").profiles == ["default"])
  }

  @Test(arguments: [
    // An object with other keys is an ordinary value.
    (
      #""profiles": ["quick"], "#, #"{"quick": 1, "ful": 2}"#,
      "63: `n` in stage `a` must be a whole number, not an object; no profile is named `ful`"
    ),
    (
      #""profiles": ["quick", "full"], "#, #"{"quick": 1, "ful": 2}"#,
      "71: `n` in stage `a` must be a whole number, not an object; no profile is named `ful`; did you mean `full`?"
    ),
    ("", #"{"full": 3}"#, "40: `n` in stage `a` must be a whole number, not an object; no profile is named `full`"),
    (
      #""profiles": ["quick", "full"], "#, #"{"full": 1}"#,
      "71: a value in stage `a` is given for `full` but not for the profile `quick`; add it"
    ),
    (
      #""profiles": ["quick", "full"], "#, #"{"quick": {"quick": 1}}"#,
      "81: a value per profile in stage `a` holds another value per profile; give each profile its value directly"
    ),
  ]) func `a value per profile is one for the active profile, and of profiles that there are`(
    profiles: String, value: String, message: String
  ) {
    let text = #"{\#(profiles)"stages": {"a": {"kind": "make", "n": \#(value)}}}"#
    #expect(refusals(text) == ["pipeline.json:1:" + message])
    #expect(value != #"{"full": 1}"# || refusals(text, profile: "full").isEmpty)
  }

  @Test func `profiles must be names, different, and listed in the main file`() {
    #expect(
      refusals(#"{"profiles": ["a", "a b", "a"], "include": ["x.json"]}"#, included: ["x.json": #"{"profiles": []}"#])
        == [
          "pipeline.json:1:20: `a b` is no name for a profile; use up to 100 letters, digits, `-` and `_`, a letter or "
            + "digit first", "pipeline.json:1:27: the profile `a` is listed twice; keep one",
          "x.json:1:2: `profiles` stands in an included file; move it to `pipeline.json`",
        ])
    let unknown = refusals(#"{"profiles": ["quick", "full"]}"#, profile: "ful")
    #expect(unknown == ["--profile ful: there is no profile `ful`; did you mean `full`?"])
    let none = refusals(#"{"profiles": []}"#)
    let sentence = "`profiles` in the manifest is an empty list; give at least one value, or leave it out"
    #expect(none == ["pipeline.json:1:14: \(sentence)"])
  }
}

@Suite struct SettingTests {
  private static let text = """
    {"profiles": ["quick", "full"], "stages": {
      "gram": {"kind": "make", "n": {"quick": 1, "full": 9}, "kernel": {"name": "ntk"}},
      "many": {"kind": "make", "n": 2, "sweep": {"seed": [1, 2], "both": [{"scale": 1, "title": "x"}]}},
      "all": {"kind": "join", "panels": [{"data": "gram"}, {"data": "gram"}]}}}
    """

  private func definition(_ setting: String, of id: String) throws -> String? {
    try manifest(Self.text, settings: [setting]).graph.nodes.first { $0.id == id }?.definition.canonical
  }

  private func problems(_ settings: String...) -> [String] { refusals(Self.text, settings: settings) }

  @Test(arguments: [
    "gram.n=7": #"{"kernel":{"name":"ntk"},"n":7}"#,
    "gram.kernel.layers=3": #"{"kernel":{"layers":3,"name":"ntk"},"n":1}"#,
    "gram.kernel={\"name\": \"rf\"}": #"{"kernel":{"name":"rf"},"n":1}"#,
    "all.panels.1.title=two": #""title":"two""#, "gram.title=a=b c": #""title":"a=b c""#,
    "gram.title=\"3\"": #""title":"3""#, "gram.title=": #""title":"""#,
  ]) func `a setting replaces a value, whatever the profile, and what is not JSON is a text`(
    setting: String, part: String
  ) throws {
    let found = try #require(try definition(setting, of: String(setting.prefix { $0 != "." })))
    #expect(part.hasPrefix("{") ? found == part : found.contains(part))
  }

  @Test func `a swept axis takes the one value, or the list`() throws {
    let ids = { (setting: String) in
      try manifest(Self.text, settings: [setting]).graph.nodes.filter { $0.entry == "many" }.map(\.id)
    }
    #expect(try ids("many.seed=5") == ["many[seed=5,scale=1,title=x]"])
    #expect(try ids("many.seed=[5, 6]") == ["many[seed=5,scale=1,title=x]", "many[seed=6,scale=1,title=x]"])
  }

  @Test func `later settings prevail`() throws {
    #expect(try manifest(Self.text, settings: ["gram.n=3", "gram.n=4"]).graph.nodes[0].definition["n"] == 4)
  }

  @Test(arguments: [
    "garm.n=3": "there is no entry `garm`; did you mean `gram`?",
    "gram.titel=3": "unknown key `titel` in stage `gram`; did you mean `title`?",
    "gram.n=0": "`n` in stage `gram` is 0, outside 1 to 1000000; choose a value inside",
    "gram.kernel=[1": "the value begins like JSON but is none; close its brackets and quotes",
    "gram.n.x=1": "`x` of `gram` would lie inside the number 1; set the value around it",
    "all.panels.2.title=x": "`2` of `all` would lie inside a list of 2; give a position from 0 to 1",
    "many.scale=2": "`scale` of `many` is set together with others by the axis `both`; set that axis",
    "all.panels.0.data=grm": "stage `all` refers to `grm`, which does not exist; did you mean `gram`?",
  ]) func `a setting that fits nothing is named as it was written`(setting: String, sentence: String) {
    #expect(problems(setting) == ["--set \(setting): \(sentence)"])
  }

  @Test func `of several settings every one that fits nothing is named, and each sees those before it`() {
    let sentence = "a setting must read entry.key=value; write, for example, --set gram.layers=3"
    #expect(
      problems("gram", "gram=3", ".n=3", "gram.=3")
        == [".n=3", "gram", "gram.=3", "gram=3"].map { "--set \($0): \(sentence)" })
    #expect(
      problems("all.panels=[]", "all.panels.0.title=x")
        == ["--set all.panels.0.title=x: `0` of `all` would lie inside a list of 0; set the list itself"])
  }
}
