import Documents

/// The looks of all series of a figure: one value has one look in every panel.
struct StyleBook: Sendable {
  /// More series than this cannot be told apart and are refused.
  static let limit = 400

  private var values: [String: [String]] = [:]
  private let map: ColorMap?

  /// A book without values; `map` colours them in order instead of by the palette.
  init(map: ColorMap?) { self.map = map }

  /// Adds the values of a mark's grouping columns, in the order in which they appear.
  mutating func learn(_ table: Table, _ grouping: Grouping) throws {
    for column in [grouping.color, grouping.style].compactMap({ $0 }) {
      var known = values[column] ?? []
      var seen = Set(known)
      for text in try table.texts(column) where seen.insert(text).inserted { known.append(text) }
      values[column] = known
    }
  }

  /// Numbers rank by size, so that the order of rows does not matter.
  mutating func sort() {
    for (column, texts) in values where texts.allSatisfy({ Double($0) != nil }) {
      values[column] = texts.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }
    }
  }

  /// The look of the series that `table` holds.
  func look(_ table: Table, _ grouping: Grouping, _ theme: Theme) throws -> Look {
    let colorRank = try rank(grouping.color, table)
    let styleRank = try rank(grouping.style, table) ?? colorRank ?? 0
    let shapes = MarkerShape.allCases
    return Look(
      color: color(colorRank ?? 0, of: grouping.color, theme), dash: Theme.dashes[styleRank % Theme.dashes.count],
      marker: shapes[styleRank % shapes.count], width: theme.lineWidth, size: theme.markerSize)
  }

  /// The look of references and rules.
  func guide(_ theme: Theme) -> Look {
    Look(color: theme.muted, dash: [3.5, 2.2], width: theme.lineWidth * 0.65, size: theme.markerSize)
  }

  private func rank(_ column: String?, _ table: Table) throws -> Int? {
    guard let column, let value = try table.texts(column).first else { return nil }
    return values[column]?.firstIndex(of: value)
  }

  private func color(_ rank: Int, of column: String?, _ theme: Theme) -> Color {
    guard let map, let column, let count = values[column]?.count else {
      return theme.palette[rank % theme.palette.count]
    }
    return map.color(count == 1 ? 0 : 0.88 * Double(rank) / Double(count - 1))
  }
}
