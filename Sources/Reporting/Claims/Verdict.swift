/// What the evidence says about a claim or about one of its checks.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// Every interval lies inside its criterion.
  case reproduced
  /// Some interval lies wholly outside its criterion.
  case notReproduced = "not reproduced"
  /// Some interval covers both sides of its criterion, none lies wholly outside.
  case inconclusive
  /// The numbers could not be made; a reason goes with it.
  case notRun = "not run"

  /// The verdict on several things that must all hold: the worst of them.
  public static func all(_ verdicts: some Sequence<Verdict>) -> Verdict {
    let order: [Verdict] = [.notReproduced, .notRun, .inconclusive, .reproduced]
    return order.first(where: Set(verdicts).contains) ?? .notRun
  }

  /// The verdict of an interval against the set of accepted values, given as a closed range.
  ///
  /// Inside: reproduced. Disjoint: not reproduced. Otherwise inconclusive.
  public static func of(_ estimate: Estimate, inside accepted: ClosedRange<Double>) -> Verdict {
    guard estimate.isComplete else { return .inconclusive }
    if accepted.contains(estimate.low), accepted.contains(estimate.high) { return .reproduced }
    return estimate.high < accepted.lowerBound || estimate.low > accepted.upperBound ? .notReproduced : .inconclusive
  }
}

/// A measured number with its interval.
public struct Estimate: Codable, Sendable, Equatable {
  public let value: Double
  /// Lower end of the interval; the value itself for an exact number.
  public let low: Double
  /// Upper end of the interval.
  public let high: Double

  /// A number with its interval.
  public init(value: Double, low: Double, high: Double) { (self.value, self.low, self.high) = (value, low, high) }

  /// Half the width of the interval.
  var halfWidth: Double { high / 2 - low / 2 }

  /// Whether the value lies outside its interval, by more than rounding does.
  var isOutsideItself: Bool {
    let slack = 1e-12 * abs(value)
    return value < low - slack || value > high + slack
  }

  /// Whether all three numbers are there and in order.
  public var isComplete: Bool { value.isFinite && low <= high && low.isFinite && high.isFinite }
}

/// What a check demands of each row of a table, or of the rows in their order.
public enum Relation: String, CaseIterable, Sendable, Codable {
  /// |value - theory| <= tolerance, for the whole interval.
  case within
  /// |value / theory - 1| <= tolerance, for the whole interval.
  case withinRelative = "within-relative"
  /// The interval, widened by the tolerance if one is given, covers the theory's value; inconclusive where its
  /// half-width exceeds the resolution, if one is given, since a wide interval covers anything.
  case covers
  /// value < bound, for the whole interval.
  case below
  /// value > bound, for the whole interval.
  case above
  /// Every row is greater than the one before, beyond both intervals.
  case increasing
  /// Every row is smaller than the one before, beyond both intervals.
  case decreasing

  /// Whether the relation compares rows with each other.
  public var isOrder: Bool { self == .increasing || self == .decreasing }
  /// Whether rows carry a theory's value.
  public var needsTheory: Bool { self == .within || self == .withinRelative || self == .covers }
  /// Whether the check states a tolerance.
  public var needsTolerance: Bool { self == .within || self == .withinRelative }
  /// Whether the check may state a tolerance.
  public var takesTolerance: Bool { needsTolerance || self == .covers }
  /// Whether the check states a bound.
  public var needsBound: Bool { self == .below || self == .above }

  /// The verdict on one estimate; for orders, on the pair of an estimate and the one before.
  ///
  /// - Parameters:
  ///   - reference: the theory's value, the bound, or nothing.
  ///   - step: for orders, by how much a number must differ from the one before, beyond both intervals.
  ///   - resolution: the largest half-width of an interval that may tell something by covering theory.
  public func verdict(
    _ estimate: Estimate, reference: Double, tolerance: Double, previous: Estimate?, resolution: Double? = nil,
    step: Double = 0
  ) -> Verdict {
    guard estimate.isComplete, isOrder || reference.isFinite else { return .inconclusive }
    switch self {
    case .within: return .of(estimate, inside: reference - tolerance...reference + tolerance)
    case .withinRelative:
      let slack = tolerance * abs(reference)
      return .of(estimate, inside: reference - slack...reference + slack)
    case .covers:
      let reach = estimate.low - tolerance...estimate.high + tolerance
      guard reach.contains(reference) else { return .notReproduced }
      return estimate.halfWidth <= resolution ?? .infinity ? .reproduced : .inconclusive
    case .below:
      return estimate.high < reference ? .reproduced : estimate.low >= reference ? .notReproduced : .inconclusive
    case .above:
      return estimate.low > reference ? .reproduced : estimate.high <= reference ? .notReproduced : .inconclusive
    case .increasing, .decreasing:
      guard let previous else { return .reproduced }
      guard previous.isComplete else { return .inconclusive }
      let (smaller, larger) = self == .increasing ? (previous, estimate) : (estimate, previous)
      // A difference is positive exactly if the first number is larger: it does not round to 0.
      return larger.low - smaller.high > step
        ? .reproduced : larger.high - smaller.low <= step ? .notReproduced : .inconclusive
    }
  }

  /// The criterion in words, for the report.
  public func sentence(tolerance: String?, bound: String, resolution: String? = nil) -> String {
    let distance = tolerance ?? "0"
    return switch self {
    case .within: "within \(distance) of theory"
    case .withinRelative: "within \(distance) of theory, relatively"
    case .covers:
      (tolerance.map { "interval reaches within \($0) of theory" } ?? "interval covers theory")
        + (resolution.map { ", half-width at most \($0)" } ?? "")
    case .below: "below \(bound)"
    case .above: "above \(bound)"
    case .increasing: "strictly increasing"
    case .decreasing: "strictly decreasing"
    }
  }
}
