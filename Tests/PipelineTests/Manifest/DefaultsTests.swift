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
}
