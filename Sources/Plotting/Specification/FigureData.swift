import Documents

extension Figure {
  /// Long form: panel, mark, series, x, y, low, high, value, text, and whether the row lies within the axes. Along an
  /// axis of categories stand their names.
  func data() throws -> Table {
    var rows = FigureRows()
    for (index, panel) in panels.enumerated() {
      let extents = panel.extents
      let x = try panel.x.scale(covering: extents.x, name: "x")
      let y = try panel.y.scale(covering: extents.y, name: "y")
      let title = panel.title.isEmpty ? String(index + 1) : panel.plainTitle
      for (kind, name, series) in NamedSeries.rows(of: panel) {
        rows.append(series, [title, kind, name], x, y)
      }
    }
    return try rows.table
  }
}

/// The rows of a figure's data, column by column.
private struct FigureRows {
  private var panels: [String] = []
  private var marks: [String] = []
  private var series: [String] = []
  private var texts: [String] = []
  private var numbers: [[Double]] = Array(repeating: [], count: 6)
  /// The names of categories by row, along x and along y.
  private var names: [[Int: String]] = [[:], [:]]

  mutating func append(_ own: Series, _ labels: [String], _ x: any Scale, _ y: any Scale) {
    let columns = [own.x, own.y, own.low, own.high, own.value]
    let (start, count) = (panels.count, max(columns.map(\.count).max() ?? 0, own.texts.count))
    panels += Array(repeating: labels[0], count: count)
    marks += Array(repeating: labels[1], count: count)
    series += Array(repeating: labels[2], count: count)
    texts += own.texts + Array(repeating: "", count: count - own.texts.count)
    for (index, column) in columns.enumerated() {
      numbers[index] += column + Array(repeating: .nan, count: count - column.count)
    }
    numbers[5] += (0..<count).map { own.isShown($0, x, y) ? 1 : 0 }
    for (axis, scale) in [x, y].enumerated() {
      guard let scale = scale as? CategoryScale else { continue }
      for (row, value) in columns[axis].enumerated() {
        // A guide may stand between two names.
        guard let rank = Int(exactly: value), scale.names.indices.contains(rank) else { continue }
        names[axis][start + row] = scale.names[rank]
      }
    }
  }

  var table: Table {
    get throws {
      try Table([
        ("panel", .texts(panels)), ("mark", .texts(marks)), ("series", .texts(series)), ("x", values(0)),
        ("y", values(1)), ("low", .numbers(numbers[2])), ("high", .numbers(numbers[3])),
        ("value", .numbers(numbers[4])), ("text", .texts(texts)), ("drawn", .numbers(numbers[5])),
      ])
    }
  }

  private func values(_ axis: Int) -> Table.Values {
    let plain = Table.Values.numbers(numbers[axis])
    if names[axis].isEmpty { return plain }
    return .texts((0..<plain.count).map { names[axis][$0] ?? plain.text($0) })
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
