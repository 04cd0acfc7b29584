import Documents

extension FigureBuilder {
  /// Long form: panel, mark, series, x, y, low, high, value, text and whether the axes could show the row.
  func data() throws -> Table {
    var rows = Rows()
    let figure = try figure()
    for (index, panel) in figure.panels.enumerated() {
      let extents = panel.extents
      let x = try panel.x.scale(covering: extents.x, name: "x")
      let y = try panel.y.scale(covering: extents.y, name: "y")
      let name = panel.title.isEmpty ? String(index + 1) : panel.title
      for mark in panel.marks {
        guard let tabular = mark as? any Tabular else { continue }
        for series in tabular.tabulated { rows.add(series, name, tabular.kind, panel, x, y) }
      }
    }
    return try rows.table()
  }

  private struct Rows {
    private var texts: [[String]] = Array(repeating: [], count: 5)
    private var numbers: [[Double]] = Array(repeating: [], count: 6)

    mutating func add(
      _ series: Series, _ panel: String, _ kind: String, _ content: Panel, _ x: any Scale, _ y: any Scale
    ) {
      let columns = [series.x, series.y, series.low, series.high, series.value]
      let count = max(columns.map(\.count).max() ?? 0, series.texts.count)
      for row in 0..<count {
        for (index, column) in columns.enumerated() { numbers[index].append(row < column.count ? column[row] : .nan) }
        let shown =
          (series.x.isEmpty || !x.fraction(series.x[row]).isNaN)
          && (series.y.isEmpty || !y.fraction(series.y[row]).isNaN)
          && (series.value.isEmpty || series.value[row].isFinite)
          && (series.low.isEmpty || series.low[row].isFinite && series.high[row].isFinite)
        numbers[5].append(shown ? 1 : 0)
        let names = [panel, kind, series.label, row < series.texts.count ? series.texts[row] : ""]
        for (index, name) in names.enumerated() { texts[index].append(name) }
      }
    }

    func table() throws -> Table {
      try Table([
        ("panel", .texts(texts[0])), ("mark", .texts(texts[1])), ("series", .texts(texts[2])),
        ("x", .numbers(numbers[0])), ("y", .numbers(numbers[1])), ("low", .numbers(numbers[2])),
        ("high", .numbers(numbers[3])), ("value", .numbers(numbers[4])), ("text", .texts(texts[3])),
        ("drawn", .numbers(numbers[5])),
      ])
    }
  }
}
