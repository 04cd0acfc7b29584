import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct FoundationErrorsTests {
  private let sandbox = Sandbox()

  private func thrown(_ body: () throws -> Void) -> (any Error)? {
    do { try body() } catch { return error }
    return nil
  }

  @Test func `what Foundation throws of a file is said in one plain line`() throws {
    let missing = try #require(thrown { _ = try Data(contentsOf: URL(filePath: sandbox.root + "/none")) })
    #expect(OneLine.words(missing) == "cannot read \(sandbox.root)/none: no such file or directory")
    let folder = try #require(thrown { try Data("x".utf8).write(to: URL(filePath: sandbox.root + "/none/x")) })
    #expect(OneLine.words(folder) == "cannot open \(sandbox.root)/none/x: no such file or directory")
    let text = try #require(thrown { _ = try String(contentsOfFile: sandbox.root, encoding: .utf8) })
    let link = try #require(
      thrown {
        try FileManager.default.createSymbolicLink(atPath: sandbox.root, withDestinationPath: "x")
      })
    let code = try #require(thrown { _ = try JSONDecoder().decode([Int].self, from: Data("{".utf8)) })
    for error in [missing, folder, text, link, code] {
      let words = OneLine.words(error)
      #expect(!words.contains("Error Domain") && !words.contains("UserInfo") && !words.contains("Context("), "\(words)")
      #expect(!words.contains("\n"))
    }
  }

  @Test func `a full disk is told by the name of the output and what helps`() throws {
    let error = CocoaError(.fileWriteOutOfSpace, userInfo: [NSFilePathErrorKey: "/c/attempts/1-a/1/place/gram.npy"])
    let file = try #require(FileError(foundation: error))
    #expect(file == FileError(.write, "/c/attempts/1-a/1/place/gram.npy", code: ENOSPC) && file.isLackOfSpace)
    #expect(
      file.within("/c/attempts/1-a/1/place").description == "cannot write gram.npy: no space left on device; free some "
        + "space (`plumb gc --delete`) or choose another cache with --cache")
    #expect(FileError(json: file.json) == file)
  }

  @Test(arguments: [false, true])
  func `after a full disk no further stage starts`(inWorkers: Bool) throws {
    var graph = TestGraph()
    for number in 0..<20 { graph.add("t\(number)", "trouble", ["mode": "full"]) }
    let summary = try sandbox.run(graph, jobs: 1, workers: inWorkers)
    #expect(summary.failures.count == 1 && summary.notRun.count == 19)
    #expect(
      summary.failures.first?.failure.description
        == "cannot write value.json: no space left on device; free some space (`plumb gc --delete`) or choose another "
        + "cache with --cache")
    #expect(Set(summary.notRun.map(\.reason)) == ["stopped after a failure"])
  }
}
