import Foundation
import Testing

@testable import Pipeline

@Suite struct EngineErrorsTests {
  @Test func `errors of the disk say what helps`() {
    #expect(
      FileError(.write, "/c/x", code: ENOSPC).description
        == "cannot write /c/x: no space left on device; free some space (`plumb gc --delete`) or choose another cache with --cache"
    )
    #expect(
      FileError(.sync, "/c/x", code: EIO).description
        == "cannot make durable /c/x: input/output error; the disk fails: save what matters, then choose another cache with --cache"
    )
    #expect(FileError(.read, "/c/x", code: EISDIR).description == "cannot read /c/x: is a directory")
  }

  @Test func `errors of the engine name the place and the remedy`() {
    #expect(
      EngineError.exportLeavesProject("../x").description
        == "cannot publish to `../x`: it leaves the project; use a relative path without `..`")
    #expect(
      EngineError.exportThroughLink("out/x", part: "out").description
        == "cannot publish to `out/x`: `out` is a link or a file; make it a folder")
    #expect(
      EngineError.exportNotWritten("figures/a.pdf", code: EROFS).description
        == "cannot write `figures/a.pdf`: read-only file system; make the project's folder writable")
    #expect(
      EngineError.exportNotWritten("reports/a.md", code: ENOSPC).description
        == "cannot write `reports/a.md`: no space left on device; free some space")
    #expect(
      EngineError.exportNotWritten("reports/a.md", code: EISDIR).description
        == "cannot write `reports/a.md`: is a directory; move that folder away")
    #expect(
      EngineError.commandsNotAllowed(["a", "b", "c", "d", "e"]).description
        == "`a`, `b`, `c` and 2 more would start a program; if you trust this manifest, add --allow-commands")
    #expect(
      EngineError.cacheInUse("/c").description == "the cache /c is in use by a run; try again when it has ended")
    #expect(
      EngineError.objectLost(Digest(of: "abc")).description
        == "the object ba7816bf8f01 is missing or damaged; run again to rebuild it")
  }

  @Test func `damage is named`() {
    #expect(
      Damage.object(Digest(of: "abc")).description
        == "object ba7816bf8f01 was damaged; moved to quarantine, made anew")
    #expect(
      Damage.records(1).description == "1 record was damaged; moved to quarantine, its result is made anew")
    #expect(
      Damage.records(2).description == "2 records were damaged; moved to quarantine, their results are made anew")
    #expect(Damage.stateFile("files").description == "the state file `files` was damaged; written anew")
  }
}
