import Testing

@testable import Project

@Suite struct ErrorsTests {
  @Test func `every end of a command has one line and one exit code`() {
    let sentences: [(CommandError, Int32, String)] = [
      (.usage("pipeline.json:3:5: unknown key `lamda`"), 2, "pipeline.json:3:5: unknown key `lamda`"),
      (.failed("cannot make the folder /x: no"), 1, "plumb: cannot make the folder /x: no"),
      (.stopped(signal: 2), 130, "plumb: stopped; what is done is kept, and the next `plumb run` goes on from here"),
      (.stagesFailed(["fit"]), 1, "plumb: 1 stage failed: fit"),
      (.stagesFailed(["fit", "gram"]), 1, "plumb: 2 stages failed: fit, gram"),
      (.stagesFailed((1...9).map { "s\($0)" }), 1, "plumb: 9 stages failed: s1, s2, s3 and 6 more"),
      (.notReproduced(claims: ["A1", "B2"]), 3, "plumb: not reproduced: A1, B2"),
      (.damagedObjects, 1, "plumb: damaged objects are in quarantine; `plumb run` makes them anew"),
      (.notWritable(path: "no/g.dot"), 1, "plumb: cannot write `no/g.dot`; name a file in a folder that exists"),
      (.noLock(path: "a.json"), 2, "plumb: no lock file a.json; `plumb lock` writes one after a run"),
      (
        .noProfileInLock(path: "a.json", profile: "full"), 2,
        "plumb: a.json has no results of the profile full; `plumb lock --profile full` adds those of the last run"
      ),
      (.nothingToCompare, 2, "plumb: there are no results to compare; `plumb run` makes them"),
      (.noReport, 2, "plumb: the manifest has no report to attach; add one under `reports`"),
      (
        .brokenResults(.attach, stage: "fit", reason: "1 point is too few"), 1,
        "plumb: the report is not whole: fit failed: 1 point is too few; mend that, run `plumb run`, then attach"
      ),
      (
        .staleResults(.attach, stale: 2, all: 9, first: "A1", profile: nil), 1,
        "plumb: 2 of 9 results of the report are not up to date, the first `A1`; run `plumb run`, then attach"
      ),
      (
        .staleResults(.attach, stale: 2, all: 9, first: "A1", profile: "full"), 1,
        "plumb: 2 of 9 results of the report are not up to date, the first `A1`; "
          + "run `plumb run --profile full`, then attach"
      ),
      (.missingObjects, 1, "plumb: results are missing from the cache; `plumb run` makes them anew"),
      (
        .brokenResults(.lock(profile: "full"), stage: "fit", reason: "r"), 1,
        "plumb: the profile full is not whole: fit failed: r; mend that, run `plumb run`, then lock"
      ),
      (
        .otherSettings(.lock(profile: "quick"), stage: "A1", profile: nil), 1,
        "plumb: the last run made `A1` otherwise (with --pages, or from a manifest that was edited since); "
          + "run `plumb run`, then lock"
      ),
    ]
    for (error, code, sentence) in sentences { #expect(error.description == sentence && error.exitCode == code) }
  }

  @Test func `an error that has its exit code keeps it, any other is a failure`() {
    struct Fault: Error, CustomStringConvertible { let description = "the disk is full" }
    #expect(throws: CommandError.noReport) { try attempt { throw CommandError.noReport } }
    #expect(throws: CommandError.failed("the disk is full")) { try attempt { throw Fault() } }
  }
}
