import Documents
import Foundation
import LinearAlgebra
import Reporting
import Testing
import VerbsTestSupport

@testable import Verbs

/// Claims on means over seeds and on fits: how they fare with parts of what these rest on.
@Suite struct PressureTests {
  static let mean = #""data": "d", "of": ["v"], "by": ["mean"], "group": ["g"], "level": 0.95"#

  private static func claim(_ check: String) -> String {
    """
    "title": "t", "statement": "s", "source": "x", "theory": "0", "method": "m",
    "checks": [{"id": "x", "name": "x", "data": "d", \(check)}]
    """
  }

  /// The check of a claim on the output `name` of a stage that was run on `bench`.
  static func judge(_ bench: StageBench, _ name: String, _ check: String) throws -> CheckResult {
    let judge = try StageBench()
    try judge.give("checks[0].data", bench.table(name))
    try judge.give("checks[0].data.parts", PartTable(bench.table("parts")))
    try judge.run(ClaimStage.self, claim(check))
    let result = try ClaimResult(readingFrom: judge.folder.appending(path: "verdict.json"))
    return try #require(result.checks.first)
  }

  private static let above = #""value": "mean", "low": "low", "high": "high", "relation": "above", "bound": 0"#

  @Test func `the means without one seed, and of each, are those of fewer rows`() throws {
    let csv = "g,seed,v\na,1,1\na,2,2\na,3,6\nb,1,10\nb,3,20\nb,2,60\n"
    let bench = try StageBench(SummariseStage.self, Self.mean, csv: ["data": csv])
    let parts = try bench.table("parts")
    func means(_ kind: String, _ name: String) throws -> [Double] {
      try parts.filtered("part.kind", equals: kind).filtered("part.name", equals: name).numbers("mean")
    }
    #expect(try means("whole", "") == [3, 30])
    #expect(try means("without", "3") == [1.5, 35] && means("without", "1") == [4, 40])
    #expect(try means("alone", "2") == [2, 60])
    // Student's interval of 1 and 2 with one degree of freedom: t = 12.706204736174694, standard error 1/2.
    let without = try parts.filtered("part.kind", equals: "without").filtered("part.name", equals: "3")
    #expect(close([try without.numbers("high")[0]], [1.5 + 12.706204736174694 / 2], 1e-9))
    let alone = try parts.filtered("part.kind", equals: "alone")
    #expect(try alone.numbers("low") == alone.numbers("high") && alone.rowCount == 6)
    let whole = try parts.filtered("part.kind", equals: "whole")
    #expect(try whole.numbers("part.rows") == [3, 3] && whole.numbers("part.seeds") == [3, 3])
    #expect(try whole.numbers("part.level") == [0.95, 0.95])
    // The same numbers, whatever seeds are there; without a column of seeds there are no parts.
    let none = try StageBench(SummariseStage.self, Self.mean, csv: ["data": csv.replacing("seed", with: "trial")])
    #expect(try none.table("parts").rowCount == 0)
    let told = try Self.judge(none, "summary", #""where": {"g": "a"}, "# + Self.above)
    #expect(told.flip?.single == nil && told.flip?.withoutOne == nil && told.flip?.turns.isEmpty == false)
    #expect(try none.bytes("summary.csv") == bench.bytes("summary.csv"))
  }

  @Test func `a group without the seed that is left out stays as it is`() throws {
    let csv = "g,seed,v\na,1,1\na,2,2\na,3,3\nb,1,10\nb,2,20\n"
    let parts = try StageBench(SummariseStage.self, Self.mean, csv: ["data": csv]).table("parts")
    let without = try parts.filtered("part.kind", equals: "without").filtered("part.name", equals: "3")
    #expect(try without.numbers("mean") == [1.5, 15])
    // Without seed 1 or 2 one number of b remains, which has no interval: no such part.
    #expect(try parts.filtered("part.kind", equals: "without").rowCount == 2)
    #expect(try parts.filtered("part.kind", equals: "alone").filtered("part.name", equals: "3").texts("g") == ["a"])
  }

  @Test func `a claim says of how many seeds it holds`() throws {
    let csv = "g,seed,v\n" + [3.0, 2.9, 3.2, -0.1, 3.1].enumerated().map { "a,\($0 + 1),\($1)\n" }.joined()
    let bench = try StageBench(SummariseStage.self, Self.mean, csv: ["data": csv])
    let check = try Self.judge(bench, "summary", Self.above)
    let flip = try #require(check.flip)
    // By hand: mean 2.42, standard error 0.632, times t_{0.975,4} = 2.776 is 1.76: it holds. Without seed 4 it holds too; without any
    // other the mean is about 2.3, the standard error 0.8, and t_{0.975,3} = 3.182: 2.5 is more.
    #expect(check.verdict == .reproduced)
    #expect(flip.withoutOne?.holds == 1 && flip.withoutOne?.of == 5)
    #expect(flip.single?.holds == 4 && flip.single?.of == 5)
    #expect(flip.settling == nil)
  }

  @Test func `a fit says how it fares without an end`() throws {
    // log y is straight but for the last point.
    let csv = "g,n,y\n" + [(1, 1.0), (2, 0.5), (4, 0.25), (8, 0.125), (16, 0.125)].map { "a,\($0),\($1)\n" }.joined()
    let members = #""data": "d", "x": "n", "y": "y", "model": "power", "group": ["g"], "level": 0.95"#
    let bench = try StageBench(LineFitStage.self, members, csv: ["data": csv])
    let parts = try bench.table("parts")
    #expect(try parts.texts("part.name") == ["first", "last", "both"])
    // By hand, with logarithms to base 2: (-1, -2, -3, -3) at 1 to 4 and (0, -1, -2, -3) at 0 to 3, (-1, -2, -3) at 1 to 3.
    #expect(close(try parts.numbers("slope"), [-0.7, -1, -1], 1e-12))
    let check = try Self.judge(
      bench, "fits", #""value": "slope", "theory-value": -1, "relation": "within", "tolerance": 0.1, "exact": true"#)
    #expect(check.flip?.ranges?.holds == 2 && check.flip?.ranges?.of == 3 && check.flip?.single == nil)
    #expect(check.pressure.hasSuffix("It holds in 2 of 3 fits without an end point."))
    // Three points have no fit without an end.
    let short = try StageBench(LineFitStage.self, members, csv: ["data": "g,n,y\na,1,1\na,2,0.5\na,4,0.3\n"])
    #expect(try short.table("parts").rowCount == 0)
  }

  @Test func `a fit in groups of seeds says how it fares by seed too`() throws {
    // Slopes -1, -1 and 0 (seed 3).
    let csv =
      "seed,n,y\n"
      + [1, 2, 3].flatMap { seed in (0..<4).map { "\(seed),\(1 << $0),\(seed == 3 ? 1 : 1 / Double(1 << $0))\n" } }
      .joined()
    let bench = try StageBench(
      LineFitStage.self, #""data": "d", "x": "n", "y": "y", "model": "power", "group": ["seed"], "level": 0.95"#,
      csv: ["data": csv])
    let check = try Self.judge(
      bench, "fits", #""value": "slope", "relation": "below", "bound": -0.5, "exact": true"#)
    let (single, without) = (check.flip?.single, check.flip?.withoutOne)
    #expect(single?.holds == 2 && single?.of == 3 && without?.holds == 1 && without?.of == 3)
    // Of four abscissas two fits lack an end; seed 3 fails in both.
    #expect(check.flip?.ranges?.holds == 0 && check.flip?.ranges?.of == 2)
  }

  @Test func `seeds to settle it are told of means with Student's interval alone`() throws {
    let csv = "g,seed,v\n" + [3.0, -1, 2, -2].enumerated().map { "a,\($0 + 1),\($1)\n" }.joined()
    let members = #""data": "d", "of": ["v"], "by": ["mean", "least"], "group": ["g"], "level": 0.95"#
    let bench = try StageBench(SummariseStage.self, members, csv: ["data": csv])
    func settling(_ columns: String) throws -> FlipSet.Settling? {
      let check = try Self.judge(bench, "summary", columns + #", "relation": "above", "bound": 0"#)
      #expect(check.verdict == .inconclusive)
      return check.flip?.settling
    }
    #expect(try settling(#""value": "mean", "low": "low", "high": "high""#)?.seeds == 4)
    #expect(try settling(#""value": "least", "low": "low", "high": "high""#) == nil)
  }

  /// Quantiles 0.975 of Student's distribution from tables, by degrees of freedom from 1.
  private static let student = [
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
    2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
    2.0452, 2.0423, 2.0395, 2.0369, 2.0345, 2.0322, 2.0301, 2.0281, 2.0262, 2.0244, 2.0227, 2.0211,
  ]

  private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }

  @Test func `so many seeds as are expected decide what was inconclusive every second time`() throws {
    let stream = RandomStream(seed: 11, purpose: "settling")
    var place = 0
    func draw(_ count: Int) -> [Double] {
      defer { place += count }
      return (0..<count).map { stream.gaussian(at: place + $0) }
    }
    var (compared, decided, repeated) = (0, 0, 0)
    var (held, open) = (0, 0)
    for _ in 0..<150 {
      let values = draw(8).map { 0.5 + $0 }
      let csv = "g,seed,v\n" + values.enumerated().map { "a,\($0 + 1),\($1)\n" }.joined()
      let bench = try StageBench(SummariseStage.self, Self.mean, csv: ["data": csv])
      let check = try Self.judge(bench, "summary", Self.above)
      let (mean, deviation) = Self.moments(values)
      let isOpen = abs(mean) < Self.student[6] * deviation / 8.0.squareRoot()
      #expect((check.verdict == .inconclusive) == isOpen)
      guard isOpen else {
        #expect(check.flip?.settling == nil)
        continue
      }
      open += 1
      let settling = try #require(check.flip?.settling)
      #expect(settling.seeds == 8)
      // By the table: the least count whose half-width is below the mean.
      func least(_ deviation: Double) -> Int? {
        (2...Self.student.count + 1).first {
          Self.student[$0 - 2] * deviation / Double($0).squareRoot() < abs(mean)
        }
      }
      if let known = least(deviation) {
        #expect(settling.expected == known, "\(settling) for \(mean), \(deviation)")
        compared += 1
        // As many again from what was seen: decided whenever the new mean is no nearer to the bound.
        for _ in 0..<20 {
          let (again, spread) = Self.moments(draw(known).map { mean + deviation * $0 })
          let half = Self.student[known - 2] * spread / Double(known).squareRoot()
          decided += abs(again) > half ? 1 : 0
          repeated += 1
        }
      }
      // The true deviation is 1: what it would need lies in the interval nine times of ten.
      if let needed = least(1) {
        held += (settling.low ?? .max) <= needed && needed <= (settling.high ?? .max) ? 1 : 0
      } else {
        held += (settling.high ?? .max) > Self.student.count ? 1 : 0
      }
    }
    #expect(compared > 30 && repeated > 600)
    let share = Double(decided) / Double(repeated)
    #expect(share > 0.4 && share < 0.7, "\(share)")
    #expect(open > 60 && Double(held) / Double(open) > 0.8, "\(held) of \(open)")
  }
}
