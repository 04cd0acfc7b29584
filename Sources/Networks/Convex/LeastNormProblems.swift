import Foundation
import LinearAlgebra

/// The least norm over the networks of any width that interpolate data in one dimension: a finite linear programme.
///
/// Between neighbouring inputs both relu(x - t) and the mean height in g~ are linear in t and the other factor is
/// constant, so that kinks at the inputs, approached from either side, suffice.
public struct LeastNormOnLine: Sendable {
  /// The distinct inputs, ascending; repeated ones are counted in `counts`.
  private let inputs: [Double]
  private let values: [Double]
  private let counts: [Double]

  /// - Throws: `NetworkError.mismatch` unless the inputs have dimension 1, `noInterpolant` if an input occurs with two
  ///   values.
  public init(_ data: TrainingSet) throws {
    try NetworkError.require(data.dimension, equals: 1, "the dimension of the points")
    var (inputs, values, counts) = ([Double](), [Double](), [Double]())
    for index in (0..<data.count).sorted(by: { data.points[$0, 0] < data.points[$1, 0] }) {
      if inputs.last == data.points[index, 0] {
        guard values.last == data.targets[index] else { throw NetworkError.noInterpolant(points: data.count) }
        counts[counts.count - 1] += 1
      } else {
        inputs.append(data.points[index, 0])
        values.append(data.targets[index])
        counts.append(1)
      }
    }
    (self.inputs, self.values, self.counts) = (inputs, values, counts)
  }

  /// The least |f|_S, affine functions free.
  public func norm() throws -> LeastNormSolution { try solve(bothSides: true) }

  /// The least S~, in which each neuron pays for the side that it is active on and only constants are free: no
  /// interpolant is linearly stable at steps above 2 / (1 + 2 S~).
  public func oneSidedNorm() throws -> LeastNormSolution { try solve(bothSides: false) }

  private func solve(bothSides: Bool) throws -> LeastNormSolution {
    let total = counts.reduce(0, +)
    let constant = [Double](repeating: 1, count: inputs.count)
    let problem = LeastNormProblem(
      targets: values, weights: counts.map { $0 / total }, free: bothSides ? [constant, inputs] : [constant],
      candidates: Kinks(atoms: atoms(bothSides: bothSides)))
    return try problem.solve(ridge: 0)
  }

  private func atoms(bothSides: Bool) -> [Atom] {
    let pairs = inputs.indices.map { index in [1, -1].compactMap { atom(at: index, sign: $0) } }
    return bothSides ? pairs.filter { $0.count == 2 }.compactMap { $0.min { $0.cost < $1.cost } } : pairs.flatMap { $0 }
  }

  /// The neuron relu(sign (x - t)), t at input `index` or next to it, at its least cost; nil if nothing is active.
  private func atom(at index: Int, sign: Double) -> Atom? {
    let total = counts.reduce(0, +)
    let heights = inputs.map { max(0, sign * ($0 - inputs[index])) }
    func cost(including kink: Bool) -> Double {
      var (mass, moment, height) = (0.0, 0.0, 0.0)
      for (place, input) in inputs.enumerated() where heights[place] > 0 || (kink && place == index) {
        mass += counts[place] / total
        moment += counts[place] / total * input
        height += counts[place] / total * heights[place]
      }
      return height * (mass * mass + moment * moment).squareRoot()
    }
    let (without, with) = (cost(including: false), cost(including: true))
    guard without > 0 || with > 0 else { return nil }
    let shift = 1e-7 * ((inputs.last ?? 0) - (inputs.first ?? 0))
    return Atom(
      values: heights, cost: min(without, with),
      plane: Hyperplane(normal: [sign], threshold: sign * inputs[index] + (with < without ? -shift : shift)))
  }
}

/// A dictionary short enough to be listed.
private struct Kinks: AtomSource {
  let atoms: [Atom]

  func seed() -> [Atom] { atoms }

  func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom]) { (1, []) }
}

/// The m x m grid on the square [-R, R]^2 and functions on it with all symmetries of the square.
///
/// Convexity makes the least norm of such a function that of a symmetric solution, so one point of every orbit suffices.
public struct SquareGrid: Sendable {
  /// m.
  public let side: Int
  /// R.
  public let halfWidth: Double
  /// One point (x, y), x >= y >= 0, of every orbit, in whole steps of `unit` from the centre.
  let orbits: [(x: Int, y: Int)]

  /// - Throws: `NetworkError.outside` unless 2 <= side <= 200, `notPositive` for the half width.
  public init(side: Int, halfWidth: Double) throws {
    try NetworkError.require(side, in: 2...200, "the side of the grid")
    try NetworkError.requirePositive(halfWidth, "the half width of the grid")
    (self.side, self.halfWidth) = (side, halfWidth)
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
      let lines = steps.map { unit * Double($0) }
      return try Matrix(rows: side * side, columns: 2, elements: lines.flatMap { y in lines.flatMap { [$0, y] } })
    }
  }

  /// The share of the grid's points in every orbit.
  var weights: [Double] { orbits.map { x, y in Double(x == 0 ? 1 : y == 0 || x == y ? 4 : 8) / Double(side * side) } }

  /// The index of the orbit of (x, y), given in units.
  func orbit(_ x: Int, _ y: Int) -> Int {
    let (large, small) = (max(x.magnitude, y.magnitude), min(x.magnitude, y.magnitude))
    let (i, j) = (Int(large) / 2, Int(small) / 2)
    return i * (i + 1) / 2 + j
  }

  /// The images of a vector under the eight symmetries of the square.
  private func images<Number: SignedNumeric>(_ a: Number, _ b: Number) -> [(Number, Number)] {
    [(a, b), (-a, b), (a, -b), (-a, -b), (b, a), (-b, a), (b, -a), (-b, -a)]
  }

  /// The mean over the eight symmetries of relu(v . x - t) at every orbit, v and t in units.
  func symmetrised(_ normal: (Int, Int), offset: Int) -> [Int] {
    let normals = images(normal.0, normal.1)
    return orbits.map { x, y in normals.reduce(0) { $0 + max($1.0 * x + $1.1 * y - offset, 0) } }
  }

  /// The grid's points with the target's values.
  public func data(_ target: SymmetricTarget) throws -> TrainingSet {
    let points = try points
    return try TrainingSet(
      points: points, targets: (0..<points.rows).map { target.value(points[$0, 0], points[$0, 1]) })
  }

  /// The least |f|_S over all networks with one hidden layer, of any width, that fit `target` on the grid; with a ridge
  /// the sum of the norm and the mean squared error / (2 ridge) is least. Affine functions cost nothing.
  /// - Throws: `NetworkError.notPositive` for a ridge that is not positive, and what the linear algebra throws.
  public func leastNorm(of target: SymmetricTarget, ridge: Double = 1e-7) throws -> LeastNormSolution {
    try NetworkError.requirePositive(ridge, "the ridge")
    let problem = LeastNormProblem(
      targets: orbits.map { target.value(unit * Double($0.x), unit * Double($0.y)) }, weights: weights,
      free: [[Double](repeating: 1, count: orbits.count)], candidates: GridLines(self))
    return try problem.solve(ridge: ridge)
  }

  /// The network of a solution: each of its neurons in all eight images under the symmetries of the square, balanced so
  /// that the sharpness is small, with the mean of the target's values.
  public func network(of solution: LeastNormSolution, target: SymmetricTarget) throws -> ShallowNetwork {
    let data = try data(target)
    let neurons = solution.terms.flatMap { term in
      images(term.plane.normal[0], term.plane.normal[1]).map { ($0, term.plane.threshold, term.coefficient / 8) }
    }
    guard !neurons.isEmpty else { throw NetworkError.empty("the solution") }
    var network = try ShallowNetwork(
      weights: Matrix(rows: neurons.count, columns: 2, elements: neurons.flatMap { [$0.0.0, $0.0.1] }),
      biases: neurons.map { -$0.1 }, outputWeights: neurons.map(\.2)
    ).balanced(on: data.points)
    let values = try network.values(at: data.points)
    network.offset = zip(data.targets, values).reduce(0) { $0 + ($1.0 - $1.1) } / Double(data.count)
    return network
  }

  /// The values of a solution's network at the grid's points; without neurons the mean of the target's values.
  public func values(of solution: LeastNormSolution, target: SymmetricTarget) throws -> [Double] {
    let data = try data(target)
    guard solution.terms.isEmpty else { return try network(of: solution, target: target).values(at: data.points) }
    return [Double](repeating: data.targets.reduce(0, +) / Double(data.count), count: data.count)
  }
}

/// Functions of the plane with all symmetries of the square.
public enum SymmetricTarget: Sendable, Equatable {
  /// max(0, 1 - |x|_1), which a network with two hidden layers computes.
  case pyramid
  /// exp(-rate |x|^2).
  case gaussian(rate: Double)

  /// The value at (x, y).
  public func value(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .pyramid: max(0, 1 - x.magnitude - y.magnitude)
    case .gaussian(let rate): exp(-rate * (x * x + y * y))
    }
  }
}
