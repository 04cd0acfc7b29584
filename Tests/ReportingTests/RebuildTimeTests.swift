import Testing

@testable import Reporting

@Suite struct RebuildTimeTests {
  @Test(arguments: [
    (0.02, 0, 1, "under 1 s and under 0.1 GB on one core"), (1, 50_000_000, 2, "1 s and 0.1 GB on two cores"),
    (12.4, 420_000_000, 2, "12 s and 0.4 GB on two cores"), (99.4, 9_940_000_000, 8, "99 s and 9.9 GB on eight cores"),
    (99.6, 9_960_000_000, 5, "1.7 min and 10 GB on 5 cores"),
    (200, 1_070_000_000, 2, "3.3 min and 1.1 GB on two cores"),
    (3000, 1, 3, "50 min and under 0.1 GB on three cores"), (6000, 32_000_000_000, 64, "1.7 h and 32 GB on 64 cores"),
    (86_400, 1_000_000_000, 4, "24 h and 1.0 GB on four cores"),
  ]) func `times and memory are told in two digits`(seconds: Double, memory: Int, cores: Int, text: String) {
    #expect(RebuildTime(seconds: seconds, memory: memory, cores: cores).text == text)
  }

  @Test func `the day is written out, and a commit whose files were changed is before it`() {
    func text(_ date: String, _ commit: String?, _ isClean: Bool?) -> String {
      ResultMoment(date: date, commit: commit, isClean: isClean).text
    }
    #expect(text("2026-11-08", "0123456789", true) == "8 November 2026, at commit `0123456`")
    #expect(text("2026-11-08", "0123456789", false) == "8 November 2026, after commit `0123456`")
    #expect(text("2026-01-31", nil, nil) == "31 January 2026" && text("<i>", nil, nil) == "&lt;i>")
    #expect(text("2026-13-01", nil, nil) == "2026-13-01")
  }

  @Test func `where results were measured is a sentence`() {
    let moment = ResultMoment(date: "2026-11-28", commit: nil, isClean: nil)
    func sentence(_ elsewhere: Int) -> String {
      RebuildOrigin(moment: moment, processor: "A_1", cores: 2, program: "Plumb 1", elsewhere: elsewhere).sentence
    }
    #expect(
      sentence(0)
        == "Times and memory follow from the records of the stages, the last of 28 November 2026. They are for two cores (A_1), "
        + "with Plumb 1.")
    #expect(sentence(2).hasSuffix(" Another machine made 2 results of them."))
    let before = ResultMoment(date: "2026-01-02", commit: "0123456789", isClean: true)
    let origin = RebuildOrigin(
      moment: moment, processor: "A", cores: 2, program: "Plumb 2", elsewhere: 0,
      kept: [.init(moment: before, program: "Plumb 1", names: ["A1", "A<b>"])])
    #expect(
      origin.sentence.hasSuffix(
        " Those of A1, A&lt;b> are kept from before: 2 January 2026, at commit `0123456`, with Plumb 1."))
  }
}
