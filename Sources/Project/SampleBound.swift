import Foundation

/// What a draw without a fault excludes.
///
/// Of $N$ stages, $D$ of which are faulty, $n$ drawn without replacement hold no faulty one with probability
/// $\binom{N-D}{n} / \binom{N}{n}$, the hypergeometric distribution. The bound is the largest $D$ for which that is at least
/// $1 - \text{level}$: more faulty stages would have been noticed with probability above `level`.
struct SampleBound {
  /// The most faulty stages that the draw does not exclude.
  let faulty: Int
  /// Their share of all.
  let share: Double

  /// - Parameters:
  ///   - drawn: how many were drawn; all of them agreed.
  ///   - population: among how many.
  ///   - level: the probability with which more would have been noticed.
  init(drawn: Int, population: Int, level: Double = 0.95) {
    var probability = 1.0
    var faulty = 0
    // From D to D + 1 faulty ones the probability is multiplied by (N - D - n) / (N - D).
    while faulty < population {
      let good = Double(population - faulty)
      probability *= max(0, good - Double(drawn)) / good
      // What equals the level, but for rounding, is not excluded.
      if probability < (1 - level) * (1 - 1e-9) { break }
      faulty += 1
    }
    self.faulty = faulty
    share = population == 0 ? 1 : Double(faulty) / Double(population)
  }
}
