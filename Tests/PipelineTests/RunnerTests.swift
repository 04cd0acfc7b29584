import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct RunnerTests {
  private let sandbox = Sandbox()

  private func chain(_ value: Int, modulus: Int = 1_000_000) -> TestGraph {
    TestGraph().adding("a", "number", ["value": JSON(.integer(value))])
      .adding("b", "sum", ["terms": "a", "modulus": JSON(.integer(modulus))])
      .adding("c", "sum", ["terms": ["a", "b"]])
      .adding("d", "sum", ["terms": "b", "add": 5], exports: ["value": "results/d.json"])
  }

  @Test(arguments: [false, true]) func `a second run does nothing`(workers: Bool) throws {
    let first = try sandbox.run(chain(7), workers: workers)
    #expect(first.ran == 4 && first.cached == 0 && first.succeeded)
    #expect(sandbox.read("results/d.json") == "12\n")
    let second = try sandbox.run(chain(7), workers: workers)
    #expect(second.ran == 0 && second.cached == 4 && second.exported.isEmpty)
  }

  @Test func `an unchanged upstream result stops the rerun, and a renamed stage reruns nothing`() throws {
    try sandbox.run(chain(7, modulus: 2))
    let summary = try sandbox.run(chain(9, modulus: 2))
    // `a` and `b` ran; `b` is 1 again, so `d` stands; `c` reads `a` itself.
    #expect(summary.ran == 3 && summary.cached == 1)
    try sandbox.run(TestGraph().adding("a", "number", ["value": 3]))
    #expect(try sandbox.run(TestGraph().adding("z", "number", ["value": 3])).ran == 0)
  }

  @Test func `the name of a stage that failed is no part of what tolerates the failure`() throws {
    func graph(_ name: String, _ mode: String) -> TestGraph {
      TestGraph().adding("good", "number", ["value": 4]).adding(name, "trouble", ["mode": JSON(.string(mode))])
        .adding("fine", "there", ["part": "good"]).adding("claim", "there", ["part": JSON(.string(name))])
    }
    #expect(try sandbox.run(graph("bad", "throw")).ran == 3)
    #expect(try sandbox.results(graph("bad", "throw"))["claim"] == [Digest(of: "false\n")])
    for other in [graph("worse", "throw"), graph("bad", "skip")] { #expect(try sandbox.run(other).ran == 0) }
  }

  @Test func `a record holds the key's components, time, memory and log`() throws {
    try sandbox.run(chain(7), workers: true)
    let record = try #require(try sandbox.engine.records("quick")["a"])
    #expect(record.components == ["kind": "number", "parameters": ["value": 7], "revision": 1])
    #expect(record.outputs == [.init(name: "value", digest: Digest(of: "7\n"), size: 2)])
    #expect(record.log == "the number is 7\n" && record.cores == 1)
    #expect(record.seconds > 0 && record.seconds < 10)
    #expect(record.memory > 1 << 20 && record.memory < 1 << 30)
    #expect(Record(line: Array(record.line.utf8.dropLast())) == record)
  }

  @Test func `only what a target rests on is run, its pages are made of what is there`() throws {
    let graph = TestGraph().adding("a", "number", ["value": 1]).adding("b", "number", ["value": 2])
      .adding("c", "number", ["value": 3])
      .adding("page", "gather", ["parts": ["a", "b", "c"]], exports: ["page": "page.md"])
      .adding("other", "gather", ["parts": "c"], exports: ["page": "other.md"])
    #expect(try Sandbox().run(chain(1), targets: ["b"]).ran == 2)
    try sandbox.run(graph, targets: ["b"])
    #expect(sandbox.read("page.md") == nil)
    let summary = try sandbox.run(graph, targets: ["a"], withPages: true)
    #expect(summary.ran == 2 && summary.cached == 1 && summary.notRun.map(\.id) == ["c"])
    #expect(sandbox.read("page.md")?.hasPrefix("from=a:1\nfrom=b:2\nfrom=c:missing, not part of this run\n") == true)
    #expect(sandbox.read("other.md") == nil)
    try sandbox.run(graph)
    #expect(sandbox.read("page.md")?.hasPrefix("from=a:1\nfrom=b:2\nfrom=c:3\n") == true)
  }

  @Test(arguments: [false, true])
  func `a page whose target left out a dropped result says so, whenever it is asked`(workers: Bool) throws {
    let graph = TestGraph().adding("points", "number", ["value": 1])
      .adding("gram", "sum", ["terms": "points", "add": 10], isTransient: true)
      .adding("model", "sum", ["terms": "gram", "add": 100])
      .adding("other", "number", ["value": 2])
      .adding("page", "gather", ["parts": ["other", "model", "gram"]], exports: ["page": "page.md"])
      .adding("second", "gather", ["parts": ["gram", "other"]], exports: ["page": "second.md"])
    try sandbox.run(graph, targets: ["model"], workers: workers)
    let gram = try #require(try sandbox.results(graph)["gram"]?.first)
    #expect(!FileManager.default.fileExists(atPath: sandbox.objects.file(gram)))
    for ran in [3, 0] {
      let summary = try sandbox.run(graph, targets: ["other"], workers: workers, withPages: true)
      #expect(summary.succeeded && summary.ran == ran)
      #expect(summary.notRun.map(\.id) == ["gram"] && summary.notRun.map(\.reason) == ["not part of this run"])
      let page = try #require(sandbox.read("page.md"))
      #expect(page.hasPrefix("from=other:2\nfrom=model:111\nfrom=gram:missing, not part of this run\n"))
      #expect(sandbox.read("second.md")?.hasPrefix("from=gram:missing, not part of this run\nfrom=other:2\n") == true)
    }
    try sandbox.run(graph, workers: workers)
    #expect(sandbox.read("page.md")?.hasPrefix("from=other:2\nfrom=model:111\nfrom=gram:11\n") == true)
  }

  @Test func `what is not part of a run cannot fail it`() throws {
    let graph = TestGraph().adding("a", "number", ["value": 1]).adding("leak", "size", ["file": "../secret"])
      .adding("page", "gather", ["parts": ["a", "leak"]], exports: ["page": "page.md"])
    let summary = try sandbox.run(graph, targets: ["a"], withPages: true)
    #expect(summary.succeeded && summary.ran == 2)
    #expect(sandbox.read("page.md")?.hasPrefix("from=a:1\nfrom=leak:missing, not part of this run\n") == true)
    #expect(try sandbox.run(graph).failures.map(\.id) == ["leak"])
  }

  @Test func `two stages of one key run once`() throws {
    let graph = ["a", "b", "c", "d"].reduce(TestGraph()) { $0.adding($1, "sum", ["add": 4, "pause": 0.01]) }
    let summary = try sandbox.run(graph)
    #expect(summary.ran == 1 && summary.cached == 3)
    #expect(try sandbox.results(graph).values.allSatisfy { $0 == [Digest(of: "4\n")] })
  }
}
