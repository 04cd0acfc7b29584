/// Marks on one pair of axes.
public struct Panel: Sendable {
  /// Above the plot area, in the notation of labels.
  public var title = ""
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
      self.panel = panel
      self.width = width
      self.height = height
      self.corner = corner
    }
  }

  /// The corners of a plot area.
  public enum Corner: String, CaseIterable, Sendable {
    case topRight = "top right"
    case topLeft = "top left"
    case bottomRight = "bottom right"
    case bottomLeft = "bottom left"
  }

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
    let ends = Set(marks.compactMap { ($0 as? any Ended)?.label })
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
