import Foundation

/// Panels on a page.
public struct Figure: Sendable {
  public var title = ""
  public var subtitle = ""
  public var size = Size.single
  /// The width in points, instead of that of the size.
  public var width: Double?
  /// Height of each plot area over its width.
  public var aspect = 0.72
  /// Panels side by side; nil to choose.
  public var columns: Int?
  public var panels: [Panel] = []
  /// Which axes all panels have in common.
  public var share = Share.none
  /// Where the labels of axes are written.
  public var labels = Labels.outer
  /// Whether panels carry the letters (a), (b) and so on.
  public var hasLetters = false
  public var theme = Theme.light

  /// A figure without panels.
  public init() {}

  /// Widths of a page's columns.
  public enum Size: String, CaseIterable, Sendable {
    case single
    case onehalf = "one and a half"
    case double

    /// Points: 3.35, 5.1 and 6.9 inches.
    public var width: Double {
      switch self {
      case .single: 241.2
      case .onehalf: 367.2
      case .double: 496.8
      }
    }
  }

  /// Axes in common: equal ends, labels only at the outside.
  public enum Share: String, CaseIterable, Sendable {
    case none, x, y, both

    var sharesX: Bool { self == .x || self == .both }
    var sharesY: Bool { self == .y || self == .both }
  }

  /// Where the labels of axes are written.
  public enum Labels: String, CaseIterable, Sendable {
    /// Once for neighbours in a row that have the same label along y, and in a column along x.
    case outer
    /// At every panel.
    case all
  }

  /// The width of the page, in points.
  var pageWidth: Double { width ?? size.width }

  /// The figure as drawing calls.
  ///
  /// - Throws: ``PlottingError`` for scales without sense, faulty labels, or a page too small.
  public func drawing() throws -> Drawing {
    let first = try FigureLayout(self, outside: [])
    if first.homeless.isEmpty { return try first.drawing() }
    return try FigureLayout(self, outside: first.homeless).drawing()
  }
}

/// Marks on one pair of axes.
public struct Panel: Sendable {
  /// Above the plot area, in the notation of labels.
  public var title = ""
  /// The title with texts as they are in the data; empty for the title itself.
  var name = ""
  public var x = Axis()
  public var y = Axis()
  /// Back to front.
  public var marks: [any Mark] = []
  public var legend = LegendPlace.best
  public var inset: Inset?

  /// A panel without marks.
  public init() {}

  /// A small panel inside another; a class, since a structure cannot hold another of its own kind.
  public final class Inset: Sendable {
    /// The panel; its own inset is not drawn.
    public let panel: Panel
    /// Share of the plot area's width.
    public let width: Double
    /// Share of the plot area's height.
    public let height: Double
    /// Where it stands; nil for the emptiest corner.
    public let corner: Corner?

    /// `panel` in the given shares of the plot area.
    public init(_ panel: Panel, width: Double = 0.45, height: Double = 0.42, corner: Corner? = nil) {
      (self.panel, self.width, self.height, self.corner) = (panel, width, height, corner)
    }
  }

  /// The corners of a plot area.
  public enum Corner: String, CaseIterable, Sendable {
    case topRight = "top right"
    case topLeft = "top left"
    case bottomRight = "bottom right"
    case bottomLeft = "bottom left"
  }

  /// What the data of a figure call the panel.
  var plainTitle: String { name.isEmpty ? title : name }

  /// What the marks show along the two axes.
  var extents: (x: Extent, y: Extent) {
    var (x, y) = (Extent(isLogarithmic: self.x.scale == .log), Extent(isLogarithmic: self.y.scale == .log))
    for case let mark as any Ranged in marks { mark.extend(x: &x, y: &y) }
    return (x, y)
  }

  /// The extents with room at the ends of the x axis for series that are drawn beside their place, on `width` points.
  func extents(width: Double) -> (x: Extent, y: Extent) {
    var extents = extents
    let series = marks.compactMap { ($0 as? any Companion)?.series }
    if let shift = series.map({ abs($0.shift) }).max(), shift > 0 {
      let room = min(shift + (series.map(\.look.size).max() ?? 0), width / 4)
      extents.x.margin = max(extents.x.margin, room / (width - 2 * room))
    }
    return extents
  }

  /// The marks whose places the data fix, back to front: markers would hide short error bars, so the bars come last.
  var marksAtPlaces: [any Mark] {
    let fixed = marks.filter { !($0 is any Placed) }
    return fixed.filter { !($0 is ErrorBarsMark) } + fixed.filter { $0 is ErrorBarsMark }
  }

  var entries: [LegendEntry] { LegendEntry.merged(marks) }
  /// The entries that no label at a line's end replaces.
  var entriesWithoutEnd: [LegendEntry] {
    let ends = Set(marks.compactMap { ($0 as? any Curved)?.label })
    return entries.filter { !ends.contains($0.label) }
  }
  var colorScale: ColorScale? { marks.compactMap { ($0 as? any Colored)?.colors }.first { $0.hasBar } }
}

/// Where the legend stands.
public enum LegendPlace: String, CaseIterable, Sendable {
  /// Inside, in a corner off the data; below the figure if no corner is free.
  case best
  case right, below
  /// Labels at the ends of the lines.
  case direct
  case none
}

/// How one direction of a panel is scaled and labelled.
public struct Axis: Sendable {
  /// In the notation of labels.
  public var label = ""
  public var scale = ScaleName.linear
  /// Whether the scale was chosen, so that columns of names do not change it.
  public var isScaleChosen = false
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
  /// What is written for a name, in the notation of labels; names that are not in it stand as they are.
  public var labels: [String: String] = [:]

  /// The scale that covers `extent`, with the extent's margin where the axis names no end.
  ///
  /// - Throws: ``PlottingError/emptyScale(axis:reason:)`` for ends that make no scale.
  func scale(covering extent: Extent, name: String) throws -> any Scale {
    if let lower, let upper, lower >= upper {
      throw PlottingError.emptyScale(axis: name, reason: "its lower end is not below its upper end")
    }
    switch scale {
    case .category: return CategoryScale(names: names, labels: labels)
    case .log: return try LogScale(logDomain(extent), axis: name)
    case .linear:
      return LinearScale(
        linearDomain(extent, bend: { $0 }, back: { $0 }), isWhole: !extent.isEmpty && !extent.hasFractions)
    case .symlog:
      let limit = max(threshold, .leastNormalMagnitude)
      func bend(_ value: Double) -> Double { (value < 0 ? -1 : 1) * log10(1 + abs(value) / limit) }
      func back(_ bent: Double) -> Double {
        (bent < 0 ? -1 : 1) * min((pow(10, abs(bent)) - 1) * limit, .greatestFiniteMagnitude)
      }
      return SymlogScale(linearDomain(extent, bend: bend, back: back), threshold: limit)
    }
  }

  private func linearDomain(_ extent: Extent, bend: (Double) -> Double, back: (Double) -> Double) -> ClosedRange<Double>
  {
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

  /// How the numbers of an axis are written: where all are powers of ten and one needs an exponent, all have one.
  private static func label(_ ticks: [Double], on scale: any Scale) -> (Double) -> String {
    let arePowers = ticks.allSatisfy { $0 > 0 && abs(log10($0) - log10($0).rounded()) < 1e-9 }
    let needsExponent = ticks.contains { NumberLabel.short($0).contains("^") }
    let isPower = scale is LogScale && arePowers && needsExponent
    return { isPower ? NumberLabel.power($0) : NumberLabel.short($0) }
  }

  /// The ticks in the given space.
  func ticks(on scale: any Scale, _ space: TickSpace) throws -> Ticks {
    if ticks.isEmpty { return try scale.ticks(space) }
    let shown = ticks.filter { (-1e-9...1 + 1e-9).contains(scale.fraction($0)) }
    let label = Axis.label(shown, on: scale)
    for step in 1...max(shown.count, 1) {
      let labelled = shown.enumerated().filter { $0.offset % step == 0 }.map(\.element)
      guard try space.fits(labelled.map { (scale.fraction($0), label($0)) }) else { continue }
      let all = shown.enumerated().map { Tick(value: $1, label: $0 % step == 0 ? label($1) : nil) }
      return Ticks(all: all)
    }
    return Ticks(all: [])
  }
}
