import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct CommandStageTests {
  private let sandbox = Sandbox()

  private func graph(_ script: String, outputs: JSON = ["out.csv"]) -> TestGraph {
    TestGraph().adding("n", "number", ["value": 42]).adding(
      "outside", "command",
      [
        "arguments": ["sh", "-c", JSON(.string(script))], "outputs": outputs,
        "inputs": [["name": "n.json", "from": "n"]], "sources": [["name": "data.txt", "file": "data/in.txt"]],
      ], exports: ["out": "out.csv"])
  }

  private func run(_ graph: TestGraph) throws -> RunSummary {
    try sandbox.write("from the project\n", "data/in.txt")
    return try sandbox.run(graph.graph, RunOptions(jobs: 1, memory: 1 << 30, allowCommands: true), workers: true)
  }

  @Test func `a program reads declared inputs and writes declared outputs`() throws {
    let graph = graph("cat n.json data.txt > out.csv; echo done")
    #expect(try run(graph).succeeded && sandbox.read("out.csv") == "42\nfrom the project\n")
    #expect(try sandbox.engine.log("outside", edition: "quick")?.text == "done\n")
    #expect(try run(graph).ran == 0)
  }

  @Test func `it starts only with consent`() throws {
    #expect(throws: EngineError.commandsNotAllowed(["outside"])) { try sandbox.run(graph("echo > out.csv")) }
  }

  @Test func `its environment is the declared list`() throws {
    setenv("PLUMB_SECRET", "1", 1)
    #expect(try run(graph("env | sed 's/=.*//' | sort > out.csv")).succeeded)
    let names = try #require(sandbox.read("out.csv")).split(separator: "\n").map(String.init)
    let shell: Set<String> = ["PWD", "_", "SHLVL", "OLDPWD"]
    let own: Set<String> = [
      "HOME", "TMPDIR", "XDG_CACHE_HOME", "MPLCONFIGDIR", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "PYTHONHASHSEED",
    ]
    #expect(Set(names).subtracting(shell) == own.union(WorkerExecutor.environment.keys))
  }

  @Test(arguments: [
    ("printf 'n,error\\n1,0.5\\n2,\\n'", nil),
    ("printf 'n\\n1\\n'", "out.csv: the declared column `error` is missing; write it, or declare what is there"),
    ("printf 'n,error,more\\n1,2,3\\n'", "out.csv: the column `more` is not declared; declare it or leave it out"),
    (
      "printf 'n,err\\n1,2\\n'",
      "out.csv: the column `err` is not declared, and the declared column `error` is missing; write the one, or declare the other"
    ),
    (
      "printf 'n,error\\n1,2\\n1.5,2\\n'",
      "out.csv: record 3 has `1.5` in the column `n`, which is declared as whole numbers; correct what made it, or declare "
        + "another type"
    ),
    (
      "printf 'n,error\\n1,oops\\n'",
      "out.csv: record 2 has `oops` in the column `error`, which is declared as numbers; correct what made it, or declare "
        + "another type"
    ),
  ]) func `the columns that a program's tables are declared to have are checked when it ends`(
    script: String, message: String?
  ) throws {
    let graph = TestGraph().adding(
      "outside", "command",
      [
        "arguments": ["sh", "-c", JSON(.string(script + " > out.csv"))], "outputs": ["out.csv"],
        "tables": [
          [
            "file": "out.csv",
            "columns": [["name": "error", "type": "number", "unit": "s"], ["name": "n", "type": "integer"]],
          ]
        ],
      ])
    let summary = try run(graph)
    #expect(summary.failures.map { "\($0.failure)" } == (message.map { [$0] } ?? []))
  }

  @Test(arguments: [
    ("echo why; exit 3", "sh ended with exit code 3; its log says more"),
    ("exit 3", "sh ended with exit code 3 and wrote nothing"),
    ("echo why; kill -9 $$", "sh was ended by signal 9; its log says more"),
    ("kill -9 $$", "sh was ended by signal 9, probably for lack of memory; lower --jobs or raise `memory`"),
    ("kill -15 $$", "sh was ended by signal 15 and wrote nothing"),
    ("no-such-program-at-all", "sh ended with exit code 127; its log says more"),
    ("true", "the program did not write `out.csv`, nor any other file; correct it, or `outputs`"),
    (
      "echo > err.csv; echo > log", "the program did not write `out.csv` but `err.csv`, `log`; correct it, or `outputs`"
    ),
    (
      "echo > out.csv; echo > more.txt",
      "the stage wrote more.txt, which it does not declare; name it under `outputs`, or remove it"
    ),
  ]) func `what goes wrong is said in a line`(script: String, message: String) throws {
    let summary = try run(graph(script))
    #expect(summary.failures.first?.failure.description == message)
  }

  private func failure(_ arguments: JSON, _ script: String, mode: mode_t) throws -> String? {
    try sandbox.write(script, "s.sh")
    chmod(sandbox.root + "/s.sh", mode)
    let graph = TestGraph().adding(
      "a", "command",
      ["arguments": arguments, "outputs": ["o.csv"], "sources": [["name": "s.sh", "file": "s.sh"]]])
    return try run(graph).failures.first?.failure.description
  }

  @Test func `a script of the project is started if it may be, else it is said how`() throws {
    let script = "#!/bin/sh\necho 1 > o.csv\n"
    #expect(
      try failure(["./s.sh"], script, mode: 0o644)
        == "./s.sh may not be started; make it executable, or name what runs it in `interpreter`")
    #expect(try failure(["./s.sh"], script, mode: 0o755) == nil)
    #expect(try failure(["sh", "s.sh"], script, mode: 0o644) == nil)
    #expect(
      try failure(["no-such-program"], script, mode: 0o644)
        == "no-such-program could not be started: no such file or directory; install it, or correct `arguments`")
  }

  @Test func `an interpreter that is not there is named as the manifest names it`() throws {
    let graph = TestGraph().adding(
      "a", "command", ["interpreter": ".venv/bin/python", "arguments": ["s.py"], "outputs": ["o.csv"]])
    let message = try #require(try run(graph).failures.first?.failure.description)
    #expect(
      message
        == ".venv/bin/python could not be started: no such file or directory; install it, or correct `interpreter`")
  }

  @Test func `a script that is not there is an error, data that are not there are waited for`() throws {
    func summary(_ file: JSON) throws -> RunSummary {
      let graph = TestGraph().adding(
        "a", "command",
        ["arguments": ["sh", "s"], "outputs": ["o.csv"], "sources": [["name": "s", "file": file]]])
      return try run(graph)
    }
    try sandbox.write("echo > o.csv", "code/sim.sh")
    #expect(
      try summary("code/smi.sh").failures.map { "\($0.failure)" } == [
        "the source `code/smi.sh` is not there; did you mean `code/sim.sh`?"
      ])
    #expect(
      try summary("quite/other.sh").failures.map { "\($0.failure)" } == [
        "the source `quite/other.sh` is not there; put it into the project, or name its `origin` if people fetch it"
      ])
    let fetched = TestGraph().adding(
      "a", "command",
      [
        "arguments": ["sh", "s"], "outputs": ["o.csv"],
        "sources": [["name": "s", "file": "big.csv", "origin": "https://example.org"]],
      ])
    #expect(try run(fetched).notRun.map(\.reason) == ["needs big.csv, to be had from https://example.org"])
    let waiting = try summary("data/big.csv")
    #expect(waiting.failures.isEmpty && waiting.notRun.map(\.reason) == ["needs data/big.csv"])
    #expect(try summary("code/sim.sh").succeeded)
  }

  @Test func `what a program reads is called by the file and the stage that wrote it`() throws {
    let graph = TestGraph().adding(
      "table", "command", ["arguments": ["sh", "-c", "echo 7 > n.json"], "outputs": ["n.json"]]
    ).adding("reader", "sum", ["terms": "table", "add": 1])
    #expect(graph.graph.nodes[0].fileName(of: "n") == "n.json of table")
    #expect(try run(graph).succeeded)
  }

  @Test func `outputs may differ in their endings alone`() throws {
    func names(_ files: JSON...) -> [String] {
      let stage = CommandStage(Fields(["arguments": ["true"], "outputs": JSON(.array(files))], context: "stage `x`"))
      #expect(stage.outputs.map(\.fileName) == files.compactMap(\.string))
      return stage.outputs.map(\.name)
    }
    #expect(names("fig.pdf", "data.csv") == ["fig", "data"])
    #expect(names("fig.pdf", "fig.png", "data.csv") == ["fig.pdf", "fig.png", "data"])
    #expect(names("fig", "fig.png") == ["fig", "fig.png"])
    #expect(names("fig.pdf", "fig.png", "fig.pdf.gz") == ["fig.pdf", "fig.png", "fig.pdf.gz"])
    let graph = graph("echo 1 > fig.csv; echo 2 > fig.md", outputs: ["fig.csv", "fig.md"])
    let published = TestGraph().adding("n", "number", ["value": 42]).adding(
      "outside", "command", graph.graph.nodes[1].definition, exports: ["fig.csv": "r/a.csv", "fig.md": "r/a.md"])
    #expect(try run(published).succeeded)
    #expect(sandbox.read("r/a.csv") == "1\n" && sandbox.read("r/a.md") == "2\n")
    #expect(try run(published).ran == 0)
  }

  @Test func `inputs are copies, so that the cache cannot be changed through them`() throws {
    #expect(try run(graph("echo 43 > n.json; cp n.json out.csv")).succeeded)
    #expect(try sandbox.engine.verify().damaged.isEmpty)
  }

  @Test(arguments: ["../out.csv", "/tmp/out.csv", "a/b.csv", ".hidden", ""])
  func `names with folders are refused`(name: String) {
    let fields = Fields(["arguments": ["true"], "outputs": [JSON(.string(name))]], context: "stage `x`")
    _ = CommandStage(fields)
    #expect(!fields.problems.isEmpty)
  }
}
