/// When the criterion of a claim was fixed, what changed since, and whether there were numbers by then: what a page says of it.
public struct CriterionHistory: Sendable, Equatable {
  /// A criterion as it was fixed at one time.
  public struct Entry: Sendable {
    /// The day, as in 2026-11-28.
    public let date: String
    /// Whether there were numbers that it judges.
    public let hasResults: Bool
    public let criterion: Criterion

    /// A criterion that was fixed on `date`.
    public init(date: String, hasResults: Bool, criterion: Criterion) {
      (self.date, self.hasResults, self.criterion) = (date, hasResults, criterion)
    }
  }

  /// A criterion that was fixed in place of another.
  private struct Revision: Equatable {
    let date: String
    let isAfterResults: Bool
    let changes: [CriterionChange]
  }

  private let date: String
  private let isAfterResults: Bool
  private let revisions: [Revision]
  /// What the manifest says otherwise than what was fixed last.
  public let open: [CriterionChange]
  /// Whether the claim has one check only, which then needs no name.
  private let isSingle: Bool

  /// The history of what was fixed, in the order of time, up to the criterion of the manifest; nil where nothing was.
  public init?(_ entries: [Entry], now: Criterion) {
    guard let first = entries.first, let last = entries.last else { return nil }
    date = first.date
    isAfterResults = first.hasResults
    var hadResults = first.hasResults
    revisions = zip(entries, entries.dropFirst()).compactMap { before, after in
      // Numbers that were there once are known.
      hadResults = hadResults || after.hasResults
      let changes = before.criterion.changes(to: after.criterion)
      return changes.isEmpty ? nil : Revision(date: after.date, isAfterResults: hadResults, changes: changes)
    }
    open = last.criterion.changes(to: now)
    isSingle = now.count == 1 && entries.allSatisfy { $0.criterion.count == 1 }
  }

  /// Whether what was fixed first is not what the manifest says.
  public var isRevised: Bool { !revisions.isEmpty || !open.isEmpty }

  /// In a sentence: "Criterion fixed on 2026-11-28, before the first result; changed once, on 2026-11-30, from 0.7 to 0.65,
  /// after results."
  public var sentence: String {
    var parts = ["Criterion fixed on \(date), \(isAfterResults ? "after results" : "before the first result")"]
    if let last = revisions.last {
      let times = ["once", "twice"]
      let count = revisions.count <= 2 ? times[revisions.count - 1] : "\(revisions.count) times"
      let day = revisions.count == 1 ? "on \(last.date)" : "the last time on \(last.date)"
      parts.append(
        "changed \(count), \(day), \(words(last.changes)), \(last.isAfterResults ? "after results" : "before the first result")"
      )
    }
    if !open.isEmpty { parts.append("changed since and not fixed again, \(words(open))") }
    return parts.joined(separator: "; ") + "."
  }

  private func words(_ changes: [CriterionChange]) -> String {
    if isSingle, changes.count == 1, let only = changes.first, only.old != nil, only.new != nil, !only.isSeeds {
      return only.movement.trimmed
    }
    let told = changes.prefix(3).map(\.sentence).joined(separator: ", ")
    return changes.count > 3 ? "\(told) and \(changes.count - 3) more" : told
  }
}
