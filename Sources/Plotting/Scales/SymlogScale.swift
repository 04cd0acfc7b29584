import Foundation

/// Linear around zero and logarithmic far from it: sign(x) log10(1 + |x|/t) for a threshold t > 0.
///
/// Source: J. B. W. Webber, A bi-symmetric log transformation for wide-range data, Meas. Sci. Technol. 24 (2013).
public struct SymlogScale: Scale, Equatable {
  public let domain: ClosedRange<Double>
  /// Where the linear part ends.
  public let threshold: Double

  /// The scale over `domain`; a domain without width is widened.
  public init(_ domain: ClosedRange<Double>, threshold: Double) {
    self.domain = LinearScale.widened(domain)
    self.threshold = max(threshold, .leastNormalMagnitude)
  }

  private func bent(_ value: Double) -> Double {
    let size = abs(value) / threshold
    let amount = size.isFinite ? log10(1 + size) : log10(abs(value)) - log10(threshold)
    return value < 0 ? -amount : amount
  }

  public func fraction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let lower = bent(domain.lowerBound)
    return (bent(value) - lower) / (bent(domain.upperBound) - lower)
  }

  /// Zero and plus or minus t 10^k; as many as fit, evenly.
  public func ticks(_ space: TickSpace) throws -> Ticks {
    let largest = max(abs(domain.lowerBound), abs(domain.upperBound))
    let first = Int(log10(threshold).rounded(.up))
    let last = max(first, Int(log10(largest).rounded(.down)))
    let crowded = Int(2 * Double(last - first) * space.fontSize / max(space.length, 1))
    var best: [Double] = []
    for step in max(1, crowded)...max(1, last - first + 1, crowded) where best.isEmpty {
      // Next to zero the powers crowd, so the least of them may have to go.
      for lowest in first...min(first + 3, last) {
        let powers = stride(from: last, through: lowest, by: -step).map { LogScale.power(Double($0)) }
        let values = (powers.map { -$0 } + [0] + powers.reversed()).filter { domain.contains($0) }
        if values.count <= max(best.count, 1) { break }
        if try space.fits(values.map { (fraction($0), NumberLabel.power($0)) }) { best = values }
      }
    }
    if best.count > 1 { return Ticks(all: best.map { Tick(value: $0, label: NumberLabel.power($0)) }) }
    return try LinearTicks(domain, space).chosen()
  }
}
