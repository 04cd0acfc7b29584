import Foundation

/// Equal steps for equal differences.
public struct LinearScale: Scale, Equatable {
  public let domain: ClosedRange<Double>
  /// Whether ticks stand at whole numbers only, as far as there are two of them on the axis.
  let isWhole: Bool

  /// The scale over `domain`; a domain without width is widened.
  public init(_ domain: ClosedRange<Double>, isWhole: Bool = false) {
    (self.domain, self.isWhole) = (LinearScale.widened(domain), isWhole)
  }

  /// (value - lower) / (upper - lower), computed on halves so that a range of 1e308 does not overflow.
  public func fraction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let (lower, upper) = (domain.lowerBound / 2, domain.upperBound / 2)
    return (value / 2 - lower) / (upper - lower)
  }

  public func ticks(_ space: TickSpace) throws -> Ticks { try LinearTicks(domain, space).chosen(isWhole: isWhole) }

  /// `range` with a width that the arithmetic can resolve: about a tenth of the value, or 1 around zero.
  static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    let width = range.upperBound / 2 - range.lowerBound / 2
    if width > largest * 1e-13 { return range }
    let margin = largest == 0 ? 1 : max(largest * 0.1, .leastNormalMagnitude)
    let limit = Double.greatestFiniteMagnitude
    return max(range.lowerBound - margin, -limit)...min(range.upperBound + margin, limit)
  }
}

/// Ticks of a linear axis by the extended Wilkinson algorithm.
///
/// Maximises 0.25 simplicity + 0.2 coverage + 0.5 density + 0.05 legibility over labelings with steps q 10^z, where q is
/// one of 1, 5, 2, 2.5, 4, 3. Every tick is a multiple of the step; labelings whose labels overlap, or that reach outside
/// the axis, are left out.
/// Source: J. Talbot, S. Lin, P. Hanrahan, An extension of Wilkinson's algorithm for positioning tick labels on axes,
/// IEEE TVCG 16 (2010).
struct LinearTicks {
  private static let steps: [Double] = [1, 5, 2, 2.5, 4, 3]

  private let space: TickSpace
  /// The domain divided by `unit`, a power of ten, after `offset` is taken off.
  private let lower: Double
  private let upper: Double
  private let unit: Int
  private let offset: Double

  init(_ domain: ClosedRange<Double>, _ space: TickSpace) {
    self.space = space
    let largest = max(abs(domain.lowerBound), abs(domain.upperBound))
    let width = domain.upperBound / 2 - domain.lowerBound / 2
    let needsOffset = width < largest * 1e-5
    offset = needsOffset ? LinearTicks.offset(domain, width) : 0
    let exponent = Int(log10(max(needsOffset ? width : largest, .leastNormalMagnitude)).rounded(.down))
    unit = exponent >= 5 || exponent < -3 || needsOffset ? exponent : 0
    let scale = LogScale.power(Double(unit))
    lower = (domain.lowerBound - offset) / scale
    upper = (domain.upperBound - offset) / scale
  }

  /// The roundest number near the domain: a multiple of the largest power of ten that lies within two widths of it.
  private static func offset(_ domain: ClosedRange<Double>, _ width: Double) -> Double {
    let middle = domain.lowerBound / 2 + domain.upperBound / 2
    let exponent = log10(max(width, .leastNormalMagnitude)).rounded(.up)
    let candidates = (0...4).map { step -> Double in
      let unit = LogScale.power(exponent + Double(step))
      return (middle / unit).rounded() * unit
    }
    return candidates.last { abs($0 - middle) <= 4 * width } ?? middle
  }

  private struct Labeling {
    /// The first tick in steps.
    var first: Double
    var step: Double
    var count: Int
    var score: Double

    var values: [Double] { (0..<count).map { (first + Double($0)) * step } }
    /// Decimals that the labels need.
    var digits: Int {
      let exponent = Int(log10(step).rounded(.down))
      let mantissa = step / LogScale.power(Double(exponent))
      return max(0, abs(mantissa - mantissa.rounded()) > 1e-6 ? 1 - exponent : -exponent)
    }
  }

  /// The best labeling, at least two ticks, at whole numbers where `isWhole` asks for it and two of them are there; none if
  /// nothing fits.
  func chosen(isWhole: Bool = false) throws -> Ticks {
    let best = try (isWhole ? search(isWhole: true) : nil) ?? search(isWhole: false)
    let scale = LogScale.power(Double(unit))
    guard let best else { return Ticks(all: []) }
    let ticks = best.values.map { value in
      Tick(value: value * scale + offset, label: NumberLabel.fixed(value, digits: best.digits))
    }
    let factor = unit == 0 ? "" : "$\\times10^{\(unit)}$"
    let shift = offset == 0 ? "" : "offset \(NumberLabel.exact(offset))" + (factor.isEmpty ? "" : ", ")
    return Ticks(all: ticks, factor: shift + factor)
  }

  private func search(isWhole: Bool) throws -> Labeling? {
    var best: Labeling?
    let target = space.targetCount
    for (rank, q) in LinearTicks.steps.enumerated() {
      for count in 2...max(2, Int(target * 2.5)) {
        let density = 2 - max(Double(count) / target, target / Double(count))
        let limit = 0.25 * simplicity(rank, hasZero: true) + 0.2 + 0.5 * density + 0.05
        if limit >= best?.score ?? -.infinity { try consider(rank, q, count, density, isWhole, &best) }
      }
    }
    return best
  }

  private func simplicity(_ rank: Int, hasZero: Bool) -> Double {
    (hasZero ? 1 : 0) - Double(rank) / Double(LinearTicks.steps.count - 1)
  }

  private func consider(
    _ rank: Int, _ q: Double, _ count: Int, _ density: Double, _ isWhole: Bool, _ best: inout Labeling?
  ) throws {
    let width = upper - lower
    let base = Int(log10(width / Double(count + 1) / q).rounded(.up))
    for z in base...(base + 1) {
      let step = q * LogScale.power(Double(z))
      let size = step * LogScale.power(Double(unit))
      if isWhole, size < 0.999 || abs(size - size.rounded()) > 1e-9 * size { continue }
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down) - Double(count - 1)
      if first > last || last - first > 1000 { continue }
      for index in stride(from: first, through: last, by: 1) {
        let (start, end) = (index * step, (index + Double(count - 1)) * step)
        let (low, high) = ((lower - start) / width, (upper - end) / width)
        let coverage = 1 - 0.5 * (low * low + high * high) / 0.01
        let simplicity = simplicity(rank, hasZero: index <= 0 && index + Double(count) > 0)
        let score = 0.25 * simplicity + 0.2 * coverage + 0.5 * density + 0.05
        if score <= best?.score ?? -.infinity { continue }
        let candidate = Labeling(first: index, step: step, count: count, score: score)
        if try fits(candidate) { best = candidate }
      }
    }
  }

  private func fits(_ labeling: Labeling) throws -> Bool {
    try space.fits(
      labeling.values.map { (($0 - lower) / (upper - lower), NumberLabel.fixed($0, digits: labeling.digits)) })
  }
}
