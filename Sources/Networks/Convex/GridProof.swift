import Foundation
import LinearAlgebra

/// Both bounds on the least norm of an exact interpolant on a grid, proven in whole numbers.
///
/// Below: a dual function in whole multiples of a power of two (``WholeDual``), whose products with all candidates and with
/// the targets are exact sums; <nu, y> over the largest ratio is a lower bound by weak duality.
///
/// Above: coefficients in whole multiples of 2^-60, for which the residual r at every node is an exact sum. Along the
/// direction (1, m, ..., m^{d-1}), m the nodes a side, the nodes lie at equal distances delta, so that neurons with kinks at them, of
/// coefficients (r_{i-1} - 2 r_i + r_{i+1}) / delta, take r away; their norm is at most 4 sum |r| max g / delta, with
/// max g <= 2 R sqrt(d (1 + d R^2)). So an exact interpolant with the sum of both norms exists. What is rounded at all is a sum of
/// positive numbers, which its own factor covers.
struct GridProof {
  /// The solution with its proven bounds.
  let solution: LeastNormSolution

  private static let unit = 60

  /// - Throws: `NetworkError.notFinite` if the search ended with numbers that are too large or none.
  init(_ found: Interpolation, targets: [Double], frame: Frame, planes: GridPlanes) throws {
    let grid = planes.grid
    let whole = targets.map { Int128(scalbn($0, Self.unit).rounded()) }
    // Exact differences: what the targets are off multiples of 2^-60.
    let rests = zip(targets, whole).map { abs(scalbn($0, Self.unit) - Double($1)) }
    guard let dual = WholeDual(found.dual, on: grid) else { throw NetworkError.notFinite("the dual function") }
    let largest = max(planes.largestRatio(of: dual), .leastNormalMagnitude)
    let interpolant = try WholeInterpolant(found, whole: whole, frame: frame, grid: grid, unit: Self.unit)
    let residual = zip(zip(interpolant.residual, rests), grid.sizes).reduce(0) { sum, item in
      sum + (Double(item.0.0.magnitude) + item.0.1) * Double(item.1)
    }
    let correction = scalbn(residual, -Self.unit) * Self.correctionCost(grid) * (1 + 0x1p-40)
    let norm = interpolant.norm * (1 + Double(found.atoms.count + 16) * 0x1p-52) + correction
    solution = LeastNormSolution(
      norm: norm, lowerBound: Self.value(dual, whole, rests, grid) / largest * (1 - 0x1p-48), error: 0,
      violation: max(largest, 1), terms: interpolant.terms, correction: correction)
  }

  /// <nu, y>, rounded down, at least 0.
  private static func value(_ dual: WholeDual, _ whole: [Int128], _ rests: [Double], _ grid: SquareGrid) -> Double {
    var (sum, rest) = (Int128(0), 0.0)
    for (index, size) in grid.sizes.enumerated() {
      let factor = dual.values[grid.nodes[index]] * size
      sum += Int128(factor) * whole[index]
      rest += Double(factor.magnitude) * rests[index]
    }
    let value = Double(sum) * (1 - 0x1p-48) - rest * (1 + 0x1p-40)
    return max(0, scalbn(value, dual.exponent - unit) / Double(grid.nodeCount))
  }

  /// 4 max g / delta, in which max g is a bound for all planes.
  private static func correctionCost(_ grid: SquareGrid) -> Double {
    let (side, radius) = (Double((grid.side - 1) / grid.interval + 1), grid.halfWidth)
    let dimension = Double(grid.dimension)
    let square = (0..<grid.dimension).reduce(0) { $0 + pow(side, 2 * Double($1)) }
    let distance = 2 * grid.unit * Double(grid.interval) / square.squareRoot()
    return 4 * 2 * radius * (dimension * (1 + dimension * radius * radius)).squareRoot() / distance
  }
}

/// Coefficients in whole multiples of a power of two, refined until what they leave of the targets is rounding alone.
private struct WholeInterpolant {
  /// What they leave of the targets at every orbit, up to a constant, in the same multiples.
  let residual: [Int128]
  /// The sum of |coefficient| times cost.
  let norm: Double
  let terms: [LeastNormSolution.Term]

  init(_ found: Interpolation, whole: [Int128], frame: Frame, grid: SquareGrid, unit: Int) throws {
    var coefficients = found.coefficients
    let values = found.atoms.map { $0.values.map { Int128($0) } }
    func rounded() throws -> [Int128] {
      guard coefficients.allSatisfy({ $0.magnitude < 0x1p30 }) else {
        throw NetworkError.notFinite("the interpolant's coefficients")
      }
      return coefficients.map { Int128(scalbn($0, unit).rounded()) }
    }
    func left(by multiples: [Int128]) -> [Int128] {
      var rest = whole
      for (multiple, values) in zip(multiples, values) where multiple != 0 {
        for index in rest.indices { rest[index] -= multiple * values[index] }
      }
      let mean = zip(rest, grid.sizes).reduce(Int128(0)) { $0 + $1.0 * Int128($1.1) } / Int128(grid.nodeCount)
      return rest.map { $0 - mean }
    }
    let total = zip(coefficients, found.atoms).reduce(0) { $0 + $1.0.magnitude * $1.1.cost }
    if total > 0 {
      let repair = try Repair(found, frame: frame, total: total)
      for _ in 0..<12 {
        let rest = try left(by: rounded()).map { scalbn(Double($0), -unit) }
        coefficients = zip(coefficients, try repair.steps(for: frame.coordinates(rest))).map(+)
      }
    }
    let multiples = try rounded()
    residual = left(by: multiples)
    norm = zip(multiples, found.atoms).reduce(0) { $0 + scalbn(Double($1.0.magnitude), -unit) * $1.1.cost }
    terms = zip(coefficients, found.atoms).compactMap { coefficient, atom in
      coefficient.magnitude * atom.cost > 1e-7 * total
        ? LeastNormSolution.Term(plane: atom.plane, coefficient: coefficient * atom.factor) : nil
    }
  }
}

/// The smallest change of coefficients, each measured by its own size, that removes a residual.
private struct Repair {
  private let rows: Matrix
  private let factor: Cholesky
  private let squares: [Double]
  private let costs: [Double]

  init(_ found: Interpolation, frame: Frame, total: Double) throws {
    costs = found.atoms.map(\.cost)
    let sizes = zip(found.coefficients, costs).map { $0.magnitude * $1 + 1e-6 * total }
    let coordinates = found.atoms.map { atom in frame.coordinates(atom.values).map { $0 / atom.cost } }
    let columns = coordinates.first?.count ?? 0
    rows = try Matrix(rows: coordinates.count, columns: columns, elements: coordinates.flatMap { $0 })
    let weighted = try Matrix(
      rows: rows.rows, columns: columns,
      elements: zip(coordinates, sizes).flatMap { row, size in row.map { $0 * size } })
    let gram = try BLAS.gram(weighted, transposed: true)
    factor = try Cholesky(gram, addingToDiagonal: 1e-15 * (0..<columns).reduce(0) { $0 + gram[$1, $1] })
    squares = sizes.map { $0 * $0 }
  }

  func steps(for residual: [Double]) throws -> [Double] {
    let heights = try BLAS.product(rows, factor.solve(residual))
    return heights.indices.map { squares[$0] * heights[$0] / costs[$0] }
  }
}
