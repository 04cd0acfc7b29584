import Foundation

/// Checklists of venues, answered as far as results answer them; everything else is marked "for the author".
public struct ArtifactChecklists: Sendable {
  let facts: ArtifactFacts

  /// The checklists of an artifact.
  public init(_ facts: ArtifactFacts) { self.facts = facts }

  /// A question, its answer and the reason.
  struct Entry {
    let question: String
    /// Nil where only the author knows.
    let answer: String?
    let reason: String
  }

  private static func text(_ title: String, _ introduction: String, _ entries: [Entry]) -> String {
    let points = entries.map { entry in
      "- **\(entry.question)** [\(entry.answer ?? ArtifactAppendix.open)]"
        + (entry.reason.isEmpty ? "" : " \(Markdown.line(entry.reason))")
    }
    return "# \(title)\n\n\(introduction)\n\n\(points.joined(separator: "\n"))\n"
  }

  private static let introduction =
    "Answers in brackets follow from the results and the files of the artifact. What is marked \"\(ArtifactAppendix.open)\" they do not say."

  private var intervals: (with: Int, all: Int) {
    let checks = facts.claims.flatMap { $0.result.checks.filter(\.isEvidence) }
    return (checks.count(where: \.hasInterval), checks.count)
  }

  private var open: [ArtifactFacts.Source] { facts.sources.filter { !$0.isCarried && $0.origin == nil } }

  /// ACM's badges: artifacts available, evaluated and results validated (version 1.1 of August 2020).
  public var acm: String {
    let carried = facts.sources.filter(\.isCarried)
    return Self.text(
      "ACM artifact review and badging", Self.introduction,
      [
        Entry(
          question: "Available: is it in an archive with a lasting identifier?", answer: nil,
          reason: "The archive is ready to be deposited; its DOI is known afterwards."),
        Entry(
          question: "Functional, documented: is there an inventory, and enough to exercise it?", answer: "yes",
          reason:
            "appendix.md lists claims, steps, requirements and expected numbers; \(facts.manifest) lists all stages."),
        Entry(
          question: "Functional, consistent: does it bear on the paper's results?",
          answer: facts.claims.isEmpty ? "no" : "yes",
          reason: "\(facts.claims.count.counted("claim")), each with the place in the paper where it is made."),
        Entry(
          question: "Functional, complete: are all components there?", answer: open.isEmpty ? "yes" : "no",
          reason: open.isEmpty
            ? "\(carried.count.counted("file")) of scripts and data beside the manifest; whatever else is read has an origin and a SHA-256."
            : "Not carried, and without an origin: \(open.map(\.path).joined(separator: ", "))."),
        Entry(
          question: "Functional, exercisable: can it be run, and are results as expected?",
          answer: open.isEmpty && !facts.claims.isEmpty ? "yes" : nil,
          reason: "One command for everything, one for each claim; `plumb diff` holds results against the record."),
        Entry(
          question: "Reusable: is it structured for use by others?", answer: nil,
          reason: facts.license.map { "The licence is in \($0)." } ?? "No licence is stated, which reuse needs."),
        Entry(
          question: "Results reproduced: did another team get them with the artifact?",
          answer: nil,
          reason: facts.statements > 0
            ? "\(facts.statements.counted("statement")) filed in attestations/; the report says what agrees, of which claims."
            : "No statement is filed in attestations/; `plumb referee` makes one."),
        Entry(
          question: "Results replicated: did another team get them without the artifact?", answer: nil, reason: ""),
      ])
  }

  /// The checklist of NeurIPS, by its sixteen questions of 2025.
  public var neurips: String {
    let isWhole = !facts.claims.isEmpty && facts.claims.allSatisfy { $0.result.verdict == .reproduced }
    let intervals = intervals
    let unknown = facts.costs == nil
    return Self.text(
      "NeurIPS paper checklist", Self.introduction,
      [
        Entry(
          question: "1. Claims.", answer: nil,
          reason: "Of \(facts.claims.count.counted("claim")): \(facts.tally()). The text has to say the same."),
        Entry(
          question: "2. Limitations.", answer: nil,
          reason: isWhole
            ? "All claims of the artifact are reproduced."
            : "Not every claim is reproduced: \(facts.tally()). Say what that means."),
        Entry(question: "3. Theory assumptions and proofs.", answer: nil, reason: ""),
        Entry(
          question: "4. Experimental result reproducibility.", answer: open.isEmpty ? "Yes" : nil,
          reason: "Every number and figure is rebuilt from \(facts.manifest) by one command; appendix.md has the steps."
        ),
        Entry(
          question: "5. Open access to data and code.", answer: open.isEmpty ? nil : "No",
          reason: open.isEmpty
            ? "The artifact has the code and names the origin of data; answer once it is deposited."
            : "Without an origin: \(open.map(\.path).joined(separator: ", "))."),
        Entry(
          question: "6. Experimental setting and details.", answer: "Yes",
          reason: "Parameters, seeds, sizes and criteria of all stages stand in \(facts.manifest) and in the report."),
        Entry(
          question: "7. Experiment statistical significance.",
          answer: intervals.all > 0 && intervals.with == intervals.all ? "Yes" : nil,
          reason: "\(intervals.with) of the \(intervals.all.counted("check")) that count are judged on intervals, "
            + "the others on exact or single numbers; the report says how each interval is made."),
        Entry(
          question: "8. Experiments compute resources.", answer: unknown ? nil : "Yes",
          reason: unknown ? "No costs are recorded." : "appendix.md has processor, time and memory of each claim."),
        Entry(question: "9. Code of ethics.", answer: nil, reason: ""),
        Entry(question: "10. Broader impacts.", answer: nil, reason: ""),
        Entry(question: "11. Safeguards.", answer: nil, reason: ""),
        Entry(
          question: "12. Licenses for existing assets.", answer: nil,
          reason:
            "The report's page on sources names the origin of each data file; software is listed in codemeta.json."),
        Entry(
          question: "13. New assets.", answer: facts.license == nil ? nil : "Yes",
          reason: facts.license.map { "The artifact is documented, under the licence in \($0)." }
            ?? "No licence is stated."),
        Entry(question: "14. Crowdsourcing and research with human subjects.", answer: nil, reason: ""),
        Entry(question: "15. Institutional review board approvals.", answer: nil, reason: ""),
        Entry(question: "16. Declaration of LLM usage.", answer: nil, reason: ""),
      ])
  }
}
