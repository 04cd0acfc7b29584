import Documents
import Foundation
import LinearAlgebra
import Reporting
import Statistics
import Testing
import VerbsTestSupport

@testable import Verbs

/// Parts of what is made of means over seeds: they are what fewer seeds give from the start.
@Suite struct PassedPartsTests {
  /// The rows of a table of parts that are one part, without their marks.
  private static func part(_ parts: Table, _ kind: String, _ name: String) throws -> Table {
    let rows = try parts.filtered("part.kind", equals: kind).filtered("part.name", equals: name)
    return try Table(rows.columns.filter { !$0.name.hasPrefix("part.") }.map { ($0.name, $0.values) })
  }

  /// Rows of two groups and five seeds, `scale` times as large.
  private static func rows(_ scale: Double, without seed: Int = 0) -> String {
    let rows = ["a", "b"].flatMap { group in
      (1...5).filter { $0 != seed }.map { "\(group),\($0),\(scale * (group == "a" ? 1 : 3) * Double($0 * $0 + 1))" }
    }
    return "g,seed,v\n" + rows.joined(separator: "\n") + "\n"
  }

  /// Of how many parts it holds, and how many there are.
  private static func counts(_ share: FlipSet.Share?) -> [Int] { share.map { [$0.holds, $0.of] } ?? [] }

  private static let compare = #"""
    "data": "x", "column": "mean", "match": ["g"], "with": {"data": "y", "column": "mean"}
    """#

  /// Two means, and their comparison: of all seeds or without one.
  private static func compared(without seed: Int = 0, isTheory: Bool = false) throws -> StageBench {
    let bench = try StageBench()
    for (key, scale) in [("data", 1.0), ("with.data", 0.25)] {
      let own = try StageBench(
        SummariseStage.self, PressureTests.mean, csv: ["data": rows(scale, without: isTheory && scale < 1 ? 0 : seed)])
      try bench.give(key, own.table("summary"))
      if !isTheory || scale == 1 { try bench.give(key + ".parts", PartTable(own.table("parts"))) }
    }
    try bench.run(CompareStage.self, compare)
    return bench
  }

  @Test func `what two means are compared to has the parts of both`() throws {
    let parts = try Self.compared().table("parts")
    // What it is of fewer rows from the start.
    for seed in 1...5 {
      let truth = try Self.compared(without: seed).table("table")
      let found = try Self.part(parts, "without", "\(seed)")
      #expect(found.csv == truth.csv, "\(seed)")
    }
    #expect(try Self.part(parts, "whole", "").csv == Self.compared().table("table").csv)
    let alone = try Self.part(parts, "alone", "3")
    #expect(try alone.numbers("mean") == [10, 30] && alone.numbers("other") == [2.5, 7.5])
    #expect(try alone.numbers("ratio") == [4, 4])
    // A claim counts them.
    let check = #""value": "difference", "relation": "above", "bound": 1.4"#
    let flip = try #require(try PressureTests.judge(Self.compared(), "table", check).flip)
    // 0.75 (s^2 + 1) for group a: 1.5 for seed 1, more for the others.
    #expect(Self.counts(flip.withoutOne) == [5, 5] && Self.counts(flip.single) == [5, 5])
    let higher = try #require(
      try PressureTests.judge(Self.compared(), "table", #""value": "difference", "relation": "above", "bound": 8"#).flip
    )
    // The mean over all is 0.75 (11 + 1) = 9; without seed 5 it is 0.75 (7.5 + 1), without seed 4 0.75 (9.75 + 1), else more
    // than 8.
    #expect(Self.counts(higher.withoutOne) == [4, 5] && Self.counts(higher.single) == [2, 5])
  }

  @Test func `what has no seeds is the same beside every part`() throws {
    let parts = try Self.compared(isTheory: true).table("parts")
    for seed in 1...5 {
      let truth = try Self.compared(without: seed, isTheory: true).table("table")
      #expect(try Self.part(parts, "without", "\(seed)").csv == truth.csv)
    }
    #expect(try Self.part(parts, "alone", "2").numbers("ratio") == [5 / 3.0, 5 / 3.0])
    // Rows that stand for seeds need none: a claim sees them.
    let bench = try StageBench()
    try bench.give("data", csv: Self.rows(1))
    try bench.give("with.data", csv: Self.rows(2))
    try bench.run(
      CompareStage.self,
      #""data": "x", "column": "v", "match": ["g", "seed"], "with": {"data": "y", "column": "v"}"#)
    #expect(try bench.table("parts").rowCount == 0)
    let flip = try #require(
      try PressureTests.judge(bench, "table", #""value": "other", "relation": "above", "bound": 4.5"#).flip)
    #expect(Self.counts(flip.single) == [4, 5] && Self.counts(flip.withoutOne) == [1, 5])
  }

  @Test func `a mean relative to another has its parts`() throws {
    func relative(without seed: Int = 0) throws -> StageBench {
      let own = try StageBench(SummariseStage.self, PressureTests.mean, csv: ["data": Self.rows(1, without: seed)])
      let bench = try StageBench()
      try bench.give("data", own.table("summary"))
      try bench.give("data.parts", PartTable(own.table("parts")))
      try bench.run(RelativeStage.self, #""data": "d", "column": "high", "reference": {"g": "a"}"#)
      return bench
    }
    let parts = try relative().table("parts")
    for seed in 1...5 {
      #expect(try Self.part(parts, "without", "\(seed)").csv == relative(without: seed).table("table").csv)
    }
    #expect(try Self.part(parts, "alone", "4").numbers("relative") == [1, 3])
    #expect(try parts.filtered("part.kind", equals: "whole").numbers("part.seeds") == [5, 5])
  }

  @Test func `a bootstrap of a seed alone is exact, and many sets are resampled less often`() throws {
    func parts(_ seeds: Int) throws -> Table {
      let rows = (1...seeds).flatMap { seed in (0..<2).map { "\(seed),\(Double((seed * 37 + $0 * 11) % 29))" } }
      let members =
        #""data": "d", "of": ["v"], "by": ["mean", "bootstrap"], "level": 0.9, "replicates": 1000, "seed": 7"#
      return try StageBench(
        SummariseStage.self, members, csv: ["data": "seed,v\n" + rows.joined(separator: "\n") + "\n"]
      )
      .table("parts")
    }
    func expected(_ seeds: Int, without: Int, replicates: Int) throws -> Interval {
      let values = (1...seeds).filter { $0 != without }.flatMap { seed in
        (0..<2).map { Double((seed * 37 + $0 * 11) % 29) }
      }
      let stream = RandomStream(seed: 7, purpose: "bootstrap")
      return try Bootstrap(replicates: replicates, level: 0.9, stream: stream).mean(values)
    }
    // Up to twenty sets: as a run without the seed resamples. Of fifty, 400 times each: as much as twenty wholes.
    for (seeds, replicates) in [(6, 1000), (20, 1000), (50, 400)] {
      let found = try parts(seeds)
      let set = try Self.part(found, "without", "5")
      let interval = try expected(seeds, without: 5, replicates: replicates)
      #expect(try set.numbers("bootstrap-low") == [interval.lower] && set.numbers("bootstrap-high") == [interval.upper])
      let alone = try Self.part(found, "alone", "2")
      let mean = try alone.numbers("mean")
      #expect(try alone.numbers("bootstrap-low") == mean && alone.numbers("bootstrap-high") == mean)
      let whole = try Self.part(found, "whole", "").numbers("bootstrap-low")
      #expect(try whole == [expected(seeds, without: 0, replicates: 1000).lower])
    }
  }
}
