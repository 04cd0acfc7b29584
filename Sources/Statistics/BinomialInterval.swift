extension Interval {
  /// Clopper and Pearson's interval for a probability p of which k = `successes` in n = `trials` independent trials were
  /// seen: all p for which neither "at most k" nor "at least k" successes is less likely than (1 - level)/2. It holds p
  /// with probability at least `level`, whatever p is.
  ///
  /// The lower end solves I_p(k, n - k + 1) = (1 - level)/2 and is 0 for k = 0; the upper one is 1 less the lower end for
  /// n - k. Source: Clopper and Pearson, Biometrika 26 (1934).
  ///
  /// - Throws: ``RegressionError`` unless 0 < level < 1 and 0 <= successes <= trials, trials > 0.
  public init(successes: Int, trials: Int, level: Double) throws {
    try Require.level(level)
    guard trials > 0, (0...trials).contains(successes) else {
      throw RegressionError.outside(
        what: "the number of successes", value: Double(successes),
        need: "it must lie between 0 and \(trials), the trials")
    }
    let tail = (1 - level) / 2
    self.init(
      lower: Self.lowerEnd(successes, trials, tail), upper: 1 - Self.lowerEnd(trials - successes, trials, tail))
  }

  private static func lowerEnd(_ successes: Int, _ trials: Int, _ tail: Double) -> Double {
    guard successes > 0 else { return 0 }
    let (a, b) = (Double(successes), Double(trials - successes + 1))
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if IncompleteBeta.regularized(middle, complement: 1 - middle, a, b) < tail { low = middle } else { high = middle }
    }
  }
}
