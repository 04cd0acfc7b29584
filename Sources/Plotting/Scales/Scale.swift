/// A map from data values to the length of an axis.
public protocol Scale: Sendable {
  /// The values at the two ends.
  var domain: ClosedRange<Double> { get }
  /// The place of `value`: 0 at the lower end, 1 at the upper; NaN for a value that the scale cannot show.
  func fraction(_ value: Double) -> Double
  /// Ticks whose labels do not overlap in the given space.
  func ticks(_ space: TickSpace) throws -> Ticks
}

/// A mark on an axis.
public struct Tick: Sendable, Equatable {
  public var value: Double
  /// The label in the notation of labels; nil for a minor tick.
  public var label: String?
}

/// The ticks of an axis and what their labels have in common.
public struct Ticks: Sendable, Equatable {
  public var all: [Tick]
  /// What every label must be multiplied with or added to, set beside the axis label; empty without.
  public var factor = ""
  /// Counter-clockwise rotation of the labels of a horizontal axis, in degrees.
  public var angle = 0.0
}

/// The room that tick labels have.
public struct TickSpace: Sendable {
  /// Length of the axis in points.
  public var length: Double
  /// Size of the labels in points.
  public var fontSize: Double
  /// Whether labels stand side by side (an x axis) instead of one above the other.
  public var isHorizontal: Bool

  /// The room along an axis of `length` points.
  public init(length: Double, fontSize: Double, isHorizontal: Bool) {
    self.length = length
    self.fontSize = fontSize
    self.isHorizontal = isHorizontal
  }

  /// Length in points that a label takes along the axis, with the least gap to the next.
  func extent(_ label: String) throws -> Double {
    isHorizontal ? try TextLayout(label, size: fontSize).width + fontSize * 0.8 : fontSize * 1.5
  }

  /// Whether labels at the given fractions keep apart.
  func fits(_ labels: [(fraction: Double, label: String)]) throws -> Bool {
    let sorted = labels.sorted { $0.fraction < $1.fraction }
    var previous = -Double.infinity
    for (fraction, label) in sorted {
      let half = try extent(label) / 2
      if fraction * length - half < previous { return false }
      previous = fraction * length + half
    }
    return true
  }

  /// Whether `count` labels at 45 degrees keep apart.
  func fitsSlanted(_ count: Int) -> Bool { isHorizontal && length / Double(max(count, 1)) > fontSize * 1.9 }

  /// The number of labels that look right.
  var targetCount: Double { max(2, length / (isHorizontal ? fontSize * 4.2 : fontSize * 2.8)) }
}

/// The names of the scales in a specification.
public enum ScaleName: String, CaseIterable, Sendable {
  case linear, log, symlog, category
}
