import Documents
import Foundation

/// A claim of a paper, and the checks that decide it.
public struct Claim: Sendable {
  public let title, statement, source, theory, method: String
  public let discussion: String?
  /// Why this profile is too small for a verdict, if it is.
  public let preview: String?
  public let checks: [Check]
  /// Numbers that are told without a criterion.
  public let values: [Check]
  /// Captions of the claim's figures, in the order of the figures it refers to.
  public let captions: [String]

  /// Reads a claim.
  public init(_ fields: Fields) {
    title = fields.string("title", "the claim in a few words")
    statement = fields.string("statement", "the claim as the paper makes it")
    source = fields.string("source", "where the paper makes it")
    theory = fields.string("theory", "the theory's value")
    method = fields.string("method", "how it is measured here")
    discussion = fields.optionalString("discussion", "what to make of the result")
    let preview = fields.optionalString(
      "preview",
      "why this profile is too small for a verdict, the claim is then not run; empty where it is large enough")
    self.preview = preview.flatMap { $0.isEmpty ? nil : $0 }
    checks = fields.objects("checks", "the criteria; all that are evidence must hold").map { Check($0) }
    values = fields.objects(
      "values", "numbers without a criterion, for the page and for texts", required: false
    ).map { Check($0, isJudged: false) }
    Self.refuseRepeatedIDs(checks + values, fields)
    if !checks.isEmpty, !checks.contains(where: { $0.role == .evidence }) {
      fields.refuse("checks", "none of them is evidence", remedy: "leave out the `role` of those that decide the claim")
    }
    captions = fields.objects("figures", "the figures that show it", required: false).map { figure in
      _ = figure.reference("figure", type: "png", or: "pdf", many: false, "the figure")
      return figure.string("caption", "what the figure shows and how to read it")
    }
  }

  private static func refuseRepeatedIDs(_ checks: [Check], _ fields: Fields) {
    var seen: Set<String> = []
    // One that is missing is told where it is missing.
    for check in checks where !check.id.isEmpty && !seen.insert(check.id).inserted {
      fields.refuse("checks", "`\(check.id.printable)` is the id of two of them", remedy: "give each an id of its own")
    }
  }

  /// Judges the claim on the tables of its checks; `absent` are the paths of those that could not be made.
  ///
  /// - Parameters:
  ///   - parts: the numbers of a check from parts of what they rest on, where there are such.
  ///   - widths: how intervals narrow with more seeds.
  public func judge(
    _ tables: (_ path: String) throws -> Table, absent: Set<String> = [],
    parts: (_ check: Check) throws -> Table? = { _ in nil }, widths: WidthLaw? = nil
  ) throws -> ClaimResult {
    let missing = checks.map(\.data).first(where: absent.contains)
    let told = try values.filter { !absent.contains($0.data) }.map { try $0.judge(try tables($0.data)) }
    let results =
      missing == nil ? try checks.map { try $0.judge(try tables($0.data), parts: parts($0), widths: widths) } : []
    let evidence = results.filter(\.isEvidence)
    let verdict = Verdict.all(evidence.map(\.verdict))
    let empty = evidence.first { $0.verdict == .notRun }.flatMap { check in check.reason.map { "\(check.name): \($0)" }
    }
    // Why it could not be made is no part of the result: the reason names stages, which may be renamed.
    let lack = missing.map { _ in "a table that it is judged on could not be made" }
    let reason = lack ?? preview ?? (verdict == .notRun ? empty : nil)
    // A preview shows its numbers; beside a theory or a verdict they would be read as compared.
    let shown = preview == nil ? results : results.map(\.unjudged)
    return ClaimResult(
      title: title, statement: statement, source: source, theory: theory, method: method, discussion: discussion,
      checks: shown, values: told.isEmpty ? nil : told, captions: captions,
      verdict: reason == nil ? verdict : .notRun, reason: reason, missing: missing)
  }
}

/// A judged claim: all that a report says about it.
public struct ClaimResult: ReportRecord, Sendable, Equatable {
  public let title, statement, source, theory, method: String
  public let discussion: String?
  public let checks: [CheckResult]
  /// Numbers that are told without a criterion; nil where there are none.
  public private(set) var values: [CheckResult]?
  /// Captions of the claim's figures, in order.
  public let captions: [String]
  public let verdict: Verdict
  /// Why the claim was not run.
  public private(set) var reason: String?
  /// The path of the first table that could not be made.
  public let missing: String?

  init(
    title: String, statement: String, source: String, theory: String, method: String, discussion: String?,
    checks: [CheckResult], values: [CheckResult]? = nil, captions: [String], verdict: Verdict, reason: String?,
    missing: String? = nil
  ) {
    (self.title, self.statement, self.source, self.theory) = (title, statement, source, theory)
    (self.method, self.discussion, self.checks, self.captions) = (method, discussion, checks, captions)
    self.values = values
    (self.verdict, self.reason, self.missing) = (verdict, reason, missing)
  }

  /// A claim that could not be judged, with the reason; only its title is known.
  public init(title: String, notRun reason: String) {
    self.init(
      title: title, statement: "", source: "", theory: "", method: "", discussion: nil, checks: [], captions: [],
      verdict: .notRun, reason: reason)
  }

  /// All numbers: those that are judged, then those that are told only.
  var numbers: [CheckResult] { checks + (values ?? []) }

  /// The same result with the reason why a table could not be made, as a page tells it.
  public func because(_ reason: String?) -> ClaimResult {
    var result = self
    result.reason = reason ?? self.reason
    return result
  }
}

/// What a report keeps as JSON.
public protocol ReportRecord: Codable {}

extension ReportRecord {
  /// Deterministic JSON: sorted keys, shortest exact numbers.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(self)
  }

  /// Reads what ``encoded()`` wrote.
  public init(encoded data: Data) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    self = try decoder.decode(Self.self, from: data)
  }
}
