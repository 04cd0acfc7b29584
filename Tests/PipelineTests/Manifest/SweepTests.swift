import Testing

@testable import Pipeline

@Suite struct SweepTests {
  private static let plain =
    "give a short string, a number, true, false or a list of these; reach into objects by dotted names"

  private func ids(_ entry: String) throws -> [String] {
    try manifest("{\"stages\": {\"gram\": \(entry)}}").graph.nodes.map(\.id)
  }

  private func problems(_ entry: String) -> [String] { sentences("{\"stages\": {\"gram\": \(entry)}}") }

  @Test(arguments: [
    // Axes multiply, the first slowest, and numbers lose what means nothing.
    #""n": [2, 1], "seed": [1, 2]"#: ["n=2,seed=1", "n=2,seed=2", "n=1,seed=1", "n=1,seed=2"],
    #""n": [1], "scale": [0.50, 1e0, 1.5e-7]"#: ["n=1,scale=0.5", "n=1,scale=1", "n=1,scale=1.5e-07"],
    #""title": ["a", "a b", "a,b", ""], "n": [1]"#: [
      "title=a,n=1", #"title="a b",n=1"#, #"title="a,b",n=1"#, #"title="",n=1"#,
    ],
    #""range": [[0, 0.5], [0, 1]], "n": [1]"#: ["range=[0,0.5],n=1", "range=[0,1],n=1"],
  ]) func `axes multiply in the order written, and values are printed as people write them`(
    sweep: String, instances: [String]
  ) throws { #expect(try ids(#"{"kind": "make", "sweep": {\#(sweep)}}"#) == instances.map { "gram[\($0)]" }) }

  @Test func `an axis of objects sets their members together`() throws {
    let graph = try manifest(
      """
      {"stages": {"gram": {"kind": "make", "n": 5, "sweep": {
        "model": [{"kernel.name": "ntk", "kernel.layers": 3}, {"kernel.name": "laplace", "kernel.c": 1}],
        "seed": [7]}}}}
      """
    ).graph
    let axes = ["kernel.name=ntk,kernel.layers=3,seed=7", "kernel.name=laplace,kernel.c=1,seed=7"]
    #expect(graph.nodes.map(\.id) == axes.map { "gram[\($0)]" })
    #expect(graph.nodes[0].definition.canonical == #"{"kernel":{"layers":3,"name":"ntk"},"n":5,"seed":7}"#)
    #expect(graph.nodes[1].parameters.canonical == #"{"kernel":{"c":1,"name":"laplace"},"n":5,"seed":7}"#)
    #expect(graph.nodes[1].axes[1] == Workspace.Label(axis: "kernel.c", text: "1", number: 1))
    #expect(graph.nodes[1].axes[0] == Workspace.Label(axis: "kernel.name", text: "laplace", number: nil))
  }

  @Test func `a dotted axis joins the members that the definition gives`() throws {
    let text =
      #"{"stages": {"gram": {"kind": "make", "n": 1, "kernel": {"name": "ntk"}, "sweep": {"kernel.layers": [2, 3]}}}}"#
    let last = try manifest(text).graph.nodes.last
    #expect(last?.definition.canonical == #"{"kernel":{"layers":3,"name":"ntk"},"n":1}"#)
  }

  @Test func `values per profile may stand anywhere in a sweep`() throws {
    let text = """
      {"profiles": ["quick", "full"], "stages": {"gram": {"kind": "make",
        "sweep": {"n": {"quick": [1], "full": [1, 2]}, "seed": [{"quick": 5, "full": 6}]}}}}
      """
    #expect(try manifest(text).graph.nodes.map(\.id) == ["gram[n=1,seed=5]"])
    #expect(try manifest(text, profile: "full").graph.nodes.map(\.id) == ["gram[n=1,seed=6]", "gram[n=2,seed=6]"])
  }

  @Test(arguments: [
    "3": ["`sweep` in stage `gram` must be an object of axes, not the number 3; write { \"axis\": [ ... ] }"],
    "{}": ["`sweep` in stage `gram` must be an object of axes, not an empty one; write { \"axis\": [ ... ] }"],
    #"{"seed": [], "scale": 1}"#: [
      "the axis `seed` in stage `gram` must be a list of values, not an empty list; write [ ... ]",
      "the axis `scale` in stage `gram` must be a list of values, not the number 1; write [ ... ]",
    ],
    #"{"seed": [1, {"scale": 1}]}"#: [
      "the axis `seed` in stage `gram` mixes objects with plain values; use one or the other"
    ],
    #"{"seed": [null], "scale": [[{"a": 1}]], "a..b": [1]}"#: [
      "the axis `seed` in stage `gram` cannot take null; " + plain,
      "the axis `scale` in stage `gram` cannot take a list; " + plain,
      "`a..b` is no name for an axis; use up to 100 letters, digits, `-` and `_`, a letter or digit first",
    ],
    // A parameter has one source.
    #"{"n": [1]}"#: ["`n` in stage `gram` is both swept and given; keep the sweep or the value"],
    #"{"seed": [1], "both": [{"seed": 2, "scale": 1}]}"#: [
      "the axis `seed` in stage `gram` is set by two lists of the sweep; drop one"
    ],
    #"{"n.x": [1]}"#: ["the axis `n.x` in stage `gram` reaches into a value that is no object; sweep one of the two"],
    #"{"kernel": ["a"], "kernel.layers": [1]}"#: [
      "the axis `kernel` in stage `gram` reaches into a value that is no object; sweep one of the two"
    ], #"{"seed": [1, 2, 1]}"#: ["the sweep makes `gram[seed=1]` twice; drop the repeated values"],
  ]) func `a sweep that makes no sense is refused with the axis named`(sweep: String, sentences: [String]) {
    #expect(problems(#"{"kind": "make", "n": 1, "sweep": \#(sweep)}"#) == sentences)
  }

  @Test func `the instances of a sweep report a shared problem once`() {
    #expect(
      problems(#"{"kind": "make", "n": 0, "sweep": {"seed": [1, 2, 3], "scale": [1, 11]}}"#) == [
        "`n` in stage `gram` is 0, outside 1 to 1000000; choose a value inside",
        "`scale` in stage `gram` is 11, outside 0 to 10; choose a value inside",
      ])
  }

  @Test func `a sweep beyond a million instances is refused before it is made`() {
    let values = (1...1001).map(String.init).joined(separator: ",")
    for (axes, found) in [(2, "1002001"), (30, "more than 2^63")] {
      let sweep = (0..<axes).map { "\"a\($0)\": [\(values)]" }.joined(separator: ",")
      let sentence =
        "the sweep makes \(found) instances, and the manifest may have 1000000 in all; sweep over fewer values"
      #expect(problems("{\"kind\": \"make\", \"sweep\": {\(sweep)}}") == [sentence])
    }
  }
}
