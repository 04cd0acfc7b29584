import Documents
import Testing

@testable import Pipeline

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

  @Test func `a setting replaces a value, whatever the profile`() throws {
    #expect(try definition("gram.n=7", of: "gram") == #"{"kernel":{"name":"ntk"},"n":7}"#)
    #expect(try definition("gram.kernel.layers=3", of: "gram") == #"{"kernel":{"layers":3,"name":"ntk"},"n":1}"#)
    #expect(try definition("gram.kernel={\"name\": \"rf\"}", of: "gram") == #"{"kernel":{"name":"rf"},"n":1}"#)
    #expect(try definition("all.panels.1.title=two", of: "all")?.contains(#""title":"two""#) == true)
  }

  @Test func `what is not JSON is a text`() throws {
    #expect(try definition("gram.title=a=b c", of: "gram")?.contains(#""title":"a=b c""#) == true)
    #expect(try definition("gram.title=\"3\"", of: "gram")?.contains(#""title":"3""#) == true)
    #expect(try definition("gram.title=", of: "gram")?.contains(#""title":"""#) == true)
  }

  @Test func `a swept axis takes the one value, or the list`() throws {
    let ids = { (setting: String) in
      try manifest(Self.text, settings: [setting]).graph.nodes.filter { $0.entry == "many" }.map(\.id)
    }
    #expect(try ids("many.seed=5") == ["many[seed=5,scale=1,title=x]"])
    #expect(try ids("many.seed=[5, 6]") == ["many[seed=5,scale=1,title=x]", "many[seed=6,scale=1,title=x]"])
  }

  @Test func `later settings prevail`() throws {
    let graph = try manifest(Self.text, settings: ["gram.n=3", "gram.n=4"]).graph
    #expect(graph.nodes[0].definition["n"] == 4)
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
