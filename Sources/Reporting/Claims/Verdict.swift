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
    let found = Set(verdicts)
    return order.first(where: found.contains) ?? .notRun
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
  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// Half the width of the interval.
  var halfWidth: Double { high / 2 - low / 2 }

  /// Whether all three numbers are there and in order.
  public var isComplete: Bool { value.isFinite && low <= high && low.isFinite && high.isFinite }
}
