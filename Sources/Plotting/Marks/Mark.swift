/// Something drawn from data on the scales of a panel.
///
/// A mark needs one method. What else it can tell, it tells by adopting ``Ranged``, ``Legended``, ``Ended``,
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

/// A mark that can be labelled at its end instead of in a legend.
public protocol Ended: Legended {
  var color: Color { get }
  /// The values at the mark's end; nil if it shows nothing.
  var end: (x: Double, y: Double)? { get }
}

/// A mark that colours by numbers and wants a colour bar.
public protocol Colored: Mark {
  var colors: ColorScale { get }
}

/// A mark that seeks a free place and is therefore drawn after the others.
public protocol Placed: Mark {}

/// A mark that may be part of how another shows the same series, as a line through its points.
public protocol Companion: Legended, Tabular {
  var series: Series { get }
}

/// A sample of a mark in a legend.
public enum Swatch: Sendable, Equatable {
  case line(Stroke)
  case bar(Stroke, cap: Double)
  case marker(MarkerShape, size: Double, fill: Color, isOpen: Bool)
  case area(Color)

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
  /// Whether the axis begins exactly at the lower end, as below bars.
  public var isFlushBelow = false
  /// Whether the axis ends exactly at the upper end.
  public var isFlushAbove = false
  /// Room at both ends, as a share of what the values span, where the axis names no end.
  public var margin = 0.04
  /// Whether the axis shows numbers above zero only.
  public let isLogarithmic: Bool

  /// An extent without values.
  public init(isLogarithmic: Bool = false) { self.isLogarithmic = isLogarithmic }

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
    isFlushBelow = isFlushBelow || other.isFlushBelow
    isFlushAbove = isFlushAbove || other.isFlushAbove
    margin = max(margin, other.margin)
  }
}

/// A mark whose data can be listed.
public protocol Tabular: Mark {
  /// The kind's name in a specification.
  var kind: String { get }
  /// The rows behind the mark.
  var tabulated: [Series] { get }
}
