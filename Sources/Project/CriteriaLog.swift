import Documents
import Foundation
import Pipeline
import Reporting

/// The criteria of claims that were fixed: `criteria.log` beside the manifest, a chain of entries that only grows.
struct CriteriaLog: Sendable {
  static let name = "criteria.log"

  var chain: HashChain
  /// What was fixed, in order.
  private(set) var entries: [Entry] = []

  /// One criterion that was fixed.
  struct Entry: Sendable {
    let number: Int
    let claim, profile: String
    /// ISO 8601, in UTC.
    let time: String
    /// When the first of the numbers that were there by then was made; empty where that is not known; nil without any.
    let results: String?
    let criterion: Criterion

    /// As a page's history takes it.
    var fixed: CriterionHistory.Entry {
      CriterionHistory.Entry(date: String(time.prefix(10)), hasResults: results != nil, criterion: criterion)
    }
  }

  /// A log without entries.
  init() { chain = HashChain(name: Self.name) }

  /// Reads the log of the project at `root`; nil where there is none.
  /// - Throws: `ChainError`, ``CommandError/usage(_:)`` for an entry of another form.
  init?(root: URL) throws {
    guard let chain = try HashChain.read(Self.path(root)) else { return nil }
    self.chain = chain
    for entry in chain.entries where entry.body["timestamp"] == nil {
      let body = entry.body
      guard let claim = body["claim"]?.string, let profile = body["profile"]?.string, let time = body["time"]?.string,
        let criterion = body["criterion"].flatMap(Criterion.init)
      else {
        throw CommandError.usage(
          "\(Self.name): entry \(entry.number) is of a form that this program does not know; use the one that wrote it")
      }
      entries.append(
        Entry(
          number: entry.number, claim: claim, profile: profile, time: time, results: body["results"]?.string,
          criterion: criterion))
    }
    for entry in chain.entries { try Timestamp.check(entry, after: chain) }
  }

  static func path(_ root: URL) -> String { root.appending(path: name).path(percentEncoded: false) }

  /// What was fixed of a claim.
  func entries(_ claim: String, _ profile: String) -> [Entry] {
    entries.filter { $0.claim == claim && $0.profile == profile }
  }

  /// Notes a criterion.
  ///
  /// - Parameters:
  ///   - results: when the first of its numbers was made, empty where that is not known; nil without any.
  ///   - commit: that of Git's HEAD, and whether the files are as it has them.
  mutating func append(
    _ claim: String, _ profile: String, _ criterion: Criterion, time: String, results: String?,
    commit: (name: String?, isClean: Bool?)
  ) {
    chain.append([
      .init("claim", JSON(.string(claim))), .init("profile", JSON(.string(profile))),
      .init("criterion", criterion.json), .init("time", JSON(.string(time))),
      .init("results", results.map { JSON(.string($0)) } ?? JSON(.null)),
      .init("commit", commit.name.map { JSON(.string($0)) } ?? JSON(.null)),
      .init("clean", commit.isClean.map { JSON(.boolean($0)) } ?? JSON(.null)),
    ])
    entries.append(
      Entry(
        number: chain.entries.count, claim: claim, profile: profile, time: time, results: results, criterion: criterion)
    )
  }
}
