import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct WireTests {
  private let task: StageTask = {
    let fields = Fields(["terms": ["a", "b"]], context: "t")
    let labels = [
      Workspace.Label(axis: "n", text: "0.1", number: 0.1), Workspace.Label(axis: "name", text: #""a b""#, number: nil),
    ]
    let inputs = [
      Slot(
        path: "terms",
        items: [
          .init(labels: labels, content: InputValue.object(Digest(of: "x"), name: "json")),
          .init(labels: labels, content: .missing),
        ]), Slot(path: "file", items: [.init(content: .source("/p/data \"1\"", Digest(of: "y")))]),
      Slot(path: "none", items: []),
    ]
    let lineage = Lineage(
      entries: [
        .init(id: "a[n=1]", kind: "sum", key: "ab", input: "terms", inputs: [.init(path: "p", id: "b")], missing: nil),
        .init(id: "b", kind: "sum", key: nil, input: nil, inputs: [], missing: "needs data", title: "B"),
      ], profile: "full", isDefaultProfile: false, published: ["page": "a.md"],
      readers: [.init(title: "R", published: ["page": "b.md"])],
      origins: [.init(id: "s", file: "papers/a.json", line: 12)],
      editions: [.init(id: "s", profile: "quick", published: ["page": "quick/a.md"])],
      costs: RecordedCosts(
        .init(
          date: "2026-11-28", processor: "P", cores: 2, program: "Plumb 1", commit: "ab", isClean: true, elsewhere: 1),
        ["s": .init(seconds: 0.1, memory: 5)]))
    return StageTask(
      id: "s", kind: "sum", definition: ["terms": ["a", "b"]], stage: SumStage(fields), inputs: inputs,
      lineage: lineage, timeout: 3, folder: "/f", objects: "/o")
  }()

  @Test func `a worker reads the task that was sent`() throws {
    let read = try #require(try StageTask(request: task.request, catalogue: .tests))
    #expect(read.inputs == task.inputs && read.lineage == task.lineage && read.definition == task.definition)
    #expect(read.id == task.id && read.kind == task.kind && read.folder == task.folder && read.objects == task.objects)
    #expect(read.request == task.request)
  }

  @Test func `a request that lacks something is refused and never half read`() throws {
    func without(_ json: JSON, _ key: String) -> JSON {
      if let members = json.members {
        return JSON(.object(members.filter { $0.key != key }.map { .init($0.key, without($0.value, key)) }))
      }
      return json.elements.map { JSON(.array($0.map { without($0, key) })) } ?? json
    }
    for key in [
      "id", "kind", "inputs", "path", "items", "axis", "text", "sha256", "object", "missing", "folder", "objects",
    ] { #expect(try StageTask(request: without(task.request, key), catalogue: .tests)?.id == nil, "\(key)") }
  }

  @Test func `messages come through a pipe whole, and its end is told`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    try Wire.send(["text": "a\nb"], to: ends[1])
    #expect(try Wire.receive(from: ends[0]) == ["text": "a\nb"])
    close(ends[1])
    #expect(try Wire.receive(from: ends[0]) == nil)
    close(ends[0])
  }

  @Test func `messages that come in pieces are taken as soon as they are whole`() throws {
    let messages: [JSON] = [["text": "a\nb"], [], ["more": ["1", "2"]]]
    let all = messages.flatMap(Wire.bytes)
    for size in [1, 2, 3, 5, all.count] {
      var (buffer, taken): ([UInt8], [JSON]) = ([], [])
      for start in stride(from: 0, to: all.count, by: size) {
        buffer += all[start..<min(start + size, all.count)]
        while let message = try Wire.take(from: &buffer) { taken.append(message) }
      }
      #expect(taken == messages && buffer.isEmpty, "in pieces of \(size)")
    }
    var whole = Wire.bytes(["a": "b"])
    let last = whole.removeLast()
    #expect(try Wire.take(from: &whole) == nil)
    whole.append(last)
    #expect(try Wire.take(from: &whole) == ["a": "b"])
  }

  @Test func `what no worker says is an error and not waited for`() {
    var long: [UInt8] = [255, 255, 255, 255, 1]
    #expect(throws: FileError.self) { try Wire.take(from: &long) }
    var text: [UInt8] = [3, 0, 0, 0] + Array("abc\n".utf8)
    #expect(throws: (any Error).self) { try Wire.take(from: &text) }
  }

  @Test(arguments: [
    ("ntk", "ntk"), (#""NTK, L = 2""#, "NTK, L = 2"), (#""a \"b\"""#, #"a "b""#), ("[0,1]", "[0,1]"), ("\"", "\""),
  ]) func `a label has quotes in names only`(_ text: String, _ value: String) {
    #expect(Workspace.Label(axis: "model", text: text, number: nil).value == value)
  }

  @Test func `stacked tables show the texts of their labels bare`() throws {
    let sandbox = Sandbox()
    let folder = URL(filePath: sandbox.root)
    let files = try [#""NTK, L = 2""#, "RF"].map { text in
      try sandbox.write("n\n1\n", "\(text.count).csv")
      let file = folder.appending(path: "\(text.count).csv")
      return Workspace.InputFile(labels: [.init(axis: "over", text: text, number: nil)], content: file)
    }
    let table = try Workspace(directory: folder, inputs: [.init(path: "data", items: files)]).stackedTable(at: "data")
    #expect(try table.texts("over") == ["NTK, L = 2", "RF"])
  }
}
