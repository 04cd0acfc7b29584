/// How the interval of a mean narrows with more rows, and how far the spread of a sample may be from the true one: what
/// statistics know and a report is told.
public struct WidthLaw: Sendable {
  /// The half-width of the interval of a mean of `wanted` rows over that of `rows`, of the same spread and at one level.
  let narrowing: @Sendable (_ rows: Double, _ wanted: Double, _ level: Double) -> Double?
  /// The ends of the true spread over the one that was seen in `rows` rows.
  let spread: @Sendable (_ rows: Double) -> (low: Double, high: Double)?

  /// A law; each part gives nil where it has no answer.
  public init(
    narrowing: @escaping @Sendable (_ rows: Double, _ wanted: Double, _ level: Double) -> Double?,
    spread: @escaping @Sendable (_ rows: Double) -> (low: Double, high: Double)?
  ) { (self.narrowing, self.spread) = (narrowing, spread) }
}

extension FlipSet.Settling {
  /// More seeds than this are not looked for.
  static let most = 1_000_000

  private enum Spread { case seen, low, high }

  /// How many seeds decide `whole`; nil where it is decided, or where an open row is no mean over seeds.
  ///
  /// The numbers stay, their intervals narrow, and the check is judged on these: the least number of seeds for which it is
  /// no longer inconclusive.
  init?(_ whole: CheckPart, _ thresholds: Thresholds, _ law: WidthLaw) {
    let numbers = whole.numbers
    let verdicts = numbers.verdicts(thresholds).map(\.verdict)
    let open = verdicts.indices.filter { verdicts[$0] == .inconclusive }
    guard Verdict.all(verdicts) == .inconclusive,
      open.allSatisfy({ whole.means[$0].isMean && numbers.estimates[$0].isComplete }),
      let seeds = open.map({ whole.means[$0].seeds }).max()
    else { return nil }
    func isDecided(_ wanted: Int, _ spread: Spread) -> Bool {
      var known: [[Double]: Double] = [:]
      let narrowed = zip(numbers.estimates, whole.means).map { estimate, mean -> Estimate in
        guard mean.isMean else { return estimate }
        let key = [mean.rows, mean.seeds, mean.level]
        let factor =
          known[key] ?? law.narrowing(mean.rows, mean.rows / mean.seeds * Double(wanted), mean.level) ?? .nan
        known[key] = factor
        let ends = law.spread(mean.rows)
        let share = spread == .seen ? 1 : spread == .low ? ends?.low ?? .nan : ends?.high ?? .nan
        return estimate.narrowed(by: factor * share)
      }
      return CheckedNumbers(numbers, estimates: narrowed).verdict(thresholds) != .inconclusive
    }
    func least(_ spread: Spread) -> Int? {
      var (low, high) = (1, 2)
      while !isDecided(high, spread) {
        (low, high) = (high, 2 * high)
        if low >= Self.most { return nil }
      }
      while high - low > 1 {
        let middle = (low + high) / 2
        if isDecided(middle, spread) { high = middle } else { low = middle }
      }
      return high <= Self.most ? high : nil
    }
    self.init(seeds: Int(seeds), expected: least(.seen), low: least(.low), high: least(.high))
  }
}

extension Estimate {
  /// The same number, the ends of its interval nearer by a factor; one that cannot be judged stays so.
  fileprivate func narrowed(by factor: Double) -> Estimate {
    guard factor.isFinite else { return Estimate(value: value, low: -.infinity, high: .infinity) }
    return Estimate(value: value, low: value - factor * (value - low), high: value + factor * (high - value))
  }
}
