import LinearAlgebra

/// The parallel hyperplanes n . x = c, c >= 0, through d or more points of a grid in general position, lengths in its units.
struct Pencil {
  /// A hyperplane and the cheapest of the cells that meet at it.
  struct Plane {
    /// c.
    let offset: Int
    /// n^2 |n| / unit times the least g over the cells, n the number of points.
    let weight: Double
    /// The cheapest cell's hyperplane; in the plane moved off the points by about 1e-7 of the square.
    let plane: Hyperplane
    /// How many points have a larger offset.
    fileprivate let above: Int
  }

  let normal: Place
  /// |n|.
  let length: Double
  let planes: [Plane]
  /// The points, as indices of the grid, in descending order of their offset and, on a line, in order along it.
  private let order: [(place: Int32, offset: Int32)]

  init(_ grid: SquareGrid, _ places: [Place], normal: Place) {
    let levels = places.map { (normal &* $0).wrappedSum() }
    let top = levels.reduce(0, max)
    let order = Self.descending(levels, from: top)
    let length = Double((normal &* normal).wrappedSum()).squareRoot()
    var corner = Corner(grid, normal, length, order.map { (places[$0], levels[$0]) })
    var planes = [Plane]()
    while corner.advance(), corner.offset >= 0 {
      guard let cell = corner.cheapest else { continue }
      planes.append(
        Plane(
          offset: corner.offset, weight: cell.weight, plane: corner.plane(cell), above: corner.run.lowerBound))
    }
    (self.normal, self.length, self.planes) = (normal, length, planes)
    self.order = planes.isEmpty ? [] : order.map { (Int32($0), Int32(levels[$0])) }
  }

  /// The places of `levels` in descending order of these, equal ones in their own: counted, since there are few levels.
  private static func descending(_ levels: [Int], from top: Int) -> [Int] {
    var starts = [Int](repeating: 0, count: top - levels.reduce(top, min) + 2)
    for level in levels { starts[top - level + 1] += 1 }
    for rank in starts.indices.dropFirst() { starts[rank] += starts[rank - 1] }
    var order = [Int](repeating: 0, count: levels.count)
    for (index, level) in levels.enumerated() {
      order[starts[top - level]] = index
      starts[top - level] += 1
    }
    return order
  }

  /// The normal's first d coordinates.
  func components(_ dimension: Int) -> [Int] { Array([normal.x, normal.y, normal.z].prefix(dimension)) }

  /// sum nu(x) relu(n . x - c) over the grid for every plane, `nu` being given on the whole grid; see ``WholeDual`` for the
  /// room that it leaves.
  func moments(_ nu: [Int]) -> [Int] {
    var (sum, moment, next) = (0, 0, 0)
    return nu.withUnsafeBufferPointer { nu in
      order.withUnsafeBufferPointer { order in
        planes.map { plane in
          while next < plane.above {
            let value = nu[Int(order[next].place)]
            sum &+= value
            moment &+= value &* Int(order[next].offset)
            next += 1
          }
          return moment &- sum &* plane.offset
        }
      }
    }
  }
}

/// The cells at one hyperplane of a pencil: which side is active, and which of the points on it count as active.
private struct Corner {
  struct Cell {
    var weight = Double.infinity
    var isUpper = true
    /// In the plane: how many of the points on the line are active, and from which end on.
    var part = Part()
  }

  struct Part {
    var active = 0
    var fromStart = true
  }

  /// Sums over points of the coordinates, the offset and 1.
  struct Moments {
    var place = SIMD4<Double>.zero
    var offset = 0.0

    init() {}

    init(_ input: (place: Place, offset: Int)) {
      place = SIMD4(Double(input.place.x), Double(input.place.y), Double(input.place.z), 1)
      offset = Double(input.offset)
    }

    var count: Double { place.w }

    static func + (left: Moments, right: Moments) -> Moments {
      var sum = left
      sum.place += right.place
      sum.offset += right.offset
      return sum
    }

    static func - (left: Moments, right: Moments) -> Moments {
      var difference = left
      difference.place -= right.place
      difference.offset -= right.offset
      return difference
    }
  }

  private let grid: SquareGrid
  private let normal: Place
  private let length: Double
  private let inputs: [(place: Place, offset: Int)]
  private let all: Moments
  private var above = Moments()
  private var on = Moments()
  private(set) var run = 0..<0

  init(_ grid: SquareGrid, _ normal: Place, _ length: Double, _ inputs: [(place: Place, offset: Int)]) {
    (self.grid, self.normal, self.length, self.inputs) = (grid, normal, length, inputs)
    all = inputs.reduce(Moments()) { $0 + Moments($1) }
  }

  var offset: Int { inputs[run.lowerBound].offset }

  /// Moves on to the next hyperplane; false if there is none.
  mutating func advance() -> Bool {
    let start = run.upperBound
    guard start < inputs.count else { return false }
    above = above + on
    let end = inputs[start...].firstIndex { $0.offset != inputs[start].offset } ?? inputs.count
    run = start..<end
    on = inputs[run].reduce(Moments()) { $0 + Moments($1) }
    return true
  }

  /// The cell of least g~ over both sides; nil if nothing stands off the plane on one side, or if the points on it do not
  /// fix it.
  var cheapest: Cell? {
    let below = all - above - on
    guard above.count > 0, below.count > 0, run.count >= grid.dimension else { return nil }
    let isTriangle = grid.dimension == 3 && run.count == 3
    let directions = grid.dimension == 2 || isTriangle ? [] : self.directions
    guard grid.dimension == 2 || directions.count > 1 || isTriangle && spansPlane else { return nil }
    var best = Cell()
    let (heights, bases) = ((height(above), height(below)), (above, below))
    func look(_ active: Moments, _ part: Part) {
      let weights = (heights.0 * spread(bases.0 + active), heights.1 * spread(bases.1 + active))
      if weights.0 < best.weight { best = Cell(weight: weights.0, isUpper: true, part: part) }
      if weights.1 < best.weight { best = Cell(weight: weights.1, isUpper: false, part: part) }
    }
    if grid.dimension == 2 {
      parts(of: Array(inputs[run]), look)
    } else if isTriangle {
      // A line cuts off any part of three points.
      for mask in 0..<8 {
        look((0..<3).reduce(Moments()) { mask >> $1 & 1 == 1 ? $0 + Moments(inputs[run.lowerBound + $1]) : $0 }, Part())
      }
    } else {
      look(Moments(), Part())
      for direction in directions { halves(along: direction) { look($0, Part()) } }
    }
    return best
  }

  /// Whether three points on a plane in space, their first coordinates dropped, do not lie on one line.
  private var spansPlane: Bool {
    let (a, b, c) = (inputs[run.lowerBound].place, inputs[run.lowerBound + 1].place, inputs[run.lowerBound + 2].place)
    return (b.y - a.y) * (c.z - a.z) != (b.z - a.z) * (c.y - a.y)
  }

  /// The first and the last parts of points in a row.
  private func parts(of row: [(place: Place, offset: Int)], _ look: (Moments, Part) -> Void) {
    for fromStart in [true, false] {
      var active = Moments()
      look(active, Part(active: 0, fromStart: fromStart))
      for count in 1...row.count {
        active = active + Moments(row[fromStart ? count - 1 : row.count - count])
        look(active, Part(active: count, fromStart: fromStart))
      }
    }
  }

  /// The primitive directions from point to point on a plane in space, their first coordinates dropped: n has none larger.
  private var directions: [SIMD2<Int>] {
    let points = inputs[run].map { SIMD2($0.place.y, $0.place.z) }
    var found = Set<SIMD2<Int>>()
    for (index, point) in points.enumerated() {
      for other in points[(index + 1)...] {
        let (y, z) = (other.x - point.x, other.y - point.y)
        var (divisor, rest) = (abs(y), abs(z))
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        let sign = y < 0 || y == 0 && z < 0 ? -1 : 1
        found.insert(SIMD2(sign * y / divisor, sign * z / divisor))
      }
    }
    return found.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  }

  /// The parts of the points on a plane in space that lines of this direction, turned a little, cut off on either side.
  private func halves(along direction: SIMD2<Int>, _ look: (Moments) -> Void) {
    func level(_ place: Place) -> Int { direction.x * place.z - direction.y * place.y }
    func along(_ place: Place) -> Int { direction.x * place.y + direction.y * place.z }
    let sorted = inputs[run].sorted { (level($0.place), along($0.place)) < (level($1.place), along($1.place)) }
    var (start, before) = (0, Moments())
    while start < sorted.count {
      let end = sorted[start...].firstIndex { level($0.place) != level(sorted[start].place) } ?? sorted.count
      let row = Array(sorted[start..<end])
      parts(of: row) { active, _ in
        look(before + active)
        look(on - before - active)
      }
      before = row.reduce(before) { $0 + Moments($1) }
      start = end
    }
  }

  /// |n| / unit times the sum of the heights of the points of one side.
  private func height(_ side: Moments) -> Double { (side.offset - side.count * Double(offset)).magnitude }

  /// The number of points times sqrt(P(A)^2 + |E[X 1_A]|^2).
  private func spread(_ active: Moments) -> Double {
    let squares = active.place * active.place
    return (squares.w + (squares.x + squares.y + squares.z) * (grid.unit * grid.unit)).squareRoot()
  }

  /// The cell's hyperplane: in the plane the line turned, or shifted, just so far that exactly the cell's points are active.
  func plane(_ cell: Cell) -> Hyperplane {
    let sign = cell.isUpper ? 1.0 : -1.0
    let unit = [normal.x, normal.y, normal.z].prefix(grid.dimension).map { Double($0) / length }
    let threshold = sign * Double(offset) * grid.unit / length
    guard grid.dimension == 2 else { return Hyperplane(normal: unit.map { sign * $0 }, threshold: threshold) }
    let turn = 1e-7
    guard (1..<run.count).contains(cell.part.active) else {
      let shift = (cell.part.active == 0 ? turn : -turn) * grid.halfWidth
      return Hyperplane(normal: unit.map { sign * $0 }, threshold: threshold + shift)
    }
    let split = cell.part.fromStart ? run.lowerBound + cell.part.active : run.upperBound - cell.part.active
    let (before, after) = (inputs[split - 1].place, inputs[split].place)
    let pivot = (Double(before.x + after.x) * grid.unit / 2, Double(before.y + after.y) * grid.unit / 2)
    let along = cell.part.fromStart ? -turn : turn
    let turned = (sign * unit[0] - along * unit[1], sign * unit[1] + along * unit[0])
    return Hyperplane(normal: [turned.0, turned.1], threshold: turned.0 * pivot.0 + turned.1 * pivot.1)
  }
}
