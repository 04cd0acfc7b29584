import Foundation
import PipelineTestSupport
import TestTools
import Testing

@testable import Pipeline

/// What the files of a repository say is what Git says.
@Suite struct GitRepositoryTests {
  private let sandbox = Sandbox()

  /// Runs commands of Git in a folder; what the last one printed.
  @discardableResult static func git(_ folder: String, _ commands: [String]...) throws -> String {
    var output = ""
    for command in commands {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        ["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"] + command
      let pipe = Pipe()
      (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
      try process.run()
      output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "git \(command)")
    }
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func git(_ commands: [String]...) throws -> String {
    try commands.map { try Self.git(sandbox.root, $0) }.last ?? ""
  }

  private var repository: GitRepository? { GitRepository(around: sandbox.root + "/deep/er") }

  private func commit() throws {
    for number in 0..<40 { try sandbox.write("\(number)\n", "deep/er/file \(number % 7)/\(number)") }
    _ = try git(["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"])
  }

  @Test(arguments: [2, 3, 4])
  func `head, files and cleanness are as Git says, for each version of the index`(_ version: Int) throws {
    try commit()
    _ = try git(["update-index", "--index-version", "\(version)"], ["add", "-N", "."])
    #expect(try repository?.head == git(["rev-parse", "HEAD"]))
    let names = try git(["ls-files", "-z"]).split(separator: "\0").map(String.init)
    #expect(repository?.index?.entries.keys.sorted() == names.sorted() && names.count == 40)
    #expect(repository?.isClean == true)
    try sandbox.write("another\n", "deep/er/file 3/3")
    #expect(repository?.isClean == false)
    _ = try git(["add", "."])
    #expect(repository?.isClean == false)
    _ = try git(["commit", "-q", "-m", "second"])
    #expect(try repository?.isClean == true && repository?.head == git(["rev-parse", "HEAD"]))
    // The index is as it was, but another commit is the last one.
    _ = try git(["reset", "-q", "--soft", "HEAD~1"])
    #expect(repository?.isClean == false)
  }

  @Test func `packed references and packed commits are read, a clone and a second working tree too`() throws {
    try commit()
    _ = try git(["checkout", "-q", "-b", "a/branch"], ["gc", "-q"], ["pack-refs", "--all"])
    #expect(try repository?.head == git(["rev-parse", "HEAD"]) && repository?.isClean == true)
    _ = try git(["worktree", "add", "-q", "-b", "other", "tree"])
    let tree = GitRepository(around: sandbox.root + "/tree/deep")
    #expect(try tree?.head == git(["rev-parse", "other"]) && tree?.isClean == true)
    let copy = Sandbox()
    try Self.git(sandbox.root, ["clone", "-q", sandbox.root, copy.root + "/clone"])
    let clone = GitRepository(around: copy.root + "/clone")
    #expect(clone?.head == repository?.head && clone?.isClean == true)
    _ = try git(["checkout", "-q", "--detach"])
    #expect(repository?.head == clone?.head)
  }

  @Test func `a folder that only looks like a repository is none`() throws {
    try commit()
    let copy = Sandbox()
    try Self.git(sandbox.root, ["clone", "-q", "--bare", sandbox.root, copy.root + "/bare"])
    #expect(GitRepository(around: copy.root + "/bare")?.worktree != copy.root + "/bare")
  }

  @Test func `what cannot be read is unknown, and never a trap`() throws {
    try commit()
    let path = sandbox.root + "/.git/index"
    let whole = try #require(try FileSystem.read(path))
    var random = SeededGenerator()
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...bytes.count / 2, using: &random))
      _ = GitIndex(bytes, nameSize: 20)
    }
    try FileSystem.replace(path, with: [1, 2, 3])
    #expect(repository?.isClean == nil)
    try sandbox.write("ref: refs/heads/loop\n", ".git/refs/heads/loop")
    try sandbox.write("ref: refs/heads/loop\n", ".git/HEAD")
    #expect(repository?.head == nil && repository?.isClean == nil)
  }
}
