import LinearAlgebra

/// The m x m grid on the square [-R, R]^2 and functions on it with all symmetries of the square.
///
/// Convexity makes the least norm of such a function that of a symmetric solution, so one point of every orbit suffices.
public struct SquareGrid: Sendable, Equatable {
  /// m.
  public let side: Int
  /// R.
  public let halfWidth: Double
  /// One point (x, y), x >= y >= 0, of every orbit, in whole steps of `unit` from the centre.
  let orbits: [(x: Int, y: Int)]

  /// Whether the points are the same.
  public static func == (a: SquareGrid, b: SquareGrid) -> Bool { a.side == b.side && a.halfWidth == b.halfWidth }

  /// - Throws: `NetworkError.outside` unless 2 <= side <= 200, `notPositive` for the half width.
  public init(side: Int, halfWidth: Double) throws {
    guard (2...200).contains(side) else {
      throw NetworkError.outside(what: "the side of the grid", range: 2...200, value: side)
    }
    try NetworkError.requirePositive(halfWidth, "the half width of the grid")
    self.side = side
    self.halfWidth = halfWidth
    let steps = stride(from: (side - 1) % 2, through: side - 1, by: 2)
    orbits = steps.flatMap { x in steps.filter { $0 <= x }.map { (x, $0) } }
  }

  /// Half the distance of neighbours.
  var unit: Double { halfWidth / Double(side - 1) }

  /// The coordinates of grid lines in units.
  var steps: [Int] { Array(stride(from: 1 - side, through: side - 1, by: 2)) }

  /// All m^2 points, one a row.
  public var points: Matrix {
    get throws {
      try Matrix(
        rows: side * side, columns: 2,
        elements: steps.flatMap { y in steps.flatMap { x in [unit * Double(x), unit * Double(y)] } })
    }
  }

  /// The share of the grid's points in every orbit.
  var weights: [Double] {
    orbits.map { x, y in Double(x == 0 ? 1 : y == 0 || x == y ? 4 : 8) / Double(side * side) }
  }

  /// The index of the orbit of (x, y), given in units.
  func orbit(_ x: Int, _ y: Int) -> Int {
    let (large, small) = (max(x.magnitude, y.magnitude), min(x.magnitude, y.magnitude))
    let (i, j) = (Int(large) / 2, Int(small) / 2)
    return i * (i + 1) / 2 + j
  }

  /// The mean over the eight symmetries of relu(v . x - t) at every orbit, v and t in units.
  func symmetrised(_ normal: (Int, Int), offset: Int) -> [Int] {
    let (a, b) = normal
    let images = [(a, b), (-a, b), (a, -b), (-a, -b), (b, a), (-b, a), (b, -a), (-b, -a)]
    return orbits.map { x, y in images.reduce(0) { $0 + max($1.0 * x + $1.1 * y - offset, 0) } }
  }
}
