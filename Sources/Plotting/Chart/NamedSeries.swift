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

  /// The label of the series that `mark` is part of; empty if it is part of none.
  func label(of mark: any Mark) -> String {
    guard let own = (mark as? any Companion)?.series else { return "" }
    let found = candidates.filter { $0.series.look.color == own.look.color && $0.sharesAbscissa(with: own) }
    let closest = found.filter { $0.sharesPlace(with: own) }
    func distance(_ candidate: Candidate) -> Int { abs(candidate.series.x.count - own.x.count) }
    return (closest.isEmpty ? found : closest).min { distance($0) < distance($1) }?.series.label ?? ""
  }

  /// From where to where a row reaches at its x.
  private static func span(_ series: Series, _ row: Int) -> (low: Double, high: Double) {
    if row < series.y.count { return (series.y[row], series.y[row]) }
    guard row < series.low.count, row < series.high.count else { return (.nan, .nan) }
    return (series.low[row], series.high[row])
  }
}
