import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

/// Tables without rows are tables all the same: what reads a column of one finds it or says that it is not there.
@Suite struct MissingColumnsTests {
  private func complaint<Kind: Stage>(_ kind: Kind.Type, _ members: String, _ header: String) throws -> String {
    try StageBench.complaint(
      kind, "\"data\": \"d\", " + members, csv: ["data": header + "\n", "with.data": "n,other\n"])
  }

  private static let fit = #""x": "n", "y": "error", "model": "line", "level": 0.95, "group": ["g"]"#
  private static let curve = #""x": "n", "y": "error", "group": ["g"]"#
  private static let summary = #""of": ["n", "error"], "by": ["mean", "least"], "level": 0.95, "group": ["g"]"#
  private static let relative = #""column": "error", "reference": {"n": 1}, "group": ["g"]"#
  private static let comparison = #""column": "error", "match": ["n"], "with": {"data": "e", "column": "other"}"#
  private static let figure = #""panels": [{"marks": [{"line": {"x": "n", "y": "error", "color": "g"}}]}]"#

  @Test(arguments: ["n", "error", "g"]) func `a column that a table of no rows lacks is named`(_ missing: String) throws
  {
    let header = ["n", "error", "g"].filter { $0 != missing }.joined(separator: ",")
    let all = ["n", "error", "g"].joined(separator: ",")
    func check<Kind: Stage>(_ kind: Kind.Type, _ members: String) throws {
      #expect(try complaint(kind, members, header).contains(": no column `\(missing)`; "), "\(kind)")
      #expect(try complaint(kind, members, all).isEmpty, "\(kind)")
    }
    try check(LineFitStage.self, Self.fit)
    try check(LocalExponentsStage.self, Self.curve)
    try check(ExponentDriftStage.self, Self.curve)
    try check(SummariseStage.self, Self.summary)
    try check(RelativeStage.self, Self.relative)
    try check(FigureStage.self, Self.figure)
    if missing != "g" { try check(CompareStage.self, Self.comparison) }
  }
}
