import Documents
import Foundation
import Pipeline
import Reporting

/// One claim of a paper, judged on the tables of its checks.
struct ClaimStage: Stage {
  static let kind = StageKind(
    "claim", revision: 5, summary: "a claim of a paper, its criteria and the verdict", toleratesMissingInputs: true)

  let claim: Claim
  static let verdict = Output<ClaimResult>("verdict")

  init(_ fields: Fields) { claim = Claim(fields) }

  var outputs: [OutputDeclaration] { [Self.verdict.declaration] }

  func run(_ workspace: Workspace) throws {
    let lacking = claim.checks.first { check in workspace.files(check.data).contains { $0.content == nil } }
    try workspace.write(try claim.judge(workspace.stackedTable(at:), missing: lacking?.data), to: Self.verdict)
  }
}
