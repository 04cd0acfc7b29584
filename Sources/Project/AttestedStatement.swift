import Documents
import Foundation
import Pipeline

/// A statement of `plumb referee` as it is read: what it says of each claim, found to agree with what it says of the stages.
struct AttestedStatement: Sendable {
  /// What it says of one claim.
  struct Claim: Sendable {
    let id: String
    /// SHA-256 of the verdict that it is about.
    let digest: String
    /// Whether all drawn stages came out as they were.
    let agrees: Bool
    /// Whether some drawn stage came out otherwise; else, where it does not agree, nothing could be computed again.
    let isApart: Bool
    /// The stages that were drawn.
    let drawn: [String]
  }

  let claims: [Claim]
  /// The profile of the results; nil in statements that do not say it.
  let profile: String?
  /// The titles of the papers whose claims they are.
  let papers: [String]
  /// Who computed again, as the statement says.
  let reviewer: String?

  /// Why a statement is not taken.
  struct Fault: Error { let words: String }

  /// Reads a statement.
  /// - Throws: ``Fault``, in words that follow on the file's name.
  init(_ json: JSON) throws {
    guard json["_type"]?.string == RefereeStatement.frame, json["predicateType"]?.string == RefereeStatement.type,
      let predicate = json["predicate"], let subjects = json["subject"]?.elements,
      let claims = predicate["claims"]?.elements, let stages = predicate["stages"]?.elements
    else { throw Fault(words: "is no statement of `plumb referee`; give the file that --statement wrote") }
    let levels = try Self.levels(stages)
    guard !claims.isEmpty, subjects.count == claims.count else {
      throw Self.altered("its subjects are not the claims that it speaks of")
    }
    self.claims = try zip(subjects, claims).map { try Self.claim($0, $1, levels) }
    guard Set(self.claims.map(\.id)).count == claims.count else { throw Self.altered("it names a claim twice") }
    (profile, reviewer) = (predicate["profile"]?.string, predicate["reviewer"]?.string)
    papers = (predicate["papers"]?.elements ?? []).compactMap { $0["title"]?.string }
  }

  private static func altered(_ reason: String) -> Fault {
    Fault(words: "was altered: \(reason); ask for the statement anew")
  }

  /// How far each stage agrees.
  private static func levels(_ stages: [JSON]) throws -> [String: Agreement] {
    var levels: [String: Agreement] = [:]
    for stage in stages {
      let number = stage["agreement"]
      let level = number?.isNull == true ? Agreement.none : number?.integer.flatMap(Agreement.init)
      guard let id = stage["id"]?.string, let level, level != .none || number?.isNull == true,
        stage["agreesIn"]?.string == (level == .none ? nil : level.words)
      else { throw altered("a stage has no level of agreement, or another one in words") }
      guard levels.updateValue(level, forKey: id) == nil else {
        throw altered("it has the stage \(id.printable) twice")
      }
    }
    return levels
  }

  private static func claim(_ subject: JSON, _ claim: JSON, _ levels: [String: Agreement]) throws -> Claim {
    guard let id = claim["claim"]?.string, subject["name"]?.string == id,
      let digest = subject["digest"]?["sha256"]?.string, digest.count == 64, digest.allSatisfy(\.isHexDigit),
      let population = claim["stages"]?.integer, let agrees = claim["agrees"],
      let drawn = claim["drawn"]?.elements?.compactMap(\.string)
    else { throw altered("its subjects are not the claims that it speaks of") }
    let found = drawn.compactMap { levels[$0] }
    guard found.count == drawn.count, Set(drawn).count == drawn.count, drawn.count <= population else {
      throw altered("the stages drawn of \(id.printable) are not those that it lists")
    }
    let damaged = claim["damaged"]?.elements ?? []
    let isWhole = !drawn.isEmpty && damaged.isEmpty && !found.contains(.none)
    let share = isWhole ? SampleBound(drawn: drawn.count, population: population).share : nil
    let stated = claim["excludedShare"]?.double
    let isSame = share.map { due in stated.map { abs($0 - due) < 1e-9 } ?? false } ?? (stated == nil)
    guard agrees == JSON(.boolean(isWhole)), isSame else {
      throw altered("what it says of \(id.printable) does not follow from its stages")
    }
    return Claim(id: id, digest: digest, agrees: isWhole, isApart: found.contains(.none), drawn: drawn)
  }
}
