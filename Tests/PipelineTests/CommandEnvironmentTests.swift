import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct CommandEnvironmentTests {
  private let sandbox = Sandbox()

  private func graph(_ arguments: JSON, _ more: [JSON.Member] = [], sources: JSON? = nil) -> TestGraph {
    var members: [JSON.Member] = [.init("arguments", arguments), .init("outputs", ["out.csv"])] + more
    if let sources { members.append(.init("sources", sources)) }
    return TestGraph().adding("outside", "command", JSON(.object(members)), exports: ["out": "r/out.csv"])
  }

  private func output(_ graph: TestGraph) throws -> String? {
    let summary = try sandbox.run(
      graph.graph, RunOptions(jobs: 2, memory: 1 << 30, allowCommands: true), workers: true)
    for failure in summary.failures { Issue.record("\(failure)") }
    return sandbox.read("r/out.csv")
  }

  private func shell(_ script: String, _ more: [JSON.Member] = []) throws -> [String] {
    let text = try output(graph(["sh", "-c", JSON(.string("{ " + script + "; } > out.csv"))], more))
    return (text ?? "").split(separator: "\n").map(String.init)
  }

  @Test func `what a program writes for its user lies outside the folder of the results`() throws {
    let script =
      #"for d in "$HOME" "$TMPDIR" "$XDG_CACHE_HOME" "$MPLCONFIGDIR"; do touch "$d/x"; done; pwd; echo "$HOME""#
    let lines = try shell(script)
    #expect(lines.count == 2 && !lines[1].hasPrefix(lines[0]))
    #expect(!FileManager.default.fileExists(atPath: lines[1]))
  }

  @Test func `caches that programs leave beside their results are no undeclared files`() throws {
    #expect(try shell("mkdir __pycache__ .cache && touch __pycache__/a.pyc b.pyc; echo 1") == ["1"])
  }

  @Test func `threads follow the cores of the stage`() throws {
    let script =
      "echo $OMP_NUM_THREADS $OPENBLAS_NUM_THREADS $MKL_NUM_THREADS $NUMEXPR_NUM_THREADS"
    #expect(try shell(script) == ["1 1 1 1"])
    #expect(try shell(script, [.init("cores", 2)]) == ["2 2 2 2"])
  }

  @Test func `variables of the entry win over those that every program gets`() throws {
    let variables: JSON = ["OMP_NUM_THREADS": "7", "MODE": "a b"]
    #expect(try shell("echo $OMP_NUM_THREADS $MODE", [.init("environment", variables)]) == ["7 a b"])
  }

  @Test func `a variable that is handed through has the caller's value, which nothing records`() throws {
    setenv("PLUMB_TOKEN", "secret-4711", 1)
    let graph = graph(
      ["sh", "-c", "printenv PLUMB_TOKEN PLUMB_NOT_SET | wc -c > out.csv"],
      [.init("pass", ["PLUMB_TOKEN", "PLUMB_NOT_SET"])])
    #expect(try output(graph)?.trimmingCharacters(in: .whitespacesAndNewlines) == "12")
    #expect(graph.graph.nodes[0].parameters["pass"] == ["PLUMB_TOKEN", "PLUMB_NOT_SET"])
    for case let name as String in try #require(FileManager.default.enumerator(atPath: sandbox.root)) {
      let bytes = FileManager.default.contents(atPath: "\(sandbox.root)/\(name)") ?? Data()
      #expect(bytes.range(of: Data("secret-4711".utf8)) == nil, "\(name)")
    }
    // Another value is no reason to run again.
    setenv("PLUMB_TOKEN", "another", 1)
    #expect(try sandbox.run(graph.graph, RunOptions(jobs: 1, memory: 1 << 30, allowCommands: true)).ran == 0)
  }

  /// A virtual environment whose interpreter is a script that prints its first argument.
  private func makeEnvironment(numpy: String) throws {
    FileSystem.remove(sandbox.root + "/.venv")
    try sandbox.write("home = /usr/bin\nversion = 3.12.1\n", ".venv/pyvenv.cfg")
    try sandbox.write("#!/bin/sh\necho \"$1 $VIRTUAL_ENV\" > out.csv\n", ".venv/bin/python")
    chmod(sandbox.root + "/.venv/bin/python", 0o755)
    try sandbox.write("", ".venv/lib/python3.12/site-packages/numpy-\(numpy).dist-info/METADATA")
  }

  @Test func `a program of the project is named by its path in it`() throws {
    try makeEnvironment(numpy: "2.1.0")
    let expected = "3 \(sandbox.project.root)/.venv\n"
    #expect(try output(graph([".venv/bin/python", "3"])) == expected)
    #expect(try output(graph(["3"], [.init("interpreter", ".venv/bin/python")])) == expected)
  }

  @Test func `the interpreter and its packages are recorded, and by choice part of the key`() throws {
    try makeEnvironment(numpy: "2.1.0")
    let plain = graph(["3"], [.init("interpreter", ".venv/bin/python")])
    let tracking = graph(["3"], [.init("interpreter", ".venv/bin/python"), .init("tracks-interpreter", true)])
    func run(_ graph: TestGraph) throws -> Int {
      try sandbox.run(graph.graph, RunOptions(jobs: 1, memory: 1 << 30, allowCommands: true), workers: true).ran
    }
    #expect(try run(plain) == 1)
    let program = try #require(try sandbox.engine.records("quick")["outside"]?.program)
    #expect(program["version"] == "3.12.1" && program["packages"] == ["numpy": "2.1.0"])
    #expect(program["path"] == JSON(.string(sandbox.project.root + "/.venv/bin/python")))
    #expect(program["sha256"]?.string?.count == 64)
    #expect(try run(tracking) == 1 && run(tracking) == 0)
    try makeEnvironment(numpy: "2.2.0")
    guard case .changed(let changes) = try sandbox.engine.status(tracking.graph)[0] else {
      Issue.record("not changed")
      return
    }
    #expect(changes == [KeyChange(name: "program.packages.numpy", old: "\"2.1.0\"", new: "\"2.2.0\"")])
    #expect(try run(plain) == 0 && run(tracking) == 1)
  }

  @Test(
    arguments: [
      ("environment", JSON(.array([])), "it is no object of texts by name"),
      ("environment", ["A B": "1"], "it is no object of texts by name"),
      ("environment", ["A": ["B": "1"]], "it is no object of texts by name"),
      ("pass", ["A=1"], "`A=1` is no name of a variable"),
    ] as [(String, JSON, String)]) func `variables have plain names and texts`(key: String, value: JSON, fact: String)
  {
    let members: [JSON.Member] = [.init("arguments", ["a"]), .init("outputs", ["o"]), .init(key, value)]
    let fields = Fields(JSON(.object(members)), context: "stage `x`")
    _ = CommandStage(fields)
    #expect(fields.problems.contains { $0.description.contains(fact) }, "\(fields.problems)")
  }
}
