import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct WorkerIntroductionTests {
  private func word(_ changes: [JSON.Member] = []) throws -> WorkerIntroduction {
    let members: [JSON.Member] = [
      .init("host", "node1"), .init("job", "12"), .init("libraries", ["OpenBLAS": "0.3.21", "MPFR": "4.2.0"]),
      .init("node", "n1"), .init("processor", ["avx2", "fma"]), .init("program", "ab"), .init("token", "t"),
    ]
    let changed = Set(changes.map(\.key))
    return try #require(
      WorkerIntroduction(json: JSON(.object(members.filter { !changed.contains($0.key) } + changes))))
  }

  @Test func `it is read as it was sent`() throws {
    let word = try word()
    #expect(WorkerIntroduction(json: word.json) == word)
    #expect(word.node == "n1" && word.job == "12" && word.token == "t")
    let own = WorkerIntroduction(token: nil, libraries: ["MPFR": "4.2.0"])
    #expect(WorkerIntroduction(json: own.json) == own && own.host == FileSystem.host && own.program.count == 64)
    #expect(WorkerIntroduction(json: ["host": "node1"]) == nil)
  }

  @Test func `what could make results differ is named with what helps`() throws {
    let own = try word()
    #expect(try own.difference(from: word([.init("host", "node2"), .init("job", "13")])) == nil)
    #expect(try own.difference(from: word([.init("processor", ["avx512f", "avx2", "fma"])])) == nil)
    #expect(
      try own.difference(from: word([.init("program", "cd")]))
        == "it starts another program; install the same one on every node, or run from a folder that all nodes share")
    #expect(
      try own.difference(from: word([.init("libraries", ["OpenBLAS": "0.3.26", "MPFR": "4.2.0"])]))
        == "it has OpenBLAS 0.3.26, and this machine 0.3.21; use the packaged folder, which brings its libraries along")
    #expect(
      try own.difference(from: word([.init("libraries", ["MPFR": "4.2.0"])]))
        == "it has OpenBLAS not at all, and this machine 0.3.21; use the packaged folder, which brings its libraries along"
    )
    #expect(
      try own.difference(from: word([.init("processor", ["avx2"])]))
        == "its processor has no fma instructions, so that last digits may differ; ask for other nodes")
  }

  @Test func `the file of the run is read, and where there is no cache nobody waits for long`() throws {
    let sandbox = Sandbox()
    let program = try #require(OwnProgram())
    let token = RunToken(token: "secret", program: program)
    #expect(RunToken(text: token.text) == token && RunToken(text: "secret").program == nil)
    try sandbox.write(token.text, ".plumb/runs/a/token")
    #expect(WorkerIntroduction(token: sandbox.project.cache + "/runs/a/token", libraries: [:]).token == "secret")
    let start = ContinuousClock.now
    #expect(WorkerIntroduction(token: sandbox.root + "/none/runs/a/token", libraries: [:]).token == nil)
    #expect(start.elapsed < 30)
  }

  @Test func `the content of the program is taken over from the run only where its file is the same`() throws {
    let own = try #require(OwnProgram())
    let line = RunToken(token: "t", program: own).text.split(separator: "\n")[1]
    var parts = line.split(separator: " ").map(String.init)
    #expect(own.digest.count == 64 && parts[4] == own.digest)
    parts[4] = "noted"
    #expect(OwnProgram(known: RunToken(text: "t\n" + parts.joined(separator: " ")).program)?.digest == "noted")
    for place in 0..<4 {
      var other = parts
      other[place] = String(try #require(Int64(parts[place])) + 1)
      let known = try #require(RunToken(text: "t\n" + other.joined(separator: " ")).program)
      #expect(OwnProgram(known: known)?.digest == own.digest)
    }
    #expect(RunToken(text: "t\n1 2 3 digest").program == nil && RunToken(text: "").token.isEmpty)
  }
}
