/// The rows of one series and how they look.
public struct Series: Sendable {
  public var label = ""
  /// What the legend says of the whole mark, in a neutral colour, instead of each series' label; nil for the labels.
  public var key: Key?
  /// The label with texts as they are in the data; empty for the label itself.
  var name = ""
  public var x: [Double] = []
  public var y: [Double] = []
  public var low: [Double] = []
  public var high: [Double] = []
  public var value: [Double] = []
  public var texts: [String] = []
  public var look: Look
  /// Rank among the series of the same mark, for bars side by side.
  public var index = 0
  /// How many series the mark has.
  public var count = 1
  /// How far to the right of its place on the page the series is drawn, in points.
  public var shift = 0.0
  /// What the rows have in common, as in "layers = 3".
  public var traits: [String] = []

  /// One entry of the legend for all series of a mark.
  public struct Key: Sendable, Equatable {
    public var label: String
    public var color: Color
  }

  /// A series without rows.
  public init(look: Look) { self.look = look }
}

/// Colour, line and marker of a series.
public struct Look: Sendable, Equatable {
  public var color: Color
  /// In units of the line width.
  public var dash: [Double]
  public var marker: MarkerShape
  /// In points.
  public var width: Double
  /// In points.
  public var size: Double

  /// A look with round markers; `width` and `size` in points.
  public init(
    color: Color, dash: [Double] = [], marker: MarkerShape = .circle, width: Double = 1.2, size: Double = 3.6
  ) {
    (self.color, self.dash, self.marker, self.width, self.size) = (color, dash, marker, width, size)
  }

  /// The line of this look.
  public var stroke: Stroke { Stroke(color, width: width, dash: dash.map { $0 * max(width, 0.5) }) }
}

extension Series {
  /// What the data of a figure call the series.
  var plainName: String { name.isEmpty ? label : name }

  /// Extends an axis by the places of the rows and the other by where `low` and `high` reach there.
  func extendInterval(at places: [Double], _ along: inout Extent, _ across: inout Extent) {
    along.include(places)
    across.include(low, at: places, on: along)
    across.include(high, at: places, on: along)
  }
}

/// The labelled series of a panel, and which of them a mark without a label belongs to.
///
/// A line, band or bars drawn for points that another mark labels are one series with them: they have the same colour and
/// a common place, or at least, as a mean among its runs, a common x. Of several candidates the one with the nearest
/// number of rows is meant, so that intervals belong to the means and not to the single runs behind them.
struct NamedSeries {
  private let candidates: [Candidate]

  private struct Candidate {
    let series: Series
    /// The rows at each x.
    let rows: [Double: [Int]]

    init(_ series: Series) {
      self.series = series
      rows = Dictionary(grouping: series.x.indices) { series.x[$0] }
    }

    func sharesAbscissa(with other: Series) -> Bool { other.x.contains { rows[$0] != nil } }

    func sharesPlace(with other: Series) -> Bool {
      other.x.indices.contains { row in
        let (low, high) = NamedSeries.span(other, row)
        return (rows[other.x[row]] ?? []).contains {
          let own = NamedSeries.span(series, $0)
          return own.low <= high && own.high >= low
        }
      }
    }
  }

  /// The labelled series among `marks`.
  init(_ marks: [any Mark]) {
    let series = marks.compactMap { ($0 as? any Companion)?.series }
    let colors = series.filter { $0.label.isEmpty }.map(\.look.color)
    candidates = series.filter { !$0.label.isEmpty && colors.contains($0.look.color) }.map(Candidate.init)
  }

  /// The name of the series that `mark` is part of; empty if it is part of none.
  func label(of mark: any Mark) -> String {
    guard let own = (mark as? any Companion)?.series else { return "" }
    let found = candidates.filter { $0.series.look.color == own.look.color && $0.sharesAbscissa(with: own) }
    let closest = found.filter { $0.sharesPlace(with: own) }
    func distance(_ candidate: Candidate) -> Int { abs(candidate.series.x.count - own.x.count) }
    return (closest.isEmpty ? found : closest).min { distance($0) < distance($1) }?.series.plainName ?? ""
  }

  /// From where to where a row reaches at its x.
  private static func span(_ series: Series, _ row: Int) -> (low: Double, high: Double) {
    if row < series.y.count { return (series.y[row], series.y[row]) }
    guard row < series.low.count, row < series.high.count else { return (.nan, .nan) }
    return (series.low[row], series.high[row])
  }
}

extension NamedSeries {
  /// The series of all marks that have data, each with the name under which a figure's data list it.
  ///
  /// The name is the label, or that of the series which an unlabelled mark is part of. Series of one kind that would
  /// have the same name are told apart by what the rows of each have in common and others have not.
  static func rows(of panel: Panel) -> [(kind: String, name: String, series: Series)] {
    let named = NamedSeries(panel.marks)
    let rows = panel.marks.compactMap { $0 as? any Tabular }.flatMap { mark in
      mark.tabulated.map {
        (kind: mark.kind, name: $0.label.isEmpty ? named.label(of: mark) : $0.plainName, series: $0)
      }
    }
    let namesakes = Dictionary(grouping: rows) { [$0.kind, $0.name] }
    return rows.map { row in
      let others = namesakes[[row.kind, row.name]] ?? []
      let traits = row.series.traits.filter { trait in !others.allSatisfy { $0.series.traits.contains(trait) } }
      return (row.kind, ([row.name].filter { !$0.isEmpty } + traits).joined(separator: ", "), row.series)
    }
  }
}
