import Foundation

/// How one direction of a panel is scaled and labelled.
public struct Axis: Sendable {
  /// In the notation of labels.
  public var label = ""
  public var scale = ScaleName.linear
  /// The lower end; nil for that of the data.
  public var lower: Double?
  /// The upper end; nil for that of the data.
  public var upper: Double?
  /// Where the linear part of a symlog scale ends.
  public var threshold = 1.0
  /// The values with ticks; empty to choose them.
  public var ticks: [Double] = []
  public var hasGrid = false
  /// The names of a category scale.
  public var names: [String] = []

  /// A linear axis without a label.
  public init() {}

  /// The scale that covers `extent`, with the extent's margin where the axis names no end.
  ///
  /// - Throws: ``PlottingError/emptyScale(axis:reason:)`` for ends that make no scale.
  func scale(covering extent: Extent, name: String) throws -> any Scale {
    if let lower, let upper, lower >= upper {
      throw PlottingError.emptyScale(axis: name, reason: "its lower end is not below its upper end")
    }
    switch scale {
    case .category: return CategoryScale(names)
    case .log: return try LogScale(logDomain(extent), axis: name)
    case .linear:
      return LinearScale(
        linearDomain(extent) {
          $0
        } back: {
          $0
        })
    case .symlog:
      let limit = max(threshold, .leastNormalMagnitude)
      let domain = linearDomain(extent) {
        ($0 < 0 ? -1 : 1) * log10(1 + abs($0) / limit)
      } back: {
        ($0 < 0 ? -1 : 1) * min((pow(10, abs($0)) - 1) * limit, .greatestFiniteMagnitude)
      }
      return SymlogScale(domain, threshold: limit)
    }
  }

  private func linearDomain(
    _ extent: Extent, bend: (Double) -> Double, back: (Double) -> Double
  ) -> ClosedRange<Double> {
    let limit = Double.greatestFiniteMagnitude
    let data = extent.isEmpty ? (0.0, 1.0) : (extent.lower, extent.upper)
    let range = LinearScale.widened(min(lower ?? data.0, upper ?? data.0)...max(upper ?? data.1, lower ?? data.1))
    let (low, high) = (bend(range.lowerBound), bend(range.upperBound))
    let margin = (high / 2 - low / 2) * 2 * extent.margin
    let below = lower ?? (extent.isFlushBelow ? range.lowerBound : max(back(low - margin), -limit))
    let above = upper ?? (extent.isFlushAbove ? range.upperBound : min(back(high + margin), limit))
    return below < above ? below...above : range
  }

  private func logDomain(_ extent: Extent) -> ClosedRange<Double> {
    let hasData = extent.lowestPositive.isFinite
    let low = lower ?? (hasData ? extent.lowestPositive : (upper ?? 10) / 10)
    let high = max(upper ?? (hasData ? extent.upper : low * 10), low)
    let margin = low > 0 ? (log10(high) - log10(low)) * extent.margin : 0
    let below = lower ?? (extent.isFlushBelow && extent.lower > 0 ? low : LogScale.power(log10(low) - margin))
    let above = upper ?? (extent.isFlushAbove ? high : LogScale.power(log10(high) + margin))
    return min(below, above)...max(below, above)
  }

  /// The ticks in the given space.
  func ticks(on scale: any Scale, _ space: TickSpace) throws -> Ticks {
    if ticks.isEmpty { return try scale.ticks(space) }
    let shown = ticks.filter { (-1e-9...1 + 1e-9).contains(scale.fraction($0)) }
    for step in 1...max(shown.count, 1) {
      let labelled = shown.enumerated().filter { $0.offset % step == 0 }
      let fits = try space.fits(labelled.map { (scale.fraction($0.element), NumberLabel.short($0.element)) })
      guard fits else { continue }
      return Ticks(
        all: shown.enumerated().map {
          Tick(value: $0.element, label: $0.offset % step == 0 ? NumberLabel.short($0.element) : nil)
        })
    }
    return Ticks(all: [])
  }
}
