import Pipeline
import Testing

@testable import Project

@Suite struct StageGroupsTests {
  @Test func `what is the same of many stages is one line, of few it is one each`() {
    func lines(_ count: Int, _ status: StageStatus) -> [String] {
      StageGroup.lines((1...count).map { ("s\($0)", status) })
    }
    #expect(lines(3, .neverRan) == ["s1: never ran", "s2: never ran", "s3: never ran"])
    #expect(lines(4, .neverRan) == ["4 stages, s1 and others: never ran"])
    #expect(lines(2, .notRun("needs a")) == ["cannot run: 2 stages, s1 and others: needs a"])
    #expect(lines(1, .notRun("needs a")) == ["cannot run: s1: needs a"] && lines(9, .upToDate).isEmpty)
  }

  @Test func `what would run stands first, and few reasons why others cannot`() {
    let entries = (1...14).map { ("s\($0)", StageStatus.notRun("needs \($0)")) } + [("t", .lost)]
    let lines = StageGroup.lines(entries)
    #expect(lines.count == 14 && lines[0] == "t: its result was lost from the cache")
    #expect(lines[12] == "cannot run: s12: needs 12" && lines[13] == "cannot run: 2 more")
  }
}
