/// Panels on a page.
public struct Figure: Sendable {
  public var title = ""
  public var subtitle = ""
  public var size = Size.single
  /// Height of each plot area over its width.
  public var aspect = 0.72
  /// Panels side by side; nil to choose.
  public var columns: Int?
  public var panels: [Panel] = []
  /// Which axes all panels have in common.
  public var share = Share.none
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

  /// The figure as drawing calls.
  ///
  /// - Throws: ``PlottingError`` for scales without sense, faulty labels, or a page too small.
  public func drawing() throws -> Drawing {
    let first = try FigureLayout(self, outside: [])
    if first.homeless.isEmpty { return try first.drawing() }
    return try FigureLayout(self, outside: first.homeless).drawing()
  }
}
