import Foundation

extension CheckResult {
  /// Where the verdict turns, in sentences: "Holds for tolerances from 0.031 on; ours is 0.05. It holds for 10 of 10 seeds
  /// alone."
  public var pressure: String {
    guard let flip else { return "" }
    return (flip.thresholds.map(range) + [flip.shares, flip.settlingSentence]).filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// The values of one threshold for which the check holds.
  private func range(_ kind: Thresholds.Kind) -> String {
    let own = flip?.turns.filter { $0.threshold == kind } ?? []
    let ours = Thresholds(self)[kind] ?? 0
    let (tail, plural) = ("; ours is \(NumberText.plain(ours)).", kind.plural)
    let (isHeld, isOpen) = (verdict == .reproduced, verdict == .inconclusive)
    let start = isHeld ? "Holds" : "Would hold"
    if let turn = own.first(where: { $0.above == .reproduced }) {
      let end = own.first { isOpen && $0.below == .notReproduced && $0.at < turn.at }
      let failing = end.map { ", fails below \(Self.outward($0.at, isUp: false, from: ours))" } ?? ""
      let first = Self.outward(turn.at, isUp: true, from: ours)
      let range = turn.at == .leastNonzeroMagnitude ? "above 0" : "from \(first) on"
      return "\(start) for \(plural) \(range)\(failing)\(tail)"
    }
    if let turn = own.first(where: { $0.below == .reproduced }) {
      let end = own.first { isOpen && $0.above == .notReproduced && $0.at > turn.at }
      let failing = end.map { ", fails above \(Self.outward($0.at.nextDown, isUp: true, from: ours))" } ?? ""
      let last = Self.outward(turn.at.nextDown, isUp: false, from: ours)
      let range = turn.at == 0 ? "below 0" : "up to \(last)"
      return "\(start) for \(plural) \(range)\(failing)\(tail)"
    }
    return isHeld ? "Holds for all \(plural)\(tail)" : "No other \(kind.rawValue) makes it hold."
  }

  /// A number rounded to two digits, or more, up or down, so that what is said of it stays true; to more digits where it would print as
  /// the one that it is told apart from, or beyond it.
  static func outward(_ value: Double, isUp: Bool, from ours: Double, digits least: Int = 2) -> String {
    guard value.isFinite, abs(value) >= .leastNormalMagnitude else { return NumberText.plain(0) }
    for digits in least...16 {
      let rounded = NumberText.rounded(value, digits: digits, isUp: isUp)
      if value == ours || rounded != ours && (rounded > ours) == (value > ours) { return NumberText.plain(rounded) }
    }
    return NumberText.plain(value)
  }
}

extension ClaimResult.Turn {
  /// "bound of `slope`, ours 0.05: below 0.03113 the claim is not reproduced".
  public var sentence: String {
    let isBelow = turn.at <= turn.ours
    let end = CheckResult.outward(turn.at, isUp: !isBelow, from: turn.ours, digits: 4)
    return "\(turn.threshold.rawValue) of `\(check)`, ours \(NumberText.plain(turn.ours)): "
      + "\(isBelow ? "below" : "from") \(end) the claim is \(verdict.rawValue)"
  }
}

extension Thresholds.Kind {
  fileprivate var plural: String { self == .step ? "least steps" : rawValue + "s" }
}

extension FlipSet {
  /// How it fares with parts of what its numbers rest on.
  fileprivate var shares: String {
    let parts = [
      withoutOne.map { "in \($0.holds) of \($0.of) sets without one seed" },
      single.map { "for \($0.holds) of \($0.of) seeds alone" },
      ranges.map { "in \($0.holds) of \($0.of) fits without an end point" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : "It holds \(parts.joined(separator: ", "))."
  }

  /// A count to two digits where it has more than three.
  private static func rounded(_ count: Int) -> Int {
    count < 1000 ? count : Int(NumberText.rounded(Double(count), digits: 2, isUp: true))
  }

  /// How many seeds would settle it.
  fileprivate var settlingSentence: String {
    guard let settling else { return "" }
    guard let expected = settling.expected else {
      return "More than a million seeds would be needed to settle it; there are \(settling.seeds)."
    }
    let range = settling.low.map { low in
      " (\(Self.rounded(low)) \(settling.high.map { "to \(Self.rounded($0))" } ?? "or more"))"
    }
    return "About \(Self.rounded(expected)) seeds\(range ?? "") would settle it; there are \(settling.seeds)."
  }
}

extension ClaimResult {
  /// Where the verdict of the decisive evidence turns, and how it fares with parts of what it rests on; empty where nothing was
  /// judged.
  public var pressure: String { reason == nil ? decisive?.pressure ?? "" : "" }
}

extension NumberText {
  /// The nearest number of `digits` significant digits that is not below `value`, or with `isUp` false not above it.
  static func rounded(_ value: Double, digits: Int, isUp: Bool) -> Double {
    let text = String(format: "%.\(digits - 1)e", value)
    let parts = text.split(separator: "e")
    guard let near = Double(text), let mantissa = parts.first, let power = parts.last.flatMap({ Int($0) }) else {
      return value
    }
    if near == value || (near > value) == isUp { return near }
    // One unit of the last digit further, in decimal digits.
    guard let whole = Int(mantissa.replacing(".", with: "")) else { return value }
    return Double("\(whole + (isUp ? 1 : -1))e\(power - digits + 1)") ?? value
  }
}
