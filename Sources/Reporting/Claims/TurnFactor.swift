import Foundation

extension FlipSet.Turn {
  /// By what the check's own threshold would have to be multiplied to stand where the verdict turns: `at / ours`, positive.
  ///
  /// Nil where there is no such number: for a threshold of 0, as the step of orders is, and for a turn at 0 or at a value of
  /// the other sign.
  public var factor: Double? {
    let factor = at / ours
    return factor > 0 && factor.isFinite ? factor : nil
  }

  /// The verdict beyond it, seen from the check's own threshold.
  public var beyond: Verdict { at <= ours ? below : above }

  /// How far it is, whether the threshold has to grow or to shrink: the size of the factor's logarithm.
  fileprivate var distance: Double { factor.map { abs(log($0)) } ?? .infinity }
}

extension ClaimResult {
  /// The turn of the verdict on the claim that needs the least change of a threshold, as a factor; nil where no factor turns it.
  public var nearestTurn: Turn? {
    turns.filter { $0.turn.factor != nil }.min { $0.turn.distance < $1.turn.distance }
  }

  /// Every turn of its evidence, check by check; nothing where the claim was not run.
  public var turnsOfChecks: [(check: CheckResult, turn: FlipSet.Turn)] {
    guard reason == nil else { return [] }
    return checks.filter(\.isEvidence).flatMap { check in (check.flip?.turns ?? []).map { (check, $0) } }
  }
}
