import Documents

/// Where the verdict on a check turns: the thresholds at which it becomes another, and how it fares with parts of what its
/// numbers rest on.
public struct FlipSet: ReportRecord, Sendable, Equatable {
  /// The verdict turns here.
  public struct Turn: Codable, Sendable, Equatable {
    /// What was changed.
    public let threshold: Thresholds.Kind
    /// The value of the check itself.
    public let ours: Double
    /// The least number that, as the threshold, gives the verdict ``above``; the next smaller number gives ``below``.
    public let at: Double
    /// The verdicts on both sides.
    public let below, above: Verdict
  }

  /// How many of some parts keep the criterion.
  public struct Share: Codable, Sendable, Equatable {
    public let holds, of: Int
  }

  /// How many seeds would decide what is inconclusive.
  public struct Settling: Codable, Sendable, Equatable {
    /// How many there are.
    public let seeds: Int
    /// How many are expected to be enough, if the numbers stay and the spread is what was seen; nil beyond a million.
    public let expected: Int?
    /// The same with the ends of the spread's interval of 90 %; nil beyond a million.
    public let low, high: Int?
  }

  /// The thresholds of the check that were changed, with the values that they have.
  public let thresholds: [Thresholds.Kind]
  /// In the order of thresholds, then of their values.
  public let turns: [Turn]
  /// Of the sets that leave one seed out.
  public internal(set) var withoutOne: Share? = nil
  /// Of the seeds by themselves.
  public internal(set) var single: Share? = nil
  /// Of the fits that leave out an end of the data: the first abscissa, the last one, or both.
  public internal(set) var ranges: Share? = nil
  /// For an inconclusive check whose numbers are means over seeds.
  public internal(set) var settling: Settling? = nil

  /// The flip set of `check`, whose numbers are those of `table`.
  init(_ check: Check, _ numbers: CheckedNumbers, _ table: Table, parts: Table?, _ widths: WidthLaw?) throws {
    let own = Thresholds(check)
    let kinds = Self.kinds(check, numbers.verdict(own))
    thresholds = kinds
    turns = kinds.flatMap { Self.turns(numbers, own, $0) }
    let found = try CheckPart.all(check, table, parts)
    func share(_ kind: CheckPart.Kind) -> Share? {
      let parts = found.filter { $0.kind == kind }
      // An exact number covers nothing: a seed alone has no interval to do so.
      if check.relation == .covers, parts.allSatisfy(\.isExact) { return nil }
      let verdicts = parts.map { $0.numbers.verdict(own) }
      return verdicts.isEmpty ? nil : Share(holds: verdicts.count { $0 == .reproduced }, of: verdicts.count)
    }
    (withoutOne, single, ranges) = (share(.without), share(.alone), share(.range))
    if let widths, Self.isStudent(check), let whole = found.first(where: { $0.kind == .whole }) {
      settling = Settling(whole, own, widths)
    }
  }

  /// Whether a check judges a mean by Student's interval, which narrows with more seeds by a known law: the columns that
  /// `summarise` gives both. Least and greatest values do not, and those of a bootstrap by a law of their own.
  private static func isStudent(_ check: Check) -> Bool {
    guard check.value.hasSuffix("mean") else { return false }
    let stem = check.value.dropLast("mean".count)
    return check.low == stem + "low" && check.high == stem + "high"
  }

  /// What can be changed of a check. A `covers` without tolerance has one of 0, which counts where the theory is not covered.
  private static func kinds(_ check: Check, _ verdict: Verdict) -> [Thresholds.Kind] {
    switch check.relation {
    case .within, .withinRelative: [.tolerance]
    case .below, .above: [.bound]
    case .increasing, .decreasing: [.step]
    case .covers:
      (check.tolerance != nil || verdict == .notReproduced ? [.tolerance] : [])
        + (check.resolution != nil ? [.resolution] : [])
    case nil: []
    }
  }

  /// The values that a threshold may have in a manifest.
  private static func domain(_ kind: Thresholds.Kind) -> (low: Double, high: Double) {
    switch kind {
    case .tolerance, .resolution: (0, 1e300)
    case .bound, .step: (-1e300, 1e300)
    }
  }

  /// Judges again and again, each time with another value of one threshold, until two neighbouring numbers are found
  /// between which the verdict turns. Verdicts follow a threshold in one direction, from the worst to the best or back.
  static func turns(_ numbers: CheckedNumbers, _ own: Thresholds, _ kind: Thresholds.Kind) -> [Turn] {
    func judged(_ value: Double) -> Verdict {
      var changed = own
      changed[kind] = value
      return numbers.verdict(changed)
    }
    let (start, end) = domain(kind)
    let last = judged(end)
    var turns: [Turn] = []
    var (low, before) = (start, judged(start))
    while before != last, turns.count < Verdict.allCases.count {
      var high = end
      while let middle = low.midpoint(to: high) {
        if judged(middle) == before { low = middle } else { high = middle }
      }
      let after = judged(high)
      turns.append(Turn(threshold: kind, ours: own[kind] ?? 0, at: high, below: before, above: after))
      (low, before) = (high, after)
    }
    return turns
  }
}

extension ClaimResult {
  /// A turn of a check at which the verdict on the claim turns too, all else being as it is.
  public struct Turn: Codable, Sendable, Equatable {
    /// The check, by its id.
    public let check: String
    public let turn: FlipSet.Turn
    /// The verdict on the claim beyond it, seen from the check's own threshold.
    public let verdict: Verdict
  }

  /// Where the verdict on the claim turns: for each threshold of its evidence the nearest on either side.
  public var turns: [Turn] {
    guard reason == nil else { return [] }
    let evidence = checks.filter(\.isEvidence)
    return evidence.enumerated().flatMap { place, check -> [Turn] in
      let others = evidence.enumerated().filter { $0.offset != place }.map(\.element.verdict)
      func turned(_ turns: [FlipSet.Turn], _ beyond: (FlipSet.Turn) -> Verdict) -> Turn? {
        let changed = turns.map { Turn(check: check.id, turn: $0, verdict: Verdict.all(others + [beyond($0)])) }
        return changed.first { $0.verdict != verdict }
      }
      guard let flip = check.flip else { return [] }
      return flip.thresholds.flatMap { kind in
        let own = flip.turns.filter { $0.threshold == kind }
        return [
          turned(own.filter { $0.at <= $0.ours }.reversed(), \.below), turned(own.filter { $0.at > $0.ours }, \.above),
        ].compactMap { $0 }
      }
    }
  }
}

extension Double {
  /// The number half way between two, counting the numbers that there are; nil if they are neighbours.
  fileprivate func midpoint(to high: Double) -> Double? {
    func place(_ number: Double) -> Int64 {
      let bits = Int64(bitPattern: abs(number).bitPattern)
      return number < 0 ? -bits : bits
    }
    let (low, high) = (place(self), place(high))
    // Ends of opposite sign lie further apart than one signed number says.
    let middle = low / 2 + high / 2 + (low % 2 + high % 2) / 2
    guard middle > low, middle < high else { return low + 1 < high ? Double(place: low + 1) : nil }
    return Double(place: middle)
  }

  private init(place: Int64) {
    let size = Double(bitPattern: UInt64(abs(place)))
    self = place < 0 ? -size : size
  }
}
