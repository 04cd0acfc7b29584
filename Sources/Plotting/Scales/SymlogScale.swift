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

  /// Zero and plus or minus t 10^k; every second or later power is left out until the labels fit.
  public func ticks(_ space: TickSpace) throws -> Ticks {
    let largest = max(abs(domain.lowerBound), abs(domain.upperBound))
    let first = Int(log10(threshold).rounded(.up))
    let last = max(first, Int(log10(largest).rounded(.down)))
    for step in 1...(last - first + 1) {
      let powers = stride(from: last, through: first, by: -step).map { LogScale.power(Double($0)) }
      let values = (powers.map { -$0 } + [0] + powers.reversed()).filter { domain.contains($0) }
      let labels = values.map { NumberLabel.power($0) }
      let isFitting = try space.fits(zip(values, labels).map { (fraction($0), $1) })
      if isFitting, values.count > 1 { return Ticks(all: zip(values, labels).map { Tick(value: $0, label: $1) }) }
    }
    return try LinearTicks(domain, space).chosen()
  }
}
