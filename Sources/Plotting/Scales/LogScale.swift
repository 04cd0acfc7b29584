import Foundation

/// Equal steps for equal ratios; shows positive values only.
public struct LogScale: Scale, Equatable {
  public let domain: ClosedRange<Double>
  private let lower: Double
  private let width: Double

  /// The scale over `domain`, which must be positive.
  ///
  /// - Throws: ``PlottingError/emptyScale(axis:reason:)`` for a domain that reaches zero or below.
  public init(_ domain: ClosedRange<Double>, axis: String = "log") throws {
    guard domain.lowerBound > 0, domain.upperBound.isFinite else {
      throw PlottingError.emptyScale(axis: axis, reason: "a log scale needs positive ends")
    }
    let (lower, upper) = (log10(domain.lowerBound), log10(domain.upperBound))
    let isWide = upper - lower > 1e-12
    let margin = isWide ? 0 : 0.5
    self.domain = isWide ? domain : LogScale.power(lower - margin)...LogScale.power(upper + margin)
    self.lower = lower - margin
    width = upper - lower + 2 * margin
  }

  /// log(value / lower) / log(upper / lower).
  public func fraction(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return .nan }
    return (log10(value) - lower) / width
  }

  public func ticks(_ space: TickSpace) throws -> Ticks { try LogTicks(domain, space).chosen() }

  /// 10^exponent within the range of doubles.
  static func power(_ exponent: Double) -> Double {
    min(max(pow(10, exponent), .leastNonzeroMagnitude), .greatestFiniteMagnitude)
  }
}

/// Ticks of a log axis: powers of ten, with 2, 5 or finer steps where there are few of them.
struct LogTicks {
  private let domain: ClosedRange<Double>
  private let space: TickSpace
  private let lower: Double
  private let upper: Double

  init(_ domain: ClosedRange<Double>, _ space: TickSpace) {
    self.domain = domain
    self.space = space
    lower = log10(domain.lowerBound)
    upper = log10(domain.upperBound)
  }

  func chosen() throws -> Ticks {
    let first = Int((lower - 1e-9).rounded(.up))
    let last = Int((upper + 1e-9).rounded(.down))
    if last - first >= 1, let ticks = try decades(first, last) { return ticks }
    for mantissas in [[1, 2, 5], [1, 2, 3, 5, 7], [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3], [1]] as [[Double]] {
      if let ticks = try within(mantissas, first - 1, last + 1) { return ticks }
    }
    return try LinearTicks(domain, space).chosen()
  }

  private func fraction(_ value: Double) -> Double { (log10(value) - lower) / (upper - lower) }

  /// Every k-th power of ten, for the least k at which they are neither crowded nor overlapping.
  private func decades(_ first: Int, _ last: Int) throws -> Ticks? {
    for step in [1, 2, 3, 4, 5, 10, 20, 50, 100, 200] {
      let start = Int((Double(first) / Double(step)).rounded(.up)) * step
      let exponents = Array(stride(from: start, through: last, by: step))
      if Double(exponents.count) > space.targetCount * 1.8 + 1 { continue }
      let isPlain = first >= 0 && last <= 4
      let labels = exponents.map { isPlain ? NumberLabel.short(LogScale.power(Double($0))) : power($0) }
      let values = exponents.map { LogScale.power(Double($0)) }
      guard try space.fits(zip(values, labels).map { (fraction($0), $1) }) else { continue }
      let minor = minorValues(first, last, step).map { Tick(value: $0, label: nil) }
      return Ticks(all: zip(values, labels).map { Tick(value: $0, label: $1) } + minor)
    }
    return nil
  }

  private func power(_ exponent: Int) -> String { "$10^{\(exponent)}$" }

  /// 2 to 9 times each power where the powers are far apart, else the powers that carry no label.
  private func minorValues(_ first: Int, _ last: Int, _ step: Int) -> [Double] {
    if step > 1 {
      if Double(last - first) > space.length / 3 { return [] }
      return (first...last).filter { $0 % step != 0 }.map { LogScale.power(Double($0)) }
    }
    if space.length / (upper - lower) < 10 { return [] }
    return ((first - 1)...last).flatMap { exponent in
      (2...9).map { Double($0) * LogScale.power(Double(exponent)) }
    }.filter { domain.contains($0) }
  }

  /// Multiples of powers by the given mantissas, if at least three of them are inside and their labels fit.
  private func within(_ mantissas: [Double], _ first: Int, _ last: Int) throws -> Ticks? {
    let values = (first...last).flatMap { exponent in
      mantissas.map { $0 * LogScale.power(Double(exponent)) }
    }.filter { domain.contains($0) }
    let labels = values.map(NumberLabel.short)
    if values.count < 3 || Double(values.count) > space.targetCount * 1.8 + 1 { return nil }
    guard try space.fits(zip(values, labels).map { (fraction($0), $1) }) else { return nil }
    let minor = (first...last).flatMap { exponent in
      (1...9).map { Double($0) * LogScale.power(Double(exponent)) }
    }.filter { domain.contains($0) && !values.contains($0) }
    return Ticks(
      all: zip(values, labels).map { Tick(value: $0, label: $1) } + minor.map { Tick(value: $0, label: nil) })
  }
}

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
