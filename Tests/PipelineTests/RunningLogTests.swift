import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct RunningLogTests {
  private let sandbox = Sandbox()

  @Test func `the log of a running stage is read while it is written, to its end`() async throws {
    let script = "echo one; while [ ! -e \(sandbox.root)/go ]; do sleep 0.05; done; echo two; echo > o.csv"
    let graph = TestGraph().adding(
      "slow", "command", ["arguments": ["sh", "-c", JSON(.string(script))], "outputs": ["o.csv"]]
    ).graph
    #expect(sandbox.engine.runningLog("slow", edition: "quick") == nil)
    let (sandbox, engine) = (sandbox, Engine(sandbox.project))
    let run = Thread { [root = sandbox.root, project = sandbox.project] in
      let options = RunOptions(jobs: 1, memory: 1 << 30, allowCommands: true)
      _ = try? Engine(project).run(graph, options: options, executor: WorkerExecutor(program: Sandbox.program))
      _ = FileManager.default.createFile(atPath: root + "/ended", contents: nil)
    }
    run.start()
    var (log, text): (RunningLog?, String) = (nil, "")
    for _ in 0..<400 where text != "one\n" {
      if log == nil { log = engine.runningLog("slow", edition: "quick") }
      text += String(decoding: log?.more() ?? [], as: UTF8.self)
      usleep(20_000)
    }
    let found = try #require(log)
    #expect(text == "one\n" && found.isGoingOn)
    #expect(engine.runningLog("other", edition: "quick") == nil && engine.runningLog("slow", edition: "full") == nil)
    try sandbox.write("", "go")
    for _ in 0..<400 where found.isGoingOn { usleep(20_000) }
    #expect(String(decoding: found.more(), as: UTF8.self) == "two\n" && !found.isGoingOn)
    for _ in 0..<400 where sandbox.read("ended") == nil { usleep(20_000) }
    #expect(engine.runningLog("slow", edition: "quick") == nil)
    #expect(try engine.log("slow", edition: "quick")?.text == "one\ntwo\n")
  }
}
