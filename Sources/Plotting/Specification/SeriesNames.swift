/// The names under which a figure's data list the series of a panel, as different as the series are.
enum SeriesNames {
  /// The series of all marks that have data, each with its name.
  ///
  /// The name is the label, or that of the series which an unlabelled mark is part of. Series of one kind that would
  /// have the same name are told apart by what the rows of each have in common and others have not.
  static func rows(of panel: Panel) -> [(kind: String, name: String, series: Series)] {
    let named = NamedSeries(panel.marks)
    let rows = panel.marks.compactMap { $0 as? any Tabular }.flatMap { mark in
      mark.tabulated.map { (kind: mark.kind, name: $0.label.isEmpty ? named.label(of: mark) : $0.label, series: $0) }
    }
    let namesakes = Dictionary(grouping: rows) { [$0.kind, $0.name] }
    return rows.map { row in
      let others = namesakes[[row.kind, row.name]] ?? []
      let traits = row.series.traits.filter { trait in !others.allSatisfy { $0.series.traits.contains(trait) } }
      return (row.kind, ([row.name].filter { !$0.isEmpty } + traits).joined(separator: ", "), row.series)
    }
  }
}
