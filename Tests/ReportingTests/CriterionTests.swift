import Documents
import Testing

@testable import Reporting

@Suite struct CriterionTests {
  private static func claim(_ checks: String) throws -> JSON {
    try JSON.parse(SourceText(name: "claim", bytes: Array(#"{"title": "t", "checks": [\#(checks)]}"#.utf8)))
  }

  private static func criterion(_ checks: String, seeds: [String: [Int]] = [:]) throws -> Criterion {
    Criterion(claim: try claim(checks), seeds: seeds)
  }

  private static func slope(_ tolerance: String, name: String = "slope") -> String {
    #"{"id": "slope", "name": "\#(name)", "data": "fit", "labels": ["n as \#(name)"], "relation": "within", "tolerance": \#(tolerance)}"#
  }

  @Test func `wording, order and the way in which a number is written change nothing`() throws {
    let one = try Self.criterion(Self.slope("0.5") + #", {"id": "b", "name": "b", "data": "fit", "bound": 1}"#)
    let other = try Self.criterion(
      #"{"bound": 1.0, "digits": 3, "data": "fit", "name": "the bound, in other words", "id": "b"}, "#
        + Self.slope("5e-1", name: "the slope, in other words"))
    #expect(one == other && one.changes(to: other).isEmpty)
    #expect(try Criterion(JSON.parse(SourceText(name: "log", bytes: Array(one.json.canonical.utf8)))) == one)
  }

  @Test func `thresholds, roles, rows, checks and seeds are told one by one`() throws {
    let old = try Self.criterion(
      Self.slope("0.7") + #", {"id": "gone", "data": "fit"}"#, seeds: ["runs": [1, 2, 3, 5], "fit": [7]])
    let new = try Self.criterion(
      #"{"id": "slope", "data": "fit", "relation": "within", "tolerance": 0.65, "role": "control", "where": {"n": 3}}, "#
        + #"{"id": "new", "data": "fit"}"#, seeds: ["runs": [3, 2, 1], "fit": [7]])
    #expect(
      old.changes(to: new).map(\.sentence) == [
        "gone removed", "new added", "slope: role set to control", "slope: tolerance from 0.7 to 0.65",
        #"slope: where set to {"n":3}"#, "seeds of runs from 1-3,5 to 1-3",
      ])
    #expect(new.changes(to: old).map(\.sentence).contains("slope: role, which was control, left out"))
  }

  @Test func `a history says when, what, and whether there were results`() throws {
    let (a, b, c) = (
      try Self.criterion(Self.slope("0.7")), try Self.criterion(Self.slope("0.65")),
      try Self.criterion(Self.slope("0.6"))
    )
    func entry(_ day: Int, _ hasResults: Bool, _ criterion: Criterion) -> CriterionHistory.Entry {
      .init(date: "2026-11-\(day)", hasResults: hasResults, criterion: criterion)
    }
    func sentence(_ entries: [CriterionHistory.Entry], now: Criterion) -> String? {
      CriterionHistory(entries, now: now)?.sentence
    }
    #expect(sentence([], now: a) == nil)
    #expect(sentence([entry(10, false, a)], now: a) == "Criterion fixed on 2026-11-10, before the first result.")
    #expect(sentence([entry(10, true, a)], now: a) == "Criterion fixed on 2026-11-10, after results.")
    #expect(
      sentence([entry(10, false, a), entry(12, true, b)], now: b)
        == "Criterion fixed on 2026-11-10, before the first result; changed once, on 2026-11-12, from 0.7 to 0.65, after "
        + "results.")
    #expect(
      sentence([entry(10, false, a), entry(12, false, b)], now: b)
        == "Criterion fixed on 2026-11-10, before the first result; changed once, on 2026-11-12, from 0.7 to 0.65, before "
        + "the first result.")
    #expect(
      sentence([entry(10, false, a), entry(12, false, b), entry(14, true, c)], now: a)
        == "Criterion fixed on 2026-11-10, before the first result; changed twice, the last time on 2026-11-14, from 0.65 to "
        + "0.6, after results; changed since and not fixed again, from 0.6 to 0.7.")
    // Numbers that were there once are known, although a cache may have been emptied since.
    #expect(
      sentence([entry(10, true, a), entry(12, false, b)], now: b)?.hasSuffix("from 0.7 to 0.65, after results.") == true
    )
  }

  @Test func `among several checks the one that changed is named`() throws {
    let both = { (tolerance: String) in
      try Self.criterion(Self.slope(tolerance) + #", {"id": "b", "data": "fit", "bound": 1}"#)
    }
    let history = CriterionHistory(
      [.init(date: "2026-11-10", hasResults: false, criterion: try both("0.7"))], now: try both("0.65"))
    #expect(
      history?.sentence == "Criterion fixed on 2026-11-10, before the first result; changed since and not fixed again, "
        + "slope: tolerance from 0.7 to 0.65.")
    #expect(history?.isRevised == true && history?.open.count == 1)
  }
}
