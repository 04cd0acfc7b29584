import Foundation

/// Ticks of a linear axis by the extended Wilkinson algorithm.
///
/// Maximises 0.25 simplicity + 0.2 coverage + 0.5 density + 0.05 legibility over labelings with steps q 10^z, where q is
/// one of 1, 5, 2, 2.5, 4, 3. Labelings whose labels overlap, or reach outside the axis, are left out.
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
    let middle = domain.lowerBound / 2 + domain.upperBound / 2
    let coarse = LogScale.power(log10(max(width, .leastNormalMagnitude)).rounded(.down) + 1)
    offset = needsOffset ? (middle / coarse).rounded() * coarse : 0
    let size = needsOffset ? width : largest
    let exponent = Int(log10(max(size, .leastNormalMagnitude)).rounded(.down))
    unit = exponent >= 5 || exponent < -3 || needsOffset ? exponent : 0
    let scale = LogScale.power(Double(unit))
    lower = (domain.lowerBound - offset) / scale
    upper = (domain.upperBound - offset) / scale
  }

  private struct Labeling {
    var start: Double
    var step: Double
    var count: Int
    var score: Double

    var values: [Double] { (0..<count).map { start + Double($0) * step } }
    /// Decimals that the labels need.
    var digits: Int {
      let exponent = Int(log10(step).rounded(.down))
      let mantissa = step / LogScale.power(Double(exponent))
      return max(0, abs(mantissa - mantissa.rounded()) > 1e-6 ? 1 - exponent : -exponent)
    }
  }

  /// The best labeling, at least two ticks; the ends of the axis if there is no better one.
  func chosen() throws -> Ticks {
    let best = try search()
    let scale = LogScale.power(Double(unit))
    guard let best else { return Ticks(all: []) }
    let ticks = best.values.map { value in
      Tick(value: value * scale + offset, label: NumberLabel.fixed(value, digits: best.digits))
    }
    var factor = unit == 0 ? "" : "$\\times10^{\(unit)}$"
    if offset != 0 {
      factor += (offset < 0 ? " − " : " + ") + "\(abs(offset))".replacing("e", with: "e")
    }
    return Ticks(all: ticks, factor: factor.trimmingCharacters(in: .whitespaces))
  }

  private func search() throws -> Labeling? {
    var best: Labeling?
    let target = space.targetCount
    for skip in 1...4 {
      for (rank, q) in LinearTicks.steps.enumerated() {
        let simplest = simplicity(rank, skip, hasZero: true)
        if 0.25 * simplest + 0.2 + 0.5 + 0.05 < best?.score ?? -2 { continue }
        for count in 2...max(2, Int(target * 2.5)) {
          let density = 2 - max(Double(count) / target, target / Double(count))
          if 0.25 * simplest + 0.2 + 0.5 * density + 0.05 < best?.score ?? -2 { continue }
          try consider(rank, q, skip, count, density, &best)
        }
      }
    }
    return best
  }

  private func simplicity(_ rank: Int, _ skip: Int, hasZero: Bool) -> Double {
    1 - Double(rank) / Double(LinearTicks.steps.count - 1) - Double(skip) + 1 + (hasZero ? 1 : 0)
  }

  private func consider(
    _ rank: Int, _ q: Double, _ skip: Int, _ count: Int, _ density: Double, _ best: inout Labeling?
  ) throws {
    let width = upper - lower
    let base = Int(log10(width / Double(count + 1) / (Double(skip) * q)).rounded(.up))
    for z in base...(base + 1) {
      let step = Double(skip) * q * LogScale.power(Double(z))
      let slack = step * 1e-9
      let first = Int(((lower - slack) / step * Double(skip)).rounded(.up))
      let span = Double(count - 1) * step
      let last = Int(((upper + slack - span) / step * Double(skip)).rounded(.down))
      if first > last || last - first > 1000 { continue }
      for index in first...last {
        let start = Double(index) * step / Double(skip)
        let hasZero = start <= slack && start + span >= -slack && abs(remainder(start, step)) < slack
        let (low, high) = ((lower - start) / width, (upper - start - span) / width)
        let coverage = 1 - 0.5 * (low * low + high * high) / 0.01
        let score =
          0.25 * simplicity(rank, skip, hasZero: hasZero) + 0.2 * coverage + 0.5 * density + 0.05
        if score <= best?.score ?? -.infinity { continue }
        let candidate = Labeling(start: start, step: step, count: count, score: score)
        if try fits(candidate) { best = candidate }
      }
    }
  }

  private func fits(_ labeling: Labeling) throws -> Bool {
    try space.fits(
      labeling.values.map {
        (($0 - lower) / (upper - lower), NumberLabel.fixed($0, digits: labeling.digits))
      })
  }
}
