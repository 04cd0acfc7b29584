import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct SiteTests {
  private let sandbox = Sandbox()

  private func site(_ text: String) throws -> Site {
    try sandbox.write(text, "site.json")
    return try Site(file: sandbox.root + "/site.json", isNamed: true)
  }

  /// What the file is refused for.
  private func complaint(_ text: String) -> String? {
    do {
      _ = try site(text)
      return nil
    } catch { return "\(error)".replacing(sandbox.root, with: "…") }
  }

  @Test func `what it says becomes options of srun`() throws {
    let site = try site(
      #"{"partition": "main", "account": "group", "time": "2:00:00", "options": ["--qos=low"], "setup": "module load gcc", "#
        + #""cores": 64, "memory": 256, "worker-memory": 1000, "workers": 32}"#)
    #expect(site.arguments == ["--partition=main", "--account=group", "--time=2:00:00", "--qos=low"])
    #expect(site.cores == 64 && site.memory == 256_000_000_000 && site.workerMemory == 1000 << 20)
    #expect(site.workers == 32 && site.setup == "module load gcc")
  }

  @Test func `one that says nothing has no wishes`() throws {
    #expect(try site("{}") == Site())
    #expect(Site().arguments.isEmpty && Site().workers == 8)
  }

  @Test func `a key that nobody knows, and a value of the wrong type, are named with their place`() throws {
    let unknown = try #require(complaint(#"{"partitions": "main"}"#))
    #expect(
      unknown.hasPrefix("…/site.json:1:2: ") && unknown.contains("`partitions`") && unknown.contains("`partition`"))
    let wrong = try #require(complaint("{\n  \"workers\": \"many\"}"))
    #expect(wrong.hasPrefix("…/site.json:2:14: ") && wrong.contains("workers"))
    let range = try #require(complaint(#"{"workers": 0}"#))
    #expect(range.contains("`workers` in the site is 0, outside 1 to 100000"))
    #expect(complaint("{") != nil)
    for text in [unknown, wrong, range] { #expect(!text.contains("\n")) }
  }

  @Test func `a file that is named must be there; the usual one need not`() throws {
    let path = sandbox.root + "/none.json"
    #expect(throws: EngineError.siteUnreadable(path, reason: "there is no such file")) {
      try Site(file: path, isNamed: true)
    }
    #expect(try Site(file: path, isNamed: false) == Site())
    #expect(throws: EngineError.self) { try Site(file: sandbox.root, isNamed: true) }
  }
}
