extension Relation {
  /// How far a number is from the threshold of its criterion: positive where it holds, 0 on the threshold.
  ///
  /// The distance from the threshold to the nearest end of the number's interval, over half the interval's width. An exact
  /// number has no width: the distance is then taken over the tolerance or, where there is none, over the size of what the
  /// number is compared with (theory, bound, the row before). An exact number that is compared with 0 has nothing to be
  /// measured by, and no margin unless it is 0 itself. An interval that lies across a threshold is 0 to 1 half-widths from the decision nearer to it, as a negative number. For `covers` the threshold is
  /// theory, and the half-width has to keep the resolution as well. For orders the difference of two neighbours is compared
  /// with 0, its half-width being the sum of theirs.
  ///
  /// - Parameters:
  ///   - reference: the theory's value, or the bound; of no account for orders.
  ///   - previous: for orders, the estimate before.
  /// - Returns: no number where a value, an end or the reference is missing or infinite, for the first of a sequence, and for an
  ///   exact number compared with 0.
  public func margin(
    _ estimate: Estimate, reference: Double, tolerance: Double, previous: Estimate?, resolution: Double? = nil
  ) -> Double? {
    guard estimate.isComplete, isOrder || reference.isFinite else { return nil }
    let half = estimate.halfWidth
    func scale(_ candidates: Double...) -> Double? { half > 0 ? half : candidates.map(abs).first { $0 > 0 } }
    switch self {
    case .within, .withinRelative:
      let slack = self == .within ? tolerance : tolerance * abs(reference)
      let distance = Self.distance(estimate, lower: reference - slack, upper: reference + slack)
      return Self.ratio(distance, scale(slack, reference))
    case .below:
      return Self.ratio(Self.distance(estimate, lower: -.infinity, upper: reference), scale(reference))
    case .above:
      return Self.ratio(Self.distance(estimate, lower: reference, upper: .infinity), scale(reference))
    case .covers:
      let reach = min(reference - (estimate.low - tolerance), estimate.high + tolerance - reference)
      let covering = Self.ratio(reach, scale(tolerance, reference))
      guard let resolution, reach >= 0, half > 0 else { return covering }
      return covering.map { min($0, (resolution - half) / half) }
    case .increasing, .decreasing:
      guard let previous, previous.isComplete else { return nil }
      let (smaller, larger) = self == .increasing ? (previous, estimate) : (estimate, previous)
      let step = Estimate(
        value: larger.value - smaller.value, low: larger.low - smaller.high, high: larger.high - smaller.low)
      let width = half + previous.halfWidth
      let size = width > 0 ? width : abs(previous.value) > 0 ? abs(previous.value) : nil
      return Self.ratio(Self.distance(step, lower: 0, upper: .infinity), size)
    }
  }

  /// The distance from the nearest end of an interval to the nearest threshold: positive inside, negative outside or across.
  private static func distance(_ estimate: Estimate, lower: Double, upper: Double) -> Double {
    let (low, high) = (estimate.low, estimate.high)
    if high < lower { return high - lower }
    if low > upper { return upper - low }
    let inside = min(low - lower, upper - high)
    if inside >= 0 { return inside }
    // Across: how little would have to change, at the threshold that lies deepest inside.
    func depth(_ outer: Double, _ inner: Double) -> Double { outer > 0 ? min(outer, inner) : 0 }
    return -max(depth(lower - low, high - lower), depth(high - upper, upper - low))
  }

  /// No number where nothing can be said, and one zero instead of two.
  private static func ratio(_ distance: Double, _ scale: Double?) -> Double? {
    if distance == 0 { return 0 }
    guard let scale else { return nil }
    let ratio = distance / scale
    return ratio.isNaN ? nil : ratio
  }
}

extension CheckResult {
  /// The row that decides the verdict: among those that have it, the one nearest to failing. For bounds and distances from
  /// theory that is the one whose interval reaches furthest, else the one with the least margin.
  public var decisive: Row? {
    let worst = verdict
    let candidates = rows.filter { $0.verdict == worst }
    return candidates.filter { reach($0) != nil }.max { (reach($0) ?? 0) < (reach($1) ?? 0) }
      ?? candidates.min { closeness($0) < closeness($1) }
  }

  /// How far the interval of a row reaches towards its limit or beyond, in the units of the criterion: the distance of the
  /// farther end from theory, the upper end of what is to stay below a bound, minus the lower end of what is to stay above.
  /// Nil for other relations, and where a number is missing or infinite.
  func reach(_ row: Row) -> Double? {
    guard row.estimate.isComplete else { return nil }
    switch relation {
    case .within, .withinRelative: return deviation(row).flatMap { $0.isFinite ? $0 : nil }
    case .below: return row.estimate.high
    case .above: return -row.estimate.low
    case .covers, .increasing, .decreasing, nil: return nil
    }
  }

  /// How far the interval of a row reaches from theory, in the units of the criterion.
  func deviation(_ row: Row) -> Double? {
    row.theory.map { theory in
      let distance = max(abs(row.estimate.low - theory), abs(row.estimate.high - theory))
      return relation == .withinRelative ? distance / abs(theory) : distance
    }
  }

  /// What the reach of the decisive row is compared with: the tolerance, or the bound.
  var limit: Double? {
    switch relation {
    case .within, .withinRelative: tolerance
    case .below, .above: bound
    case .covers, .increasing, .decreasing, nil: nil
    }
  }

  /// The margin of the decisive row; nil where nothing was judged or no number can be compared.
  public var margin: Double? { decisive?.margin }

  /// What rows are compared by. Half-widths and tolerances are different units: a number that holds counts as near as the
  /// larger of the two says, so that a narrow interval is no reason to call a number far from a limit that it nearly fills.
  private func closeness(_ row: Row) -> Double {
    guard let margin = row.margin else { return .infinity }
    let half = row.estimate.halfWidth
    guard margin > 0, half > 0, let slack = slack(row), slack > 0 else { return margin }
    return min(margin, margin * half / slack)
  }

  /// What the criterion allows: the tolerance, or the size of the bound.
  private func slack(_ row: Row) -> Double? {
    switch relation {
    case .within, .covers: tolerance
    case .withinRelative: tolerance.flatMap { tolerance in row.theory.map { tolerance * abs($0) } }
    case .below, .above: bound.map(abs)
    case .increasing, .decreasing, nil: nil
    }
  }

  /// How near the check is to failing, for comparisons with other checks.
  fileprivate var closeness: Double { decisive.map(closeness) ?? .infinity }
}

extension ClaimResult {
  /// The evidence that decides the verdict: among the checks that have it, the one nearest to failing.
  public var decisive: CheckResult? {
    checks.filter { $0.isEvidence && $0.verdict == verdict }.min { $0.closeness < $1.closeness }
  }

  /// The margin of the claim: that of its decisive number.
  public var margin: Double? { reason == nil ? decisive?.margin : nil }
}
