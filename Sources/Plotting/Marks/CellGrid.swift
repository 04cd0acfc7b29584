/// Values on the cells of a rectangular grid, from rows of (x, y, value).
struct CellGrid: Sendable {
  static let limit = 4_000_000
  /// Rising.
  let xs: [Double]
  /// Rising.
  let ys: [Double]
  /// Row after row of rising y; NaN where no value is given.
  let values: [Double]

  /// The grid of `series`.
  ///
  /// - Throws: ``PlottingError`` if a cell has two values or the grid is too large.
  init(_ series: Series, mark: String) throws {
    let rows = series.x.indices.filter { series.x[$0].isFinite && series.y[$0].isFinite }
    xs = Set(rows.map { series.x[$0] }).sorted()
    ys = Set(rows.map { series.y[$0] }).sorted()
    let (cells, overflow) = xs.count.multipliedReportingOverflow(by: ys.count)
    if overflow || cells > CellGrid.limit {
      throw PlottingError.tooManyCells(mark: mark, count: overflow ? .max : cells, limit: CellGrid.limit)
    }
    let columns = Dictionary(uniqueKeysWithValues: xs.enumerated().map { ($1, $0) })
    let lines = Dictionary(uniqueKeysWithValues: ys.enumerated().map { ($1, $0) })
    var values = [Double](repeating: .nan, count: cells)
    var seen = Set<Int>()
    for row in rows {
      guard let column = columns[series.x[row]], let line = lines[series.y[row]] else { continue }
      let cell = line * xs.count + column
      if !seen.insert(cell).inserted { throw PlottingError.notGrid(mark: mark, cells: cells, values: rows.count) }
      values[cell] = series.value[row]
    }
    self.values = values
  }

  func value(_ column: Int, _ row: Int) -> Double { values[row * xs.count + column] }

  private init(xs: [Double], ys: [Double], values: [Double]) { (self.xs, self.ys, self.values) = (xs, ys, values) }

  /// About 200 places in each direction, the values between those given on smooth curves along x and then along y; fewer
  /// where a long and narrow grid would have more places than the limit.
  var refined: CellGrid {
    let (steps, rises) = CellGrid.refinement(columns: xs.count, rows: ys.count)
    let (width, height) = ((xs.count - 1) * steps + 1, (ys.count - 1) * rises + 1)
    let lines = ys.indices.map { row in
      SmoothCurve.refined(Array(values[(row * xs.count)..<((row + 1) * xs.count)]), at: xs, steps: steps)
    }
    var result = [Double](repeating: .nan, count: width * height)
    for column in 0..<width {
      for (row, value) in SmoothCurve.refined(lines.map { $0[column] }, at: ys, steps: rises).enumerated() {
        result[row * width + column] = value
      }
    }
    return CellGrid(
      xs: SmoothCurve.refined(xs, at: xs, steps: steps), ys: SmoothCurve.refined(ys, at: ys, steps: rises),
      values: result)
  }

  /// The steps from place to place of a refined grid, along x and along y.
  static func refinement(columns: Int, rows: Int) -> (steps: Int, rises: Int) {
    func steps(_ count: Int, beside others: Int) -> Int {
      let wanted = max(200 / max(count, 1), 1)
      return max(min(wanted, (limit / max(others, 1) - 1) / max(count - 1, 1)), 1)
    }
    let across = steps(columns, beside: rows)
    return (across, steps(rows, beside: (columns - 1) * across + 1))
  }

  /// The ends of the outermost cells: half a step beyond the outermost places, in ratios where that keeps them positive.
  static func outerEdges(_ places: [Double]) -> [Double] {
    guard let first = places.first, let last = places.last else { return [] }
    if places.count == 1 { return [first - 0.5, first + 0.5] }
    // Halves first: the distance of two places may be beyond what a number holds.
    let limit = Double.greatestFiniteMagnitude
    let before = max(first - (places[1] / 2 - first / 2), -limit)
    let after = min(last + (last / 2 - places[places.count - 2] / 2), limit)
    return [first > 0 && before <= 0 ? first * (first / places[1]).squareRoot() : before, after]
  }

  /// The edges between cells as fractions of the axis, one more than there are places; nil if the scale cannot show one.
  static func edges(_ places: [Double], on scale: any Scale) -> [Double]? {
    // Far outside the axis a place is as good as another.
    let middles = places.map { place -> Double in
      let fraction = scale.fraction(place)
      return fraction.isNaN ? fraction : min(max(fraction, -1e6), 1e6)
    }
    guard let first = middles.first, let last = middles.last, !middles.contains(where: \.isNaN) else { return nil }
    if middles.count == 1 {
      let half = scale.fraction(places[0] + 0.5) - first
      return half.isNaN ? [0, 1] : [max(first - half, 0), min(first + half, 1)]
    }
    let inner = zip(middles, middles.dropFirst()).map { ($0 + $1) / 2 }
    return [2 * first - inner[0]] + inner + [2 * last - inner[inner.count - 1]]
  }
}
