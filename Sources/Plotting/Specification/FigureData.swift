import Documents

extension FigureBuilder {
  /// Long form: panel, mark, series, x, y, low, high, value, text, and whether the row lies within the axes.
  func data() throws -> Table {
    var rows = Rows()
    let figure = try figure()
    for (index, panel) in figure.panels.enumerated() {
      let extents = panel.extents
      let x = try panel.x.scale(covering: extents.x, name: "x")
      let y = try panel.y.scale(covering: extents.y, name: "y")
      let name = panel.title.isEmpty ? String(index + 1) : panel.title
      for row in NamedSeries.rows(of: panel) { rows.add(row.series, row.name, name, row.kind, x, y) }
    }
    return try rows.table()
  }

  private struct Rows {
    private var texts: [[String]] = Array(repeating: [], count: 5)
    private var numbers: [[Double]] = Array(repeating: [], count: 6)

    mutating func add(
      _ series: Series, _ label: String, _ panel: String, _ kind: String, _ x: any Scale, _ y: any Scale
    ) {
      let columns = [series.x, series.y, series.low, series.high, series.value]
      let count = max(columns.map(\.count).max() ?? 0, series.texts.count)
      for row in 0..<count {
        for (index, column) in columns.enumerated() { numbers[index].append(row < column.count ? column[row] : .nan) }
        numbers[5].append(series.isShown(row, x, y) ? 1 : 0)
        let names = [panel, kind, label, row < series.texts.count ? series.texts[row] : ""]
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

extension Series {
  /// Whether some of a row lies within both axes.
  fileprivate func isShown(_ row: Int, _ xScale: any Scale, _ yScale: any Scale) -> Bool {
    let isLying = x.isEmpty
    return (x.isEmpty || xScale.shows(x[row], x[row])) && (y.isEmpty || yScale.shows(y[row], y[row]))
      && (value.isEmpty || value[row].isFinite)
      && (low.isEmpty || high.isEmpty || (isLying ? xScale : yScale).shows(low[row], high[row]))
  }
}

extension Scale {
  /// Whether the axis shows some of the values from `low` to `high`; on a log axis they may begin at zero or below.
  fileprivate func shows(_ low: Double, _ high: Double) -> Bool {
    let slack = 1e-9
    guard low.isFinite, high.isFinite else { return false }
    let (start, end) = (fraction(low), fraction(high))
    return !end.isNaN && end >= -slack && (start.isNaN ? low <= 0 && low < high : start <= 1 + slack)
  }
}
