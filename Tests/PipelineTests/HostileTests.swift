import Documents
import Foundation
import Testing

@testable import Pipeline

/// What a manifest from a stranger cannot do: write outside its folder, read outside it, or start a program.
@Suite struct HostileTests {
  private let outside: Sandbox
  private let sandbox: Sandbox

  init() throws {
    (outside, sandbox) = (Sandbox(), Sandbox())
    try outside.write("precious", "kept.json")
  }

  private func graph(_ stages: String, more: String = "") throws -> Graph {
    try sandbox.write("{\"stages\": {\(stages)}\(more)}", "pipeline.json")
    let root = URL(filePath: sandbox.root)
    return try Manifest.load(file: root.appending(path: "pipeline.json"), root: root, catalogue: .tests).graph
  }

  private func run(_ graph: Graph) throws -> RunSummary {
    try sandbox.run(graph, RunOptions(jobs: 2, memory: 1 << 30), workers: true)
  }

  private func link(_ name: String, to target: String) throws {
    FileSystem.remove(sandbox.root + "/" + name)
    try sandbox.link(name, to: target)
  }

  private var isUntouched: Bool {
    get throws { try FileSystem.names(in: outside.root) == ["kept.json"] && outside.read("kept.json") == "precious" }
  }

  private func export(_ path: String) -> String {
    #""a": {"kind": "number", "value": 1, "export": {"value": \#(JSON(.string(path)).canonical)}}"#
  }

  @Test(arguments: [
    "../x.json", "r/../../x.json", "/tmp/x.json", "~/x.json", "~root/x.json", "r/./x.json", "r//x.json", "./x.json",
    "", "x.json", "pipeline.json", "./pipeline.json", "papers/part.json", "plumb.lock.json", ".git/config.json",
    "r/.git/x.json", ".plumb/objects/x.json", ".github/workflows/x.json", "r/.x.json", "r/x.swift", "r/x",
    "r\\..\\x.json", "r/x\n.json", "r/\u{0}x.json", "out/x.json", "out/deeper/x.json", "dangling/x.json", "r/..",
  ]) func `no output can be published there`(path: String) throws {
    try link("out", to: outside.root)
    try link("dangling", to: outside.root + "/missing")
    try sandbox.write("{}", "papers/part.json")
    let before = try FileSystem.names(in: sandbox.root)
    #expect(throws: Problems.self) { try graph(export(path), more: #", "include": ["papers/part.json"]"#) }
    #expect(try isUntouched)
    #expect(Set(try FileSystem.names(in: sandbox.root)) == Set(before + ["pipeline.json"]))
  }

  @Test func `a link that comes after the manifest was read leads nowhere`() throws {
    let graph = try graph(export("r/deep/x.json"))
    try link("r", to: outside.root)
    let sentences = try run(graph).failures.map(\.failure.description)
    #expect(sentences == ["cannot publish to `r/deep/x.json`: `r` is a link or a file; make it a folder"])
    #expect(try isUntouched)
    FileSystem.remove(sandbox.root + "/r")
    try FileManager.default.createDirectory(atPath: sandbox.root + "/r/deep", withIntermediateDirectories: true)
    try link("r/deep/x.json", to: outside.root + "/kept.json")
    try link("r/deep/.x.json.plumb-new", to: outside.root + "/kept.json")
    #expect(try run(graph).failures.count == 1 && isUntouched)
    FileSystem.remove(sandbox.root + "/r/deep/x.json")
    #expect(try run(graph).succeeded && isUntouched)
    #expect(sandbox.read("r/deep/x.json") == "1\n")
  }

  @Test func `a folder that is swapped for a link again and again leads nowhere`() throws {
    let graph = try graph(export("r/x.json"))
    let (path, target) = (sandbox.root + "/r", outside.root)
    let swapper = Thread {
      while !Thread.current.isCancelled {
        FileSystem.remove(path)
        mkdir(path, 0o755)
        usleep(200)
        FileSystem.remove(path)
        symlink(target, path)
        usleep(200)
      }
    }
    swapper.start()
    for _ in 0..<100 { try sandbox.run(graph) }
    swapper.cancel()
    while !swapper.isFinished { usleep(100) }
    #expect(try isUntouched)
  }

  @Test(arguments: ["../kept.json", "/etc/hostname", "~/x", "out/kept.json", "leaf.json", "r/../../x", ".", ""])
  func `no file outside can be read`(path: String) throws {
    try link("out", to: outside.root)
    try link("leaf.json", to: outside.root + "/kept.json")
    let name = JSON(.string(path)).canonical
    // Refused when the manifest is read, or when the link is found on the way.
    do {
      let summary = try run(try graph(#""a": {"kind": "size", "file": \#(name)}"#))
      #expect(summary.ran == 0 && summary.failures.count == 1)
    } catch is Problems {}
  }

  @Test(arguments: ["../part.json", "/tmp/part.json", "out/part.json", "/etc/hostname"])
  func `no manifest file outside can be included`(path: String) throws {
    try outside.write("{}", "part.json")
    try link("out", to: outside.root)
    #expect(throws: Problems.self) { try graph("", more: #", "include": [\#(JSON(.string(path)).canonical)]"#) }
  }

  @Test func `no program starts without consent, and nothing is written`() throws {
    let graph = try graph(
      #""a": {"kind": "command", "arguments": ["touch", "\#(outside.root)/x"], "outputs": ["x.csv"]}"#)
    #expect(throws: EngineError.commandsNotAllowed(["a"])) { try run(graph) }
    #expect(try isUntouched && FileSystem.names(in: sandbox.root) == ["pipeline.json"])
  }

  @Test func `a program with consent sees its declared inputs by name and nothing else beside it`() throws {
    let graph = try graph(
      #"""
      "n": {"kind": "number", "value": 5},
      "a": {"kind": "command", "arguments": ["sh", "-c", "ls -A > names.txt; pwd >> names.txt; cat n.json >> names.txt"],
            "inputs": [{"name": "n.json", "from": "n"}], "outputs": ["names.txt"], "export": {"names": "r/names.txt"}}
      """#)
    let summary = try sandbox.run(graph, RunOptions(jobs: 1, memory: 1 << 30, allowCommands: true), workers: true)
    #expect(summary.succeeded)
    let lines = try #require(sandbox.read("r/names.txt")).split(separator: "\n").map(String.init)
    #expect(lines.count == 4 && lines[0] == "n.json" && lines[1] == "names.txt" && lines[3] == "5")
    #expect(lines[2].hasPrefix(sandbox.project.cache + "/attempts/"))
  }

  @Test func `files beside the results are written inside the folder only`() throws {
    let folder = ProjectFolder(root: sandbox.root)
    try link("reports", to: outside.root)
    #expect(throws: EngineError.exportThroughLink("reports/p.json", part: "reports")) {
      try folder.replace("reports/p.json", with: [1])
    }
    #expect(throws: EngineError.exportLeavesProject("../p.json")) { try folder.replace("../p.json", with: [1]) }
    try link("p.json", to: outside.root + "/kept.json")
    _ = try folder.replace("p.json", with: Array("x".utf8))
    #expect(try isUntouched && sandbox.read("p.json") == "x")
    try link(FileSystem.draft(of: "plumb.lock.json"), to: outside.root + "/kept.json")
    #expect(throws: EngineError.self) { try LockFile().write(to: sandbox.root + "/plumb.lock.json") }
    #expect(try isUntouched)
  }
}
