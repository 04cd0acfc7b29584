import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct LineageReaderTests {
  /// a -> b -> c -> reader, a -> d -> reader, e was not made.
  static let lineage = Lineage(entries: [
    entry("c", ["b"], input: "data"), entry("d", ["a"], input: "data"),
    entry("e", [], input: "data", missing: "failed"),
    entry("b", ["a"]), entry("a", []), entry("f", [], input: "other"),
  ])

  static func entry(_ id: String, _ inputs: [String], input: String? = nil, missing: String? = nil) -> Lineage.Entry {
    Lineage.Entry(
      id: id, kind: "k", key: missing == nil ? "0123456789abcdef" : nil, input: input,
      inputs: inputs.map { .init(path: "in", id: $0) },
      missing: missing)
  }

  @Test func `inputs are those that were made, in order`() {
    #expect(LineageReader(Self.lineage).inputs("data").map(\.id) == ["c", "d"])
    #expect(LineageReader(Self.lineage).behind("data").map(\.id) == ["c", "d", "e"])
    #expect(LineageReader(Self.lineage).inputs("none").isEmpty && LineageReader(nil).inputs("data").isEmpty)
  }

  @Test func `everything above is listed once, itself included`() {
    let reader = LineageReader(Self.lineage)
    let (c, d) = (reader.inputs("data")[0], reader.inputs("data")[1])
    #expect(reader.everything(above: c).map(\.id) == ["c", "b", "a"])
    #expect(reader.everything(above: d).map(\.id) == ["d", "a"])
    #expect(reader.above(c).map(\.id) == ["b"])
    #expect(reader.sources(of: c) == ["in": ["b"]])
  }

  @Test func `a name outside the lineage is passed over`() {
    let reader = LineageReader(Lineage(entries: [Self.entry("c", ["gone"], input: "data")]))
    #expect(reader.everything(above: reader.inputs("data")[0]).map(\.id) == ["c"])
  }
}
