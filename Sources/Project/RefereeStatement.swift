import Documents
import Foundation
import Pipeline

/// What a referee found, to be passed on: an in-toto attestation, and a configuration file of CODECHECK.
public struct RefereeStatement: Sendable {
  let report: RefereeReport
  /// Who computed again; nil where nobody is named.
  let reviewer: String?
  /// Machine, program and libraries, as a run records them.
  let machine, libraries: JSON
  /// The papers that the claims belong to, by what the manifest says of them.
  let papers: [JSON]

  /// The profile of the results.
  let profile: String

  /// What statements of in-toto are called.
  static let frame = "https://in-toto.io/Statement/v1"
  /// What predicates of this kind are called.
  static let type = "urn:plumb:recomputation:1"

  /// The attestation: its subjects are the verdicts, by the digests of their records.
  public var json: JSON {
    [
      "_type": JSON(.string(Self.frame)),
      "subject": JSON(
        .array(
          report.claims.map { claim in
            ["name": JSON(.string(claim.id)), "digest": ["sha256": JSON(.string(claim.digest))]]
          })),
      "predicateType": JSON(.string(Self.type)), "predicate": predicate,
    ]
  }

  private var predicate: JSON {
    JSON([
      "reviewer": reviewer.map { JSON(.string($0)) }, "began": JSON(.string(report.began.formatted(.iso8601))),
      "ended": JSON(.string(report.ended.formatted(.iso8601))), "seed": JSON(.integer(report.seed)),
      "profile": JSON(.string(profile)),
      "papers": JSON(
        .array(papers.map { paper in JSON(["title": paper["title"], "link": paper["link"]]) })),
      "inputs": report.request.upstream ? "computed again" : "as recorded, checked by digest",
      "processor": report.request.processor.map { JSON(.string($0)) }, "machine": machine, "libraries": libraries,
      "claims": JSON(.array(report.claims.map(Self.claim))), "stages": JSON(.array(stages.map(Self.stage))),
    ])
  }

  private var stages: [RefereeReport.Stage] {
    var seen: Set<String> = []
    return report.claims.flatMap(\.stages).filter { seen.insert($0.id).inserted }
  }

  private static func claim(_ claim: RefereeReport.Claim) -> JSON {
    JSON([
      "claim": JSON(.string(claim.id)), "stages": JSON(.integer(claim.draw.population)),
      "drawn": JSON(.array(claim.stages.map { JSON(.string($0.id)) })), "agrees": JSON(.boolean(claim.agrees)),
      "notKept": claim.draw.dropped == 0 ? nil : JSON(.integer(claim.draw.dropped)),
      "damaged": claim.damaged.isEmpty ? nil : JSON(.array(claim.damaged.map { JSON(.string($0)) })),
      "excludedShare": claim.agrees ? JSON(.number(claim.bound.share)) : nil, "level": claim.agrees ? 0.95 : nil,
      "says": JSON(.string(claim.sentence)),
    ])
  }

  private static func stage(_ stage: RefereeReport.Stage) -> JSON {
    JSON([
      "id": JSON(.string(stage.id)), "key": JSON(.string(stage.key)),
      "agreement": stage.agreement == .none ? JSON(.null) : JSON(.integer(stage.agreement.rawValue)),
      "agreesIn": stage.agreement == .none ? nil : JSON(.string(stage.agreement.words)),
      "reason": stage.reason.map { JSON(.string($0)) }, "firstSeconds": JSON(.number(stage.seconds.first)),
      "seconds": JSON(.number(stage.seconds.second)),
    ])
  }

  /// The file `codecheck.yml`, version 1.0 of its format; what only the referee and the register know is left open.
  public var codecheck: String {
    func quoted(_ text: String) -> String { JSON(.string(text)).canonical }
    func field(_ name: String) -> [String] { papers.compactMap { $0[name]?.string } }
    let authors = field("authors").flatMap { $0.replacing(" and ", with: ", ").split(separator: ", ") }
    let claims = report.claims.map {
      "  - file: \(quoted("plumb.lock.json, \($0.id)"))\n    comment: \(quoted($0.sentence))\n"
    }
    return """
      ---
      version: https://codecheck.org.uk/spec/config/1.0/
      paper:
        title: \(quoted(field("title").joined(separator: "; ")))
        authors:
      \(authors.map { "    - name: \(quoted(String($0)))" }.joined(separator: "\n"))
        reference: \(quoted(field("link").joined(separator: " ")))
      manifest:
      \(claims.joined())codechecker:
        - name: \(quoted(reviewer ?? ""))
      summary: \(quoted(summary))
      check_time: \(quoted(report.ended.formatted(.iso8601)))
      repository: ""
      certificate: ""

      """
  }

  private var summary: String {
    let apart = report.claims.filter { !$0.agrees }.map(\.id)
    let drawn =
      "\(stages.count.counted("stage")) of \(report.claims.count.counted("claim")), drawn by seed \(report.seed)"
    return "\(drawn), computed again. "
      + (apart.isEmpty ? "All agree." : "Not all stages agree of \(apart.joined(separator: ", ")).")
  }
}

extension LoadedProject {
  /// Writes texts to the places that people named, which hold nothing of anybody else's; the names.
  ///
  /// - Throws: `EngineError` naming the file in the way.
  public func write(_ files: [(path: String, text: String)], replacesAll: Bool) throws -> [String] {
    let writer = try engine.outputWriter(graph, kept, replacesAll: replacesAll)
    for file in files { try writer.write(Array(file.text.utf8), to: file.path) }
    return files.map(\.path)
  }

  /// What was found as a statement of `reviewer`.
  public func statement(of report: RefereeReport, by reviewer: String?) -> RefereeStatement {
    let claims = Set(report.claims.map(\.id))
    let papers = graph.nodes.filter { $0.section == names.papers && !claims.isDisjoint(with: self.claims(of: $0)) }
    return RefereeStatement(
      report: report, reviewer: reviewer, machine: Machine.record(root: root, version: program.version),
      libraries: Program.libraries(),
      papers: papers.map(\.definition), profile: graph.profile)
  }
}
