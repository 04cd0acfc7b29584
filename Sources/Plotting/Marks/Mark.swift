/// Something drawn from data on the scales of a panel.
///
/// A mark needs one method. What else it can tell, it tells by adopting ``Ranged``, ``Legended``, ``Curved``,
/// ``Colored`` or ``Placed``.
public protocol Mark: Sendable {
  /// Draws the mark; values that a scale cannot show are left out.
  func draw(on plot: inout Plot) throws
}

/// A mark whose data the axes must cover.
public protocol Ranged: Mark {
  /// Adds the data to the extents of the two axes.
  func extend(x: inout Extent, y: inout Extent)
}

/// A mark that a legend explains.
public protocol Legended: Mark {
  /// The mark's line in the legend, in the notation of labels; empty for none.
  var label: String { get }
  /// What stands before the label, back to front.
  var swatches: [Swatch] { get }
}

/// A mark that colours by numbers and wants a colour bar.
public protocol Colored: Mark { var colors: ColorScale { get set } }

extension Mark {
  /// The mark with the colours of its numbers as `theme` needs them.
  func on(_ theme: Theme) -> any Mark {
    guard var colored = self as? any Colored else { return self }
    colored.colors.isOnDark = theme.isDark
    return colored
  }
}

/// A mark that seeks a free place and is therefore drawn after the others.
public protocol Placed: Mark {}

/// A mark that may be part of how another shows the same series, as a line through its points.
public protocol Companion: Legended, Tabular { var series: Series { get } }

extension Companion {
  public var label: String { series.label }
  public var tabulated: [Series] { [series] }
}

/// A mark at the points (x, y) of a series; it can be labelled at its end instead of in a legend.
public protocol Curved: Ranged, Companion {}

extension Curved {
  public var color: Color { series.look.color }

  public func extend(x: inout Extent, y: inout Extent) {
    x.include(series.x, at: series.y, on: y)
    y.include(series.y, at: series.x, on: x)
  }
}

/// A sample of a mark in a legend.
public enum Swatch: Sendable, Equatable {
  case line(Stroke)
  case bar(Stroke, cap: Double)
  case marker(MarkerShape, size: Double, fill: Color, isOpen: Bool)
  case area(Color)

  /// The sample in another colour, of the same opacity.
  func painted(_ color: Color) -> Swatch {
    switch self {
    case .line(let stroke): .line(Stroke(color, width: stroke.width, dash: stroke.dash))
    case .bar(let stroke, let cap): .bar(Stroke(color, width: stroke.width, dash: stroke.dash), cap: cap)
    case .marker(let shape, let size, _, let isOpen): .marker(shape, size: size, fill: color, isOpen: isOpen)
    case .area(let old): .area(color.faded(old.opacity))
    }
  }

  /// Which case it is.
  var kind: Int {
    switch self {
    case .line: 0
    case .bar: 1
    case .marker: 2
    case .area: 3
    }
  }
}

/// The range of the values along an axis.
public struct Extent: Sendable, Equatable {
  public private(set) var lower = Double.infinity
  public private(set) var upper = -Double.infinity
  /// The least value above zero, where a log axis begins.
  public private(set) var lowestPositive = Double.infinity
  /// Whether some value is no whole number.
  public private(set) var hasFractions = false
  /// Whether the axis begins exactly at the lower end, as below bars.
  public var isFlushBelow = false
  /// Whether the axis ends exactly at the upper end.
  public var isFlushAbove = false
  /// Room at both ends, as a share of what the values span, where the axis names no end.
  public var margin = 0.04
  /// Whether the axis shows numbers above zero only.
  public var isLogarithmic = false

  public var isEmpty: Bool { lower > upper }
  /// Whether there are values and a log axis shows none.
  var isWithoutPositive: Bool { !isEmpty && !lowestPositive.isFinite }

  /// Includes every finite value.
  public mutating func include(_ values: [Double]) {
    var (low, high, positive) = (lower, upper, lowestPositive)
    for value in values where value.isFinite {
      if value < low { low = value }
      if value > high { high = value }
      if value > 0, value < positive { positive = value }
    }
    (lower, upper, lowestPositive) = (low, high, positive)
    if !hasFractions { hasFractions = values.contains { $0.isFinite && $0 != $0.rounded() } }
  }

  /// Includes the values of those rows that stand at a place which the other axis can show.
  public mutating func include(_ values: [Double], at places: [Double], on other: Extent) {
    include(zip(values, places).filter { other.shows($1) }.map(\.0))
  }

  private func shows(_ value: Double) -> Bool { value.isFinite && (value > 0 || !isLogarithmic) }

  /// Includes all that `other` covers.
  public mutating func include(_ other: Extent) {
    lower = min(lower, other.lower)
    upper = max(upper, other.upper)
    lowestPositive = min(lowestPositive, other.lowestPositive)
    hasFractions = hasFractions || other.hasFractions
    isFlushBelow = isFlushBelow || other.isFlushBelow
    isFlushAbove = isFlushAbove || other.isFlushAbove
    margin = max(margin, other.margin)
  }
}

extension Extent {
  /// The extent of `values`, at which the axis begins and ends.
  init(flush values: [Double]) {
    self.init(isFlushBelow: true, isFlushAbove: true)
    include(values)
  }
}

/// A mark whose data can be listed.
public protocol Tabular: Mark {
  /// The kind's name in a specification.
  var kind: String { get }
  /// The rows behind the mark.
  var tabulated: [Series] { get }
}

/// The plot area of one panel: where marks draw.
public struct Plot: Sendable {
  /// The area on the page, in points.
  public let frame: Box
  public let x: any Scale
  public let y: any Scale
  public let theme: Theme
  /// What was drawn so far.
  public private(set) var items: [Drawing.Item] = []
  /// The labels of slopes and annotations are set at this size.
  public var labelSize: Double { theme.smallSize }

  /// The page position of values; nil when a scale cannot show one of them.
  public func point(_ xValue: Double, _ yValue: Double) -> Point? {
    let (fx, fy) = (x.fraction(xValue), y.fraction(yValue))
    guard !fx.isNaN, !fy.isNaN else { return nil }
    return Point(frame.x(clamped(fx)), frame.y(clamped(fy)))
  }

  /// The page positions of pairs, nil where a scale cannot show them.
  public func points(_ xs: [Double], _ ys: [Double]) -> [Point?] { zip(xs, ys).map { point($0, $1) } }

  /// Far outside the frame a place is as good as another; the renderer's numbers end somewhere.
  private func clamped(_ fraction: Double) -> Double { min(max(fraction, -40), 41) }

  /// `color` as a text needs it on this page.
  func ink(_ color: Color) -> Color { color.standingOut(from: theme.page, by: Contrast.text) }

  /// Draws inside the frame.
  public mutating func draw(_ shape: Drawing.Shape, role: Drawing.Role = .data, isClipped: Bool = true) {
    items.append(Drawing.Item(role: role, shape: shape, clip: isClipped ? frame.expanded(by: 0.4) : nil))
  }

  /// The colour of the rims of markers at `points`: the background's, or none where the markers follow one another so
  /// closely that rims would leave only crumbs of a curve behind them.
  func rim(_ points: [Point], size: Double) -> Color? {
    var places: [Point] = []
    for point in points.sorted(by: { $0.x < $1.x }) where point.x != places.last?.x { places.append(point) }
    let distances = zip(places, places.dropFirst()).map { a, b in
      ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
    }.sorted()
    let isDense = distances.count > 4 && distances[distances.count / 2] < 3 * size
    return isDense ? nil : theme.background
  }

  /// Draws the connected runs of `points`, broken where one is missing and thinned where they are too many to show.
  mutating func drawLine(_ points: [Point?], _ stroke: Stroke, role: Drawing.Role = .data) {
    let runs = Plot.runs(points).filter { $0.count > 1 }
    let parts = runs.flatMap { Thinning.thinned($0, stroke, in: frame) }
    if !parts.isEmpty { draw(.stroke(Path(parts: parts), stroke), role: role) }
  }

  /// Splits at the missing points.
  static func runs(_ points: [Point?]) -> [[Point]] { points.split { $0 == nil }.map { $0.compactMap { $0 } } }
}
