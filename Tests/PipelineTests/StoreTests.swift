import Foundation
import PipelineTestSupport
import Synchronization
import Testing

@testable import Pipeline

@Suite struct StoreTests {
  private let sandbox = Sandbox()

  private let graph = TestGraph.generated(3)

  @Test func `a folder with somebody's files is refused and left as it is`() throws {
    for path in ["records", "verified", "attempts/2024-11/notes.txt", "attempts/draft/lock"] {
      try sandbox.write("mine", ".plumb/" + path)
    }
    let refusal = EngineError.foreignCache(sandbox.project.cache)
    #expect(throws: refusal) { try sandbox.run(graph) }
    #expect(throws: refusal) { try sandbox.engine.verify() }
    #expect(throws: refusal) { try sandbox.engine.collectGarbage([graph.graph], delete: true) }
    #expect(try FileSystem.names(in: sandbox.project.cache) == ["attempts", "records", "verified"])
    #expect(sandbox.read(".plumb/records") == "mine" && sandbox.read(".plumb/attempts/draft/lock") == "mine")
  }

  @Test func `the mark of another program's cache is none of ours`() throws {
    try sandbox.write("Signature: 8a477f597d28d172789f06886806bc55\n", ".plumb/CACHEDIR.TAG")
    try sandbox.write("", ".plumb/objects/x")
    #expect(throws: EngineError.foreignCache(sandbox.project.cache)) { try sandbox.run(graph) }
  }

  @Test func `a cache without a mark is taken for what it is, and marked`() throws {
    try sandbox.run(graph)
    let mark = try #require(sandbox.read(".plumb/CACHEDIR.TAG"))
    FileSystem.remove(sandbox.project.cache + "/CACHEDIR.TAG")
    #expect(try sandbox.run(graph).ran == 0 && sandbox.read(".plumb/CACHEDIR.TAG") == mark)
    #expect(mark.hasPrefix("Signature: 8a477f597d28d172789f06886806bc55\n"))
  }

  @Test func `a folder that another machine is marking is no stranger's`() throws {
    // Where locks do not reach, both marks are in the making at once.
    try sandbox.write("Signat", ".plumb/CACHEDIR.TAG.node2.new")
    #expect(try sandbox.run(graph).succeeded)
    #expect(sandbox.read(".plumb/CACHEDIR.TAG")?.hasPrefix("Signature: ") == true)
    #expect(sandbox.read(".plumb/CACHEDIR.TAG.node2.new") == "Signat", "the other machine's file was touched")
  }

  @Test func `of the attempts only folders that runs made are removed`() throws {
    try sandbox.run(graph)
    for name in ["2024-11", "1234-deadbeef", "4321-0", "12-notes", "draft"] {
      try sandbox.write("x", ".plumb/attempts/\(name)/kept")
    }
    // 2024-11 could have been made by a run; nobody else writes into a marked cache.
    try sandbox.run(graph)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == ["12-notes", "draft"])
    _ = try sandbox.engine.collectGarbage([graph.graph], delete: true)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == ["12-notes", "draft"])
  }

  @Test func `runs that begin while others end neither fail nor leave a folder`() throws {
    let cache = sandbox.project.cache
    try Store(cache, writable: true).close()
    let errors = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<100 {
        do {
          let attempts = try Attempts(cache: cache)
          _ = try attempts.make()
          attempts.finish()
        } catch {
          errors.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(errors.withLock { $0 } == [])
    #expect(try FileSystem.names(in: cache + "/attempts") == [])
  }

  private func isRecent(modified: Int64, changed: Int64, now: Int64) -> Bool {
    Fingerprint(size: 1, modified: modified, changed: changed, inode: 1).isRecent(at: now)
  }

  @Test func `a file proves nothing within a tick of its file system, of whole seconds or of milliseconds`() {
    let second: Int64 = 1_000_000_000
    #expect(isRecent(modified: 9 * second + 1, changed: 9 * second + 1, now: 9 * second + 40_000_000))
    #expect(!isRecent(modified: 9 * second + 1, changed: 9 * second + 1, now: 9 * second + 60_000_000))
    #expect(isRecent(modified: 8 * second, changed: 8 * second, now: 10 * second - 1))
    #expect(!isRecent(modified: 8 * second, changed: 8 * second, now: 10 * second))
    // Unpacked with an old time, or from the future.
    #expect(isRecent(modified: second + 1, changed: 9 * second, now: 9 * second))
    #expect(isRecent(modified: 20 * second, changed: second, now: 9 * second))
  }

  @Test func `what is gone by the time it is made durable is passed over`() throws {
    try sandbox.write("x", "a/1")
    try sandbox.link("loop", to: "loop")
    let files = ["gone/1", "a/gone", "a/1/2", "loop/3", "a/1"].map { sandbox.root + "/" + $0 }
    // One by one, and all in one call.
    for few in files { #expect(throws: Never.self, "\(few)") { try FileSystem.sync(files: [few]) } }
    #expect(throws: Never.self) { try FileSystem.sync(files: files) }
    #expect(throws: Never.self) { try FileSystem.sync(files: files.map { $0 + "/gone/4" }) }
  }

  @Test(.timeLimit(.minutes(10))) func `pipes and devices are refused and not waited for`() throws {
    let pipe = sandbox.root + "/pipe"
    #expect(mkfifo(pipe, 0o644) == 0)
    for path in [pipe, "/dev/zero"] { #expect(throws: FileError.self) { try FileSystem.read(path) } }
    #expect(throws: FileError.self) { try FileSystem.read(sandbox.root) }
    #expect(try FileSystem.read(sandbox.root + "/nothing") == nil)
  }

  @Test func `files are found in the project and in data folders, and told apart from what cannot be read`() throws {
    try sandbox.write("abc", "data/set/a")
    try sandbox.write("abd", "elsewhere/set/b")
    try FileManager.default.createDirectory(atPath: sandbox.root + "/data/folder", withIntermediateDirectories: true)
    try sandbox.link("data/link", to: "/etc/hostname")
    let project = Project(root: sandbox.root, cache: sandbox.project.cache, dataRoots: [sandbox.root + "/elsewhere"])
    let paths = ["data/set/a", "data/set/b", "data/set/c", "data/folder", "data/link"]
    #expect(
      try Engine(project).sources(paths) == [
        .present(Digest(of: "abc")), .present(Digest(of: "abd")), .missing,
        .unreadable("the source `data/folder` is not a file; name one"),
        .unreadable("the source `data/link` leaves the project; use a relative path without `..` or links to outside"),
      ])
    #expect(!FileManager.default.fileExists(atPath: project.cache))
    // One that may not be read is named with the remedy, the cache left out.
    let error = FileError(.open, "/d/a", code: EACCES)
    #expect(SourceFault.wording(error) == "cannot open /d/a: permission denied; make it readable")
  }
}
