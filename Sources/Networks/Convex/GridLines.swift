/// All lines, as candidates for the neurons of a symmetric function on a square grid.
///
/// While a line moves without crossing a grid point, both <nu, relu(v . x - t)> and the mean height in g~ are linear in
/// (v, t) and the remaining factor of g~ is constant, so that their ratio is largest at a vertex of the arrangement: at
/// a line through two or more points, of which the cell decides those that count as active, always a first or a last
/// part of them in their order along the line. So the lines through pairs of points give the maximum over all lines.
struct GridLines: AtomSource {
  let grid: SquareGrid
  private let pencils: [Pencil]

  init(_ grid: SquareGrid) {
    self.grid = grid
    pencils = (1..<grid.side).flatMap { a in
      (0...a).filter { greatestCommonDivisor(a, $0) == 1 }.map { Pencil(grid, a, $0) }
    }
  }

  /// The lines of the simplest directions.
  func seed() -> [Atom] { pencils.prefix(6).flatMap { pencil in pencil.lines.map { atom(pencil, $0) } } }

  func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom]) {
    let full = grid.steps.flatMap { y in grid.steps.map { x in nu[grid.orbit(x, y)] } }
    var found = [(ratio: Double, pencil: Int, line: Int)]()
    var largest = 0.0
    for (index, pencil) in pencils.enumerated() {
      let ratios = pencil.ratios(full, unit: grid.unit)
      for (line, ratio) in ratios.enumerated() {
        largest = max(largest, ratio)
        let peak = (line == 0 || ratios[line - 1] <= ratio) && (line + 1 == ratios.count || ratios[line + 1] <= ratio)
        if ratio > limit, peak { found.append((ratio, index, line)) }
      }
    }
    found.sort { ($1.ratio, $0.pencil, $0.line) < ($0.ratio, $1.pencil, $1.line) }
    return (largest, found.prefix(count).map { atom(pencils[$0.pencil], pencils[$0.pencil].lines[$0.line]) })
  }

  private func atom(_ pencil: Pencil, _ line: Pencil.Line) -> Atom {
    let scale = grid.unit / (8 * pencil.length)
    let values = grid.symmetrised(pencil.normal, offset: line.offset).map { scale * Double($0) }
    return Atom(values: values, cost: line.cost, plane: line.plane)
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

/// The parallel lines a x + b y = c, c >= 0, a > 0, through two or more points of a square grid, lengths in grid units.
struct Pencil {
  /// A line and the cheapest of the cells that meet at it.
  struct Line {
    /// c.
    let offset: Int
    /// The least g over the cells.
    let cost: Double
    /// The cheapest cell's hyperplane, moved off the points by about 1e-7 of the square.
    let plane: Hyperplane
    /// How many points have a larger offset.
    fileprivate let above: Int
  }

  let normal: (Int, Int)
  /// |(a, b)|.
  let length: Double
  let lines: [Line]
  /// The points, as indices of the grid, in descending order of their offset and, on a line, in order along it.
  private let order: [Int]
  private let offsets: [Int]

  init(_ grid: SquareGrid, _ a: Int, _ b: Int) {
    let steps = grid.steps
    let levels = (0..<grid.side * grid.side).map { a * steps[$0 % grid.side] + b * steps[$0 / grid.side] }
    let order = levels.indices.sorted { (levels[$1], $0) < (levels[$0], $1) }
    let inputs = order.map { (x: steps[$0 % grid.side], y: steps[$0 / grid.side], offset: levels[$0]) }
    var corner = Corner(grid, (a, b), inputs)
    var lines = [Line]()
    while corner.advance(), corner.offset >= 0 {
      guard corner.run.count > 1, let cell = corner.cheapest else { continue }
      lines.append(
        Line(offset: corner.offset, cost: cell.cost, plane: corner.plane(cell), above: corner.run.lowerBound))
    }
    (self.order, self.lines) = (order, lines)
    offsets = order.map { levels[$0] }
    normal = (a, b)
    length = Double(a * a + b * b).squareRoot()
  }

  /// |<nu, relu(v . x - t)>| / g for every line, `nu` being given on the whole grid.
  func ratios(_ nu: [Double], unit: Double) -> [Double] {
    var (sum, moment, next) = (0.0, 0.0, 0)
    return lines.map { line in
      while next < line.above {
        let value = nu[order[next]]
        sum += value
        moment += value * Double(offsets[next])
        next += 1
      }
      let product = (moment - sum * Double(line.offset)) * unit / (length * Double(nu.count))
      return product.magnitude / line.cost
    }
  }
}

/// The cells at one line of a pencil: which side is active, and which of the points on the line count as active.
private struct Corner {
  struct Cell {
    var cost: Double
    var isUpper: Bool
    var active: Int
    var fromStart: Bool
  }

  /// Sums over points of x, y, the offset z and 1 (w).
  typealias Moments = SIMD4<Double>

  private let grid: SquareGrid
  private let normal: (Int, Int)
  private let inputs: [(x: Int, y: Int, offset: Int)]
  private let all: Moments
  private var above = Moments.zero
  private var on = Moments.zero
  private(set) var run = 0..<0

  init(_ grid: SquareGrid, _ normal: (Int, Int), _ inputs: [(x: Int, y: Int, offset: Int)]) {
    (self.grid, self.normal, self.inputs) = (grid, normal, inputs)
    all = inputs.reduce(.zero) { $0 + Self.moments($1) }
  }

  var offset: Int { inputs[run.lowerBound].offset }

  private static func moments(_ input: (x: Int, y: Int, offset: Int)) -> Moments {
    Moments(Double(input.x), Double(input.y), Double(input.offset), 1)
  }

  /// Moves on to the next line; false if there is none.
  mutating func advance() -> Bool {
    let start = run.upperBound
    guard start < inputs.count else { return false }
    above = above + on
    let end = inputs[start...].firstIndex { $0.offset != inputs[start].offset } ?? inputs.count
    run = start..<end
    on = inputs[run].reduce(.zero) { $0 + Self.moments($1) }
    return true
  }

  /// The cell of least g~ over both sides; nil if nothing stands off the line on one side.
  var cheapest: Cell? {
    let below = all - above - on
    guard above.w > 0, below.w > 0 else { return nil }
    var best = Cell(cost: .infinity, isUpper: true, active: 0, fromStart: true)
    for (side, isUpper) in [(above, true), (below, false)] {
      for fromStart in [true, false] {
        var active = side
        for count in 0...run.count {
          if count > 0 {
            let added = fromStart ? run.lowerBound + count - 1 : run.upperBound - count
            active = active + Self.moments(inputs[added])
          }
          let cost = self.cost(side, active)
          if cost < best.cost { best = Cell(cost: cost, isUpper: isUpper, active: count, fromStart: fromStart) }
        }
      }
    }
    return best
  }

  /// g~ with the heights of `side` and the active points of `active`.
  private func cost(_ side: Moments, _ active: Moments) -> Double {
    let (share, unit) = (1 / Double(inputs.count), grid.unit)
    let height = (side.z - side.w * Double(offset)).magnitude * unit / length
    let mean = (active.x * active.x + active.y * active.y) * unit * unit
    return height * share * share * (active.w * active.w + mean).squareRoot()
  }

  private var length: Double { Double(normal.0 * normal.0 + normal.1 * normal.1).squareRoot() }

  /// The line turned, or shifted, just so far that exactly the cell's points are active.
  func plane(_ cell: Cell) -> Hyperplane {
    let sign = cell.isUpper ? 1.0 : -1.0
    let (a, b) = (Double(normal.0) / length, Double(normal.1) / length)
    let turn = 1e-7
    guard (1..<run.count).contains(cell.active) else {
      let shift = (cell.active == 0 ? turn : -turn) * grid.halfWidth
      return Hyperplane(normal: [sign * a, sign * b], threshold: sign * Double(offset) * grid.unit / length + shift)
    }
    let split = cell.fromStart ? run.lowerBound + cell.active : run.upperBound - cell.active
    let (before, after) = (inputs[split - 1], inputs[split])
    let pivot = (Double(before.x + after.x) * grid.unit / 2, Double(before.y + after.y) * grid.unit / 2)
    let along = cell.fromStart ? -turn : turn
    let turned = (sign * a - along * b, sign * b + along * a)
    return Hyperplane(normal: [turned.0, turned.1], threshold: turned.0 * pivot.0 + turned.1 * pivot.1)
  }
}
