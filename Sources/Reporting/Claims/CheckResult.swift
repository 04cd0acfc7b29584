import Documents

/// What a check is for.
public enum Role: String, Codable, CaseIterable, Sendable {
  /// It decides the claim, with all other evidence.
  case evidence
  /// It shows that the experiment could have failed.
  case control
  /// It shows where the claim stops.
  case limit
  /// It is told for comparison.
  case context

  static let help =
    "what the check is for: `evidence` decides the claim; `control`, that the experiment could have failed, `limit`, where "
    + "the claim stops, and `context`, a comparison, are shown and do not count"
}

/// Why rows stay inconclusive although no interval lies across a criterion.
struct OpenRows {
  private var counts: [String: Int] = [:]

  mutating func note(_ verdict: Verdict, _ estimate: Estimate, reference: Double?, isAlone: Bool, resolution: Double?) {
    guard verdict == .inconclusive else { return }
    let reason: String? =
      !estimate.isComplete
      ? "no finite value and interval"
      : reference.map { !$0.isFinite } == true
        ? "no finite value of theory"
        : isAlone
          ? "no other row to be compared with"
          : resolution.map { estimate.halfWidth > $0 } == true ? "an interval wider than the resolution" : nil
    if let reason { counts[reason, default: 0] += 1 }
  }

  func sentence(of rows: Int) -> String? {
    guard !counts.isEmpty else { return nil }
    return counts.sorted { $0.key < $1.key }.map { reason, count in
      rows == 1 ? "it has \(reason)" : "\(count) of \(rows) rows \(count == 1 ? "has" : "have") \(reason)"
    }.joined(separator: "; ")
  }
}

/// A judged check.
public struct CheckResult: Codable, Sendable, Equatable {
  public let id, name: String
  /// What must hold; nil for numbers that are told only.
  public let relation: Relation?
  public let tolerance, bound: Double?
  public internal(set) var resolution: Double? = nil
  public internal(set) var digits: Int? = nil
  /// Whether the numbers have intervals; exact ones have none.
  public let hasInterval: Bool
  public let rows: [Row]
  /// The input of the claim that holds the numbers.
  public let data: String
  /// Why there is nothing to judge, or why rows stay inconclusive; nil where the numbers say it.
  public internal(set) var reason: String? = nil
  /// What the check is for; nil where it counts in the verdict, as evidence does.
  public internal(set) var role: Role? = nil
  /// Where its verdict turns; nil where nothing was judged.
  public internal(set) var flip: FlipSet? = nil

  /// One number.
  public struct Row: Codable, Sendable, Equatable {
    public let labels: [Label]
    public let estimate: Estimate
    public let theory: Double?
    public let verdict: Verdict
    /// The distance to the criterion's threshold (`Relation.margin`); nil where nothing was judged.
    public internal(set) var margin: Double? = nil
  }

  /// What tells a row from the others.
  public struct Label: Codable, Sendable, Equatable {
    public let symbol, value: String
  }

  /// The numbers alone: no theory beside them, no verdict on them.
  var unjudged: CheckResult {
    CheckResult(
      id: id, name: name, relation: relation, tolerance: tolerance, bound: bound, resolution: resolution,
      digits: digits, hasInterval: hasInterval,
      rows: rows.map { Row(labels: $0.labels, estimate: $0.estimate, theory: nil, verdict: .notRun) }, data: data,
      reason: rows.isEmpty ? reason : nil, role: role)
  }

  /// Whether it decides the claim.
  var isEvidence: Bool { role == nil }

  /// A verdict in words: one that does not count only says whether the criterion holds.
  func word(_ verdict: Verdict) -> String {
    guard !isEvidence else { return verdict.rawValue }
    return switch verdict {
    case .reproduced: "holds"
    case .notReproduced: "does not hold"
    case .inconclusive, .notRun: verdict.rawValue
    }
  }

  /// The verdict in words.
  public var word: String { word(verdict) }

  /// The worst verdict of the rows; without rows the check was not run.
  public var verdict: Verdict { Verdict.all(rows.map(\.verdict)) }
}
