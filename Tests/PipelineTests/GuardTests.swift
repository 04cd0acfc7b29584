import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct GuardTests {
  private let sandbox = Sandbox()

  private func command(_ script: String, memory: Int? = nil, timeout: Double? = nil) -> TestGraph {
    TestGraph().adding("a", "command", Self.definition(script, memory: memory), timeout: timeout)
  }

  private static func definition(_ script: String, memory: Int? = nil) -> JSON {
    let memory = memory.map { [JSON.Member("memory", JSON(.integer($0)))] } ?? []
    return JSON(
      .object(
        [.init("arguments", ["sh", "-c", JSON(.string(script))]), .init("outputs", ["a.csv"])] + memory))
  }

  @discardableResult private func run(_ graph: TestGraph, jobs: Int = 1, memory: Int = 1 << 30) throws -> RunSummary {
    try sandbox.run(graph.graph, RunOptions(jobs: jobs, memory: memory, allowCommands: true), workers: true)
  }

  /// The processes that a script noted in files of that beginning, as far as they are still there.
  private func survivors() throws -> [String] {
    let noted = try FileSystem.names(in: sandbox.root).filter { $0.hasPrefix("pid-") }
    let ids = noted.compactMap {
      sandbox.read($0).flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    #expect(ids.count == 3)
    return ids.filter { kill($0, 0) == 0 }.map(String.init)
  }

  /// Leaves three processes behind: one in the background, one in a session of its own, and one that lost its parent.
  private var strays: String {
    let note = { (name: String) in "echo $$ > \(sandbox.root)/pid-\(name); exec sleep 600" }
    return """
      sh -c '\(note("background"))' > /dev/null 2>&1 &
      setsid sh -c '\(note("session"))' > /dev/null 2>&1 &
      setsid sh -c "setsid sh -c '\(note("orphan").replacing("$", with: "\\$"))' &" > /dev/null 2>&1 &
      while [ $(ls \(sandbox.root) | grep -c pid-) -lt 3 ]; do sleep 0.02; done; sleep 0.05
      """
  }

  @Test func `what a program started ends with its stage`() throws {
    #expect(try run(command(strays + "\necho x > a.csv")).succeeded)
    #expect(try survivors() == [])
  }

  @Test func `also when the stage fails, and at its timeout`() throws {
    #expect(!(try run(command(strays + "\nexit 3")).succeeded))
    #expect(try survivors() == [])
    for name in ["background", "session", "orphan"] { unlink(sandbox.root + "/pid-" + name) }
    let summary = try run(command(strays + "\nsleep 600", timeout: 2))
    #expect(summary.failures.first?.failure == .timeout(2))
    #expect(try survivors() == [])
  }

  @Test func `the peak that is recorded is that of the program`() throws {
    try run(command("dd if=/dev/zero of=/dev/null bs=300M count=1 2> /dev/null; echo x > a.csv"))
    let large = try #require(try sandbox.engine.records("quick")["a"]).memory
    try run(command("echo x > a.csv"))
    let small = try #require(try sandbox.engine.records("quick")["a"]).memory
    #expect(large >= 300_000_000 && large < 500_000_000)
    #expect(small < 200_000_000)
  }

  @Test func `the memory that a program is declared to take holds, whatever it took before`() throws {
    func graph(_ round: Int) -> TestGraph {
      (0..<3).reduce(into: TestGraph()) { graph, number in
        let script = "date +%s%N > a.csv; : \(round) \(number); sleep 0.15; date +%s%N >> a.csv"
        graph.add(
          "c\(number)", "command", Self.definition(script, memory: 600), exports: ["a": "d/\(number).csv"])
      }
    }
    for round in 0..<2 {
      #expect(try run(graph(round), jobs: 3, memory: 1000 << 20).ran == 3)
      let times = (0..<3).map { number in
        (sandbox.read("d/\(number).csv") ?? "").split(separator: "\n").compactMap { Int($0) }
      }.sorted { $0[0] < $1[0] }
      #expect(times.allSatisfy { $0.count == 2 } && times[0][1] <= times[1][0] && times[1][1] <= times[2][0])
    }
  }

  @Test func `what a program writes into is not what was published`() throws {
    try sandbox.write("x\n", "a.csv")
    let file = sandbox.root + "/a.csv"
    let descriptor = open(file, O_RDWR)
    defer { close(descriptor) }
    let folder = ObjectFolder(path: sandbox.root + "/objects")
    let (digest, fingerprint) = try folder.publish(file, copyingTo: sandbox.root + "/copy")
    #expect(digest == Digest(of: "x\n") && Fingerprint(path: folder.file(digest)) == fingerprint)
    pwrite(descriptor, "y", 1, 0)
    #expect(try folder.holds(digest) == fingerprint)
    #expect(try FileSystem.names(in: sandbox.root) == ["objects"])
  }

  @Test func `a parent is found in whatever name a process has`() {
    func parent(_ text: String) -> pid_t? { ProcessTable.parent(Array(text.utf8)) }
    #expect(parent("17 (sh) S 5 17 17") == 5 && parent("17 (a) b) S 6 17 17") == 6)
    #expect(parent("17 (a ) R 9) S 6 17") == 6 && parent("17") == nil && parent("17 (sh)") == nil)
  }
}
