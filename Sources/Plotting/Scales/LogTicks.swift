import Foundation

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
    for mantissas in [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]] as [[Double]] {
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
    if values.count < (mantissas.count > 1 ? 2 : 3) || Double(values.count) > space.targetCount * 1.8 + 1 { return nil }
    guard try space.fits(zip(values, labels).map { (fraction($0), $1) }) else { return nil }
    let minor = (first...last).flatMap { exponent in
      (1...9).map { Double($0) * LogScale.power(Double(exponent)) }
    }.filter { domain.contains($0) && !values.contains($0) }
    return Ticks(
      all: zip(values, labels).map { Tick(value: $0, label: $1) } + minor.map { Tick(value: $0, label: nil) })
  }
}
